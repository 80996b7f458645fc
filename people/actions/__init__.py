"""Writing people and organisations: one verb each, atomic, with who (`by`) and when (`at`)."""

from people.actions.audit import record
from people.actions.duties import run_due_duties
from people.actions.erasure import erase_person
from people.actions.installation import ensure_library_owner, ensure_owner, first_run_code, open_installation
from people.actions.invitations import accept_invitation, invite
from people.actions.memberships import end_role, grant_role
from people.actions.notices import in_language_of, notify, read_notices, send_owed_notices
from people.actions.organisations import (
    approve_organisation,
    ask_organisation,
    create_organisation,
    refuse_organisation,
    set_contact,
)
from people.actions.persons import (
    create_pin_person,
    create_staff,
    draw_pin,
    reissue_pin,
    rename_person,
    set_language,
)
from people.queries import export_person

__all__ = [
    "accept_invitation",
    "approve_organisation",
    "ask_organisation",
    "create_organisation",
    "create_pin_person",
    "create_staff",
    "draw_pin",
    "end_role",
    "ensure_library_owner",
    "ensure_owner",
    "erase_person",
    "export_person",
    "first_run_code",
    "grant_role",
    "in_language_of",
    "invite",
    "notify",
    "open_installation",
    "read_notices",
    "record",
    "refuse_organisation",
    "reissue_pin",
    "rename_person",
    "run_due_duties",
    "send_owed_notices",
    "set_contact",
    "set_language",
]
