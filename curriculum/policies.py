"""Who reads and writes the curriculum."""

from uuid import UUID

from content.versions import State, Thing
from people.choices import Role
from people.policies import Viewer, is_installation_administrator, roles_of
from people.queries import library_owner_id

#: States that everybody reads: a certificate of 2026 still points at a version that was withdrawn since.
READABLE = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)
LIBRARY = "_volet_library"
WRITERS = (Role.AUTHOR, Role.CERTIFIER, Role.ADMINISTRATOR)


def drafting_organisations(person: Viewer) -> frozenset[UUID]:
    """Organisations whose drafts this person sees and writes.

    Nobody has a role in the owner of the shipped library: the administrators of the installation act for it.
    """
    own = frozenset(organisation for role, organisation in roles_of(person) if role in WRITERS)
    if not is_installation_administrator(person):
        return own
    if not hasattr(person, LIBRARY):
        setattr(person, LIBRARY, library_owner_id())
    library = getattr(person, LIBRARY)
    return own | {library} if library else own


def can_edit(person: Viewer, thing: Thing) -> bool:
    """Whether this person writes, publishes and withdraws versions of the thing: an author or certifier of its owner."""
    return thing.owner_id in drafting_organisations(person)
