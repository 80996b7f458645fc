"""Who may do what with people and organisations."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from people.choices import Role, SecretKind
from people.models import Membership, Organisation, Person

Viewer = Person | AnonymousUser
CACHE = "_volet_roles"


def signed_in(viewer: Viewer) -> Person:
    """The viewer as a person, for what only somebody signed in may do; refuses anyone else."""
    if not isinstance(viewer, Person):
        raise PermissionDenied
    return viewer


def roles_of(person: Viewer) -> frozenset[tuple[str, UUID]]:
    """(role, organisation id) of every current membership in an approved organisation.

    One query, then kept on the instance, which lives as long as its request; none for a trainee with a PIN.
    """
    return frozenset((role, organisation) for role, organisation, *_facts in _held(person))


def has_role(person: Viewer, role: str, organisation: Organisation | UUID) -> bool:
    key = organisation.pk if isinstance(organisation, Organisation) else organisation
    return (str(role), key) in roles_of(person)


def is_installation_administrator(person: Viewer) -> bool:
    """An administrator of the organisation that operates this installation."""
    return any(role == Role.ADMINISTRATOR and operates for role, _, operates, _ in _held(person))


def helps_people_train(person: Viewer) -> bool:
    """A trainer, or an administrator of an organisation that trains."""
    return any(role == Role.TRAINER or (role == Role.ADMINISTRATOR and trains) for role, _, _, trains in _held(person))


def can_manage_organisation(person: Viewer, organisation: Organisation) -> bool:
    """Invite colleagues, end roles. An administrator of the installation may help any body out."""
    return has_role(person, Role.ADMINISTRATOR, organisation) or is_installation_administrator(person)


def roles_possible(organisation: Organisation) -> tuple[Role, ...]:
    """Roles that make sense there: nobody certifies in a body that doesn't deliver certificates."""
    roles = [Role.ADMINISTRATOR]
    if organisation.trains:
        roles.append(Role.TRAINER)
    if organisation.trains or organisation.certifies:
        roles.append(Role.AUTHOR)
    if organisation.certifies:
        roles.append(Role.CERTIFIER)
    return tuple(roles)


def forget_roles(person: Viewer) -> None:
    """Roles changed: the next question asks the database again."""
    if hasattr(person, CACHE):
        delattr(person, CACHE)


def _held(person: Viewer) -> frozenset[tuple[str, UUID, bool, bool]]:
    if not isinstance(person, Person) or person.secret_kind == SecretKind.PIN or not person.is_active:
        return frozenset()
    held: frozenset[tuple[str, UUID, bool, bool]] | None = getattr(person, CACHE, None)
    if held is None:
        current = Membership.objects.filter(person=person, until=None, organisation__approved_at__isnull=False)
        held = frozenset(
            current.values_list("role", "organisation_id", "organisation__operates", "organisation__trains")
        )
        setattr(person, CACHE, held)
    return held
