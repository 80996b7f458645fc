"""Panels of this room on screens of lower rooms."""

from typing import Any

from django.http import HttpRequest

from assessments.models import Score
from assessments.queries import attempts_visible_to, paper_of
from courses.models import Enrolment


def trainee_tries(request: HttpRequest, *, subject: Enrolment, **_more: Any) -> dict[str, Any] | None:
    """The tries of one trainee, for their trainer: date, conditions, score, verdict."""
    attempts = list(attempts_visible_to(request.user).filter(enrolment=subject))
    if not attempts:
        return None
    scores = {score.attempt_id: score for score in Score.objects.filter(attempt__in=attempts, superseded_by=None)}
    rows = [(attempt, paper_of(attempt.assessment_version_id).title, scores.get(attempt.pk)) for attempt in attempts]
    return {"tries": rows}
