"""Reading people and organisations. The viewer comes first."""

from people.policies import roles_of
from people.queries.organisations import (
    asked_organisations,
    installation_is_open,
    library_owner_id,
    members_of,
    organisations_visible_to,
    organisations_where,
    waiting_organisation,
)
from people.queries.persons import export_person, person_with_email, person_with_id, person_with_pin, usable_invitation

__all__ = [
    "asked_organisations",
    "export_person",
    "installation_is_open",
    "library_owner_id",
    "members_of",
    "organisations_visible_to",
    "organisations_where",
    "person_with_email",
    "person_with_id",
    "person_with_pin",
    "roles_of",
    "usable_invitation",
    "waiting_organisation",
]
