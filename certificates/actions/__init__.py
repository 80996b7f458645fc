"""Writing certificates: one verb each, atomic, with who (`by`) and when (`at`)."""

from certificates.actions.achievements import propose_achievement, publish_achievement
from certificates.actions.authorisations import authorise, change_conditions, end_authorisation
from certificates.actions.automatic import issue_for, issue_in_session, issue_owed
from certificates.actions.awards import sign_awards
from certificates.actions.batches import Shown, sign_shown
from certificates.actions.corrections import correct_award
from certificates.actions.criteria import add_criterion, move_criterion, place_criterion, remove_criterion, turn_group
from certificates.actions.drafts import Terms, discard_draft, open_draft, settle_terms
from certificates.actions.editing import Wording, edit_achievement
from certificates.actions.forms import make_forms, make_owed_forms
from certificates.actions.keys import ensure_key
from certificates.actions.records import add_to_record, open_record
from certificates.actions.reminding import remind_of_endings
from certificates.actions.status import change_status
from certificates.actions.withdrawals import agree_to_withdrawal, ask_withdrawal, decline_withdrawal

__all__ = [
    "Shown",
    "Terms",
    "Wording",
    "add_criterion",
    "add_to_record",
    "agree_to_withdrawal",
    "ask_withdrawal",
    "authorise",
    "change_conditions",
    "change_status",
    "correct_award",
    "decline_withdrawal",
    "discard_draft",
    "edit_achievement",
    "end_authorisation",
    "ensure_key",
    "issue_for",
    "issue_in_session",
    "issue_owed",
    "make_forms",
    "make_owed_forms",
    "move_criterion",
    "open_draft",
    "open_record",
    "place_criterion",
    "propose_achievement",
    "publish_achievement",
    "remind_of_endings",
    "remove_criterion",
    "settle_terms",
    "sign_awards",
    "sign_shown",
    "turn_group",
]
