"""What an award rests on: kept with the award as long as the person's data, and bound to it for ever by its digest."""

from dataclasses import dataclass
from typing import Any

from assessments.models import Attempt, Score
from certificates.queries.situation import Case
from certificates.queries.weighing import Fact
from certificates.signing import digest
from courses.models import IdentityCheck


@dataclass(frozen=True)
class Proof:
    """`detail` names who saw and who watched: it is kept with the evidence, which can be erased. `others` are the facts
    beside the attempt that is printed, a row of evidence each."""

    detail: dict[str, Any]
    others: list[Fact]
    digest: str


def proof_of(case: Case, identity: IdentityCheck) -> Proof:
    """Tokens of attempts are random, so the digest tells nothing to who hasn't the evidence itself."""
    attempt, used = case.attempt, [leaf.fact for leaf in case.reading.used() if leaf.fact is not None]
    facts: dict[str, Any] = {"identity_check": identity.pk}
    detail: dict[str, Any] = {"identity_by": identity.by.display_name, "supervised_by": ""}
    if attempt is not None:
        score: Score = attempt.scores.get(superseded_by=None)
        detail |= {"points": score.points, "maximum": score.maximum}
        detail["supervised_by"] = attempt.supervised_by.display_name if attempt.supervised_by else ""
        facts |= _facts(attempt, score)
    alone = attempt is not None and [fact.record.get("kind") for fact in used] == ["assessment"]
    others = [] if alone else used
    if others:
        facts["facts"] = [fact.record for fact in others]
    return Proof(detail, others, digest(facts))


def _facts(attempt: Attempt, score: Score) -> dict[str, Any]:
    return {
        "attempt": attempt.token,
        "assessment_version": str(attempt.assessment_version_id),
        "paper": attempt.assessment_version.paper_digest,
        "key": score.key_digest,
        "score": f"{score.points:g}/{score.maximum:g}",
        "submitted_at": attempt.submitted_at.isoformat() if attempt.submitted_at else "",
    }
