"""Reading organisations and their members."""

from uuid import UUID

from django.db.models import Q, QuerySet

from people.choices import Role
from people.models import Membership, Organisation, Person
from people.policies import Viewer, is_installation_administrator, roles_of

LIBRARY_SLUG = "volet"


def installation_is_open() -> bool:
    """Whether somebody administers this installation. Until then, only the first-run page is of use."""
    return Membership.objects.filter(
        role=Role.ADMINISTRATOR,
        until=None,
        organisation__operates=True,
        organisation__approved_at__isnull=False,
        person__is_active=True,
    ).exists()


def library_owner_id() -> UUID | None:
    """The id of the organisation that owns what Volet ships; nothing before the library was loaded."""
    return Organisation.objects.filter(slug=LIBRARY_SLUG).values_list("pk", flat=True).first()


def organisations_where(person: Viewer, role: str) -> QuerySet[Organisation]:
    """Approved organisations where the person holds `role` now."""
    return Organisation.objects.filter(pk__in=[key for held, key in roles_of(person) if held == str(role)])


def organisations_visible_to(person: Viewer) -> QuerySet[Organisation]:
    """Everything approved, for an administrator of the installation; else the person's own bodies."""
    if is_installation_administrator(person):
        approved = Organisation.objects.filter(approved_at__isnull=False)
        return approved.filter(Q(trains=True) | Q(certifies=True) | Q(operates=True))
    return Organisation.objects.filter(pk__in={key for _, key in roles_of(person)})


def asked_organisations(person: Viewer) -> QuerySet[Organisation]:
    """Bodies that ask to be created, oldest first; for an administrator of the installation."""
    waiting = Organisation.objects.filter(approved_at=None, refused_at=None).select_related("asked_by")
    return waiting.order_by("asked_at") if is_installation_administrator(person) else waiting.none()


def waiting_organisation(person: Viewer) -> Organisation | None:
    """The body this person asked for last and that isn't approved: still waiting, or refused. None for everyone else."""
    if not isinstance(person, Person):
        return None
    return person.asked_organisations.filter(approved_at=None).order_by("-asked_at").first()


def members_of(person: Viewer, organisation: Organisation) -> QuerySet[Membership]:
    """Current roles in one organisation the viewer may see, colleague by colleague."""
    current = Membership.objects.filter(organisation=organisation, until=None).select_related("person")
    visible = organisations_visible_to(person).filter(pk=organisation.pk)
    return current.filter(organisation__in=visible).order_by("person__family_name", "person__given_name", "pk")
