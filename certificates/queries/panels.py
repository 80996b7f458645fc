"""Panels of this room on screens of lower rooms: each returns what its template shows, or None to stay away."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone

from assessments.models import Attempt
from certificates.queries.cohorts import certificates_of
from certificates.queries.session_papers import has_realisation, hours_followed
from certificates.queries.waiting import Earned, earned_by
from courses.models import Cohort, Enrolment
from courses.queries import Journey, Session
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
    if shown is None:
        return None
    earned, key = earned_by(shown.enrolment, timezone.now()), shown.activity_key
    held = [one for one in earned.held if one.award.achievement_version.activity_key == key]
    waiting = [one for one in earned.waiting if one.version.activity_key == key]
    return {"earned": Earned(held, waiting), "first": True} if held or waiting else None


def trainee_detail(
    request: HttpRequest, *, enrolment: Enrolment | None = None, subject: Enrolment | None = None, **_more: Any
) -> dict[str, Any] | None:
    """For the trainer of one trainee: what they got in this session, or what they wait for."""
    shown = enrolment or subject
    earned: Earned | None = earned_by(shown, timezone.now()) if shown is not None else None
    return {"earned": earned} if earned else None


def cohort_detail(request: HttpRequest, *, cohort: Cohort, session: Session, **_more: Any) -> dict[str, Any] | None:
    """For the trainer of a session: is the body authorised, how many certificates wait for what."""
    identities = {one.enrolment.pk: one.identity for one in session.trainees if one.identity is not None}
    certificates = certificates_of(cohort, identities, timezone.now())
    return {"certificates": certificates, "cohort": cohort} if certificates else None


def trainee_papers(request: HttpRequest, *, subject: Enrolment, **_more: Any) -> dict[str, Any] | None:
    """For the trainer of one trainee: the papers of the end of the training."""
    if subject.person.erased_at is not None:
        return None
    return {
        "enrolment": subject,
        "over": subject.cohort.is_over(timezone.now()),
        "realisation": has_realisation(subject),
        "hours": hours_followed(subject) if has_realisation(subject) else None,
    }


def own_papers(request: HttpRequest, *, subject: Enrolment | None = None, **_more: Any) -> dict[str, Any] | None:
    """For the trainee whose session is over: the attestation."""
    if subject is None or not subject.cohort.is_over(timezone.now()):
        return None
    return {"enrolment": subject}


def register_panels(slots: Slots) -> None:
    """Called once, when the applications are ready."""
    slots.add("trainee-home", Panel(f"{FOLDER}trainee.html", trainee_home, order=10))
    slots.add("trainee-home", Panel(f"{FOLDER}own_papers.html", own_papers, order=40))
    slots.add("attempt-result", Panel(f"{FOLDER}trainee.html", attempt_result, order=10))
    slots.add("trainee-detail", Panel(f"{FOLDER}trainee_seen.html", trainee_detail, order=20))
    slots.add("trainee-detail", Panel(f"{FOLDER}papers.html", trainee_papers, order=30))
    slots.add("cohort-detail", Panel(f"{FOLDER}cohort.html", cohort_detail, order=20))
