"""Panels of this room on screens of lower rooms."""

from typing import Any

from django.http import HttpRequest

from assessments.choices import AttemptState, Purpose
from assessments.models import Score
from assessments.queries import attempts_visible_to, paper_of, tries_of
from assessments.queries.jury import jury_decisions_of
from courses.models import Cohort, Enrolment
from courses.queries import Session


def trainee_tries(request: HttpRequest, *, subject: Enrolment, **_more: Any) -> dict[str, Any] | None:
    """The tries of one trainee, for their trainer: date, conditions, score, verdict."""
    attempts = list(attempts_visible_to(request.user).filter(enrolment=subject))
    if not attempts:
        return None
    scores = {score.attempt_id: score for score in Score.objects.filter(attempt__in=attempts, superseded_by=None)}
    papers = {attempt.pk: paper_of(attempt.assessment_version_id) for attempt in attempts}
    return {
        "tries": [
            (
                attempt,
                papers[attempt.pk].title,
                scores.get(attempt.pk),
                papers[attempt.pk].purpose == Purpose.CERTIFYING,
            )
            for attempt in attempts
        ]
    }


def closed_tries(request: HttpRequest, *, subject: Enrolment, key: str = "", **_more: Any) -> dict[str, Any] | None:
    """On the page of a quiz that the trainer has closed: what the trainee began, or their last result."""
    tries = tries_of(subject, key) if subject.person_id == getattr(request.user, "pk", None) else []
    if not tries:
        return None
    open_one = tries[0].state == AttemptState.OPEN
    return {"current": tries[0] if open_one else None, "last": None if open_one else tries[0]}


def cohort_jury(request: HttpRequest, *, cohort: Cohort, session: Session, **_more: Any) -> dict[str, Any] | None:
    """For the trainer of a session with people in it: the minutes of its jury."""
    if not session.trainees:
        return None
    decisions = jury_decisions_of([trainee.enrolment for trainee in session.trainees])
    return {"cohort": cohort, "decided": len(decisions)}
