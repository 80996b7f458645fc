"""Panels of this room on screens of lower rooms: each returns what its template shows, or None to stay away."""

from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone

from assessments.models import Attempt, Score
from certificates.queries.cohorts import certificates_of
from certificates.queries.waiting import Earned, earned_by, versions_of
from courses.models import Cohort, Enrolment
from courses.queries import Journey
from people.registries import Panel, Slots

FOLDER: Final = "certificates/panel_"


def trainee_home(
    request: HttpRequest, *, enrolment: Enrolment | None = None, journey: Journey | None = None, **_more: Any
) -> dict[str, Any] | None:
    """« Votre certificat est prêt », or what it waits for. `first` when nothing else is left to do in the course."""
    if enrolment is None:
        return None
    earned = earned_by(enrolment, timezone.now())
    return {"earned": earned, "first": journey is not None and journey.next is None} if earned else None


def attempt_result(
    request: HttpRequest, *, subject: Attempt | None = None, attempt: Attempt | None = None, **_more: Any
) -> dict[str, Any] | None:
    """After « C'est validé » of an attempt that leads to a certificate."""
    shown = attempt or subject
    if shown is None or not _leads_to_one(shown):
        return None
    earned = earned_by(shown.enrolment, timezone.now())
    return {"earned": earned, "first": True} if earned else None


def trainee_detail(
    request: HttpRequest, *, enrolment: Enrolment | None = None, subject: Enrolment | None = None, **_more: Any
) -> dict[str, Any] | None:
    """For the trainer of one trainee: what they got in this session, or what they wait for."""
    shown = enrolment or subject
    earned: Earned | None = earned_by(shown, timezone.now()) if shown is not None else None
    return {"earned": earned} if earned else None


def cohort_detail(request: HttpRequest, *, cohort: Cohort, **_more: Any) -> dict[str, Any] | None:
    """For the trainer of a session: is the body authorised, how many certificates wait for what."""
    now: datetime = timezone.now()
    certificates = certificates_of(cohort, now)
    return {"certificates": certificates, "cohort": cohort} if certificates else None


def register_panels(slots: Slots) -> None:
    """Called once, when the applications are ready."""
    slots.add("trainee-home", Panel(f"{FOLDER}trainee.html", trainee_home, order=10))
    slots.add("attempt-result", Panel(f"{FOLDER}trainee.html", attempt_result, order=10))
    slots.add("trainee-detail", Panel(f"{FOLDER}trainee_seen.html", trainee_detail, order=20))
    slots.add("cohort-detail", Panel(f"{FOLDER}cohort.html", cohort_detail, order=20))


def _leads_to_one(attempt: Attempt) -> bool:
    course = attempt.enrolment.cohort.course_version.course
    if not versions_of(course).filter(activity_key=attempt.activity_key).exists():
        return False
    return Score.objects.filter(attempt=attempt, superseded_by=None, passed=True).exists()
