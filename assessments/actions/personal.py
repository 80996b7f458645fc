"""What this room holds about a person, and how it forgets it."""

from datetime import datetime
from typing import Any

from assessments.models import Attempt, JuryDecision, Response, Score
from people.models import Person


class AssessmentsData:
    """Erasing removes every answer, for a short text may say anything. Tries, scores and verdicts stay, of nobody: the
    certificates that rest on them must remain provable."""

    room = "assessments"

    def export(self, person: Person) -> dict[str, Any]:
        attempts = Attempt.objects.filter(enrolment__person=person).select_related("assessment_version", "enrolment")
        attempts = attempts.defer("assessment_version__paper", "assessment_version__key").order_by("started_at")
        decisions = JuryDecision.objects.filter(enrolment__person=person)
        return {
            "attempts": [_attempt(attempt) for attempt in attempts],
            "jury": [
                {"sat_on": row.sat_on.isoformat(), "verdict": row.verdict, "reason": row.reason} for row in decisions
            ],
        }

    def erase(self, person: Person, *, at: datetime) -> dict[str, int]:
        answers, _by_model = Response.objects.filter(attempt__enrolment__person=person).delete()
        # Newest first: each row is held by the one that supersedes it.
        decisions = list(JuryDecision.objects.filter(enrolment__person=person).order_by("-pk"))
        for decision in decisions:
            decision.delete()
        return {"answers": answers, "jury_decisions": len(decisions)}


def _attempt(attempt: Attempt) -> dict[str, Any]:
    score = Score.objects.filter(attempt=attempt, superseded_by=None).first()
    return {
        "quiz": str(attempt.assessment_version),
        "activity": attempt.activity_key,
        "number": attempt.number,
        "conditions": attempt.conditions,
        "started_at": attempt.started_at.isoformat(),
        "submitted_at": attempt.submitted_at.isoformat() if attempt.submitted_at else None,
        "answers": dict(Response.objects.filter(attempt=attempt).values_list("item_key", "answer")),
        "score": {"points": score.points, "maximum": score.maximum, "passed": score.passed} if score else None,
        "verdicts": [
            {"competency": outcome.competency.code, "level": outcome.level.rank, "verdict": outcome.verdict}
            for outcome in attempt.outcomes.filter(superseded_by=None).select_related("competency", "level")
        ],
    }
