"""The matrix of a session as a file for a spreadsheet."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from content.spreadsheets import spreadsheet
from courses.choices import ProgressState
from courses.queries import Session, Step, Trainee


def matrix_csv(session: Session) -> bytes:
    """A row per trainee, a column per activity, then identity and last activity."""
    head = [_("Nom"), _("Prénom"), _("Identité confirmée"), _("Dernière activité")]
    head += [activity.title for activity in session.activities]
    return spreadsheet([head, *map(_row, session.trainees)])


def _row(trainee: Trainee) -> list[str]:
    person, last = trainee.enrolment.person, trainee.last_at
    return [
        person.family_name or person.display_name,
        person.given_name,
        _("oui") if trainee.identity else _("non"),
        f"{localtime(last):%Y-%m-%d %H:%M}" if last else "",
        *(_cell(step) for step in trainee.journey.steps),
    ]


def _cell(step: Step) -> str:
    return str(ProgressState(step.progress.state).label) if step.progress else ""
