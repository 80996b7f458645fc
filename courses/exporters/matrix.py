"""The matrix of a session as a file for a spreadsheet, the French way: semicolons, and a mark that says UTF-8."""

import csv
import io

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses.choices import ProgressState
from courses.queries import Session, Step, Trainee


def matrix_csv(session: Session) -> bytes:
    """A row per trainee, a column per activity, then identity and last activity."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    head = [_("Nom"), _("Prénom"), _("Identité confirmée"), _("Dernière activité")]
    writer.writerow([guard(text) for text in [*head, *(activity.title for activity in session.activities)]])
    for trainee in session.trainees:
        writer.writerow([guard(text) for text in _row(trainee)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def guard(text: str) -> str:
    """A cell that a spreadsheet would run as a formula becomes text (OWASP, CSV injection)."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} else text


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
