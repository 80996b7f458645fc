"""Who reads and writes the curriculum."""

from uuid import UUID

from content.versions import State
from people.choices import Role
from people.policies import Viewer, roles_of

#: States that everybody reads: a certificate of 2026 still points at a version that was withdrawn since.
READABLE = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)
WRITERS = (Role.AUTHOR, Role.CERTIFIER, Role.ADMINISTRATOR)


def drafting_organisations(person: Viewer) -> frozenset[UUID]:
    """Organisations whose drafts this person sees."""
    return frozenset(organisation for role, organisation in roles_of(person) if role in WRITERS)
