"""The first run of an installation, and the owner of what Volet ships."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people import launch
from people.actions.audit import record
from people.actions.organisations import create_organisation, give_founding_roles
from people.actions.persons import create_staff
from people.models import Organisation, Person
from people.queries import installation_is_open
from people.queries.organisations import LIBRARY_SLUG


def first_run_code() -> str | None:
    """A fresh one-time code for the first-run page, to print where the server starts. None once somebody administers."""
    return None if installation_is_open() else launch.draw_code()


@transaction.atomic
def ensure_library_owner() -> Organisation:
    """The organisation "Volet", owner of the shipped frameworks, references and courses. Nobody has a role in it."""
    owner, _made = Organisation.objects.get_or_create(
        slug=LIBRARY_SLUG, defaults={"name": "Volet", "trains": False, "approved_at": timezone.now()}
    )
    return owner


def ensure_owner(slug: str) -> Organisation | None:
    """Who owns what a command loads: the approved organisation of that slug, None if there is none; "Volet" for no slug."""
    if not slug:
        return ensure_library_owner()
    return Organisation.objects.filter(slug=slug, approved_at__isnull=False).first()


@transaction.atomic
def open_installation(
    *,
    given_name: str,
    family_name: str,
    email: str,
    password: str,
    organisation_name: str,
    trains: bool,
    certifies: bool,
    at: datetime,
) -> Person:
    """Make the first person and the organisation that operates this installation; the code was checked before.

    Done once: of two people who press together, one wins. An operating organisation that lost its last
    administrator is taken over rather than doubled.
    """
    if installation_is_open():
        raise _already_open()
    person = create_staff(given_name=given_name, family_name=family_name, email=email, password=password)
    organisation = Organisation.objects.select_for_update().filter(operates=True).first()
    if organisation is None:
        organisation = create_organisation(name=organisation_name, trains=trains, certifies=certifies, by=person, at=at)
    organisation.trains, organisation.certifies = trains, certifies
    organisation.operates, organisation.approved_at = True, organisation.approved_at or at
    try:
        with transaction.atomic():
            organisation.save(update_fields=["trains", "certifies", "operates", "approved_at"])
    except IntegrityError as error:
        raise _already_open() from error
    give_founding_roles(person=person, organisation=organisation, by=person, at=at, authors=True)
    record(verb="installation-opened", noun=organisation, by=person, at=at, organisation=organisation)
    return person


def _already_open() -> ValidationError:
    return ValidationError(_("Cette installation est déjà ouverte."), code="open")
