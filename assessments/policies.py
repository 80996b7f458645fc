"""Who may start a try, and when. Each reason is a sentence for the trainee."""

from django.utils.translation import gettext as _

from assessments.choices import Purpose
from assessments.models import QuizActivity
from courses.models import Enrolment


def needs_opening(activity: QuizActivity, purpose: str) -> bool:
    """A certifying quiz, or any protected one, opens when the trainer opens it."""
    return activity.protected or purpose == Purpose.CERTIFYING


def why_not_start(enrolment: Enrolment, *, waits: bool, passed: bool) -> str:
    """Why this trainee can't start a new try now; '' where nothing stands in the way. `waits`: for the trainer to open."""
    if enrolment.left_at is not None:
        return _("Vous n'êtes plus dans cette session.")
    if enrolment.cohort.closed_at is not None:
        return _("Cette session est terminée.")
    if passed:
        return _("Vous avez déjà validé cette épreuve.")
    if waits:
        return _("L'épreuve n'est pas ouverte. Votre formateur ou votre formatrice l'ouvrira.")
    return ""
