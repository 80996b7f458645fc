"""Writing certificates: one verb each, atomic, with who (`by`) and when (`at`)."""

from certificates.actions.achievements import propose_achievement, publish_achievement
from certificates.actions.authorisations import authorise, end_authorisation
from certificates.actions.awards import sign_awards
from certificates.actions.corrections import correct_award
from certificates.actions.forms import make_forms, make_owed_forms
from certificates.actions.keys import ensure_key
from certificates.actions.status import change_status

__all__ = [
    "authorise",
    "change_status",
    "correct_award",
    "end_authorisation",
    "ensure_key",
    "make_forms",
    "make_owed_forms",
    "propose_achievement",
    "publish_achievement",
    "sign_awards",
]
