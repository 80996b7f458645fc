"""Sending a try: it is scored once, from the frozen key."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.actions.saving import save_answer, settle_conditions
from assessments.choices import AttemptState, Purpose, Verdict
from assessments.formats import Key
from assessments.models import AssessmentVersion, Attempt, Outcome, Response, Score
from assessments.queries import key_of, paper_of
from assessments.scoring import ItemScore, score
from assessments.signals import attempt_submitted, outcome_decided
from courses.actions import complete_activity, mark_not_yet

#: Sums of floats: a share that is short by less than this is reached.
TOLERANCE = 1e-9


@dataclass
class Tally:
    """Points reached and reachable."""

    points: float = 0.0
    maximum: float = 0.0

    def add(self, share: float, points: int) -> None:
        self.points += share * points
        self.maximum += points

    @property
    def share(self) -> float:
        return self.points / self.maximum if self.maximum else 0.0

    def reaches(self, threshold: float | None) -> bool:
        return threshold is None or self.share >= threshold - TOLERANCE


@dataclass
class Marking:
    """A try scored: in all, by section, by competency, by item."""

    total: Tally = field(default_factory=Tally)
    sections: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    competencies: dict[tuple[str, int], Tally] = field(default_factory=lambda: defaultdict(Tally))
    items: dict[str, ItemScore] = field(default_factory=dict)

    def passes(self, key: Key) -> bool:
        enough = self.total.reaches(key.overall)
        return enough and all(tally.reaches(key.section) for tally in self.sections.values())

    def detail(self) -> dict[str, Any]:
        return {
            "sections": {name: round(tally.share, 6) for name, tally in self.sections.items()},
            "items": {name: round(item.share, 6) for name, item in self.items.items()},
        }


@transaction.atomic
def submit_attempt(*, attempt: Attempt, at: datetime, visible: Mapping[str, Any] | None = None) -> Score:
    """Score the try and write its verdicts; a second call returns the first score.

    `visible` are the answers that stand on the page that is sent, by item key: they are saved first. Verdicts, one per
    competency, are given by a certifying quiz only. Sends `attempt_submitted` and `outcome_decided`.
    """
    locked = Attempt.objects.select_for_update(of=("self",)).select_related("enrolment__cohort").get(pk=attempt.pk)
    if locked.state == AttemptState.SUBMITTED:
        return Score.objects.get(attempt=locked, superseded_by=None)
    for item_key, answer in (visible or {}).items():
        try:
            save_answer(attempt=locked, item_key=item_key, answer=answer, seq=None, at=at)
        except ValidationError:
            continue  # what can't be read can't count; what was saved does
    answers = dict(Response.objects.filter(attempt=locked).values_list("item_key", "answer"))
    key = key_of(locked.assessment_version_id)
    marking = mark(locked, key, answers)
    locked.state, locked.submitted_at = AttemptState.SUBMITTED, at
    settle_conditions(locked)
    locked.save(update_fields=["state", "submitted_at", "conditions", "supervised_by"])
    result = _write_score(locked, key, marking, at)
    certifying = paper_of(locked.assessment_version_id).purpose == Purpose.CERTIFYING
    outcomes = _write_outcomes(locked, key, marking, at) if certifying else []
    settle = complete_activity if result.passed else mark_not_yet
    settle(enrolment=locked.enrolment, activity_key=locked.activity_key, at=at)
    attempt.state, attempt.submitted_at = locked.state, locked.submitted_at
    attempt_submitted.send(sender=Attempt, attempt=locked, at=at)
    if outcomes:
        outcome_decided.send(sender=Outcome, attempt=locked, outcomes=outcomes, at=at)
    return result


def mark(attempt: Attempt, key: Key, answers: Mapping[str, Any]) -> Marking:
    """Score every drawn item; an item without an answer gets no points."""
    marking = Marking()
    targets = {section.key: (section.competency, section.level or 0) for section in key.sections}
    for entry in attempt.drawn:
        item = key.items[entry["key"]]
        result = score(item.body, answers.get(item.key))
        marking.items[item.key] = result
        for tally in (marking.total, marking.sections[item.section], marking.competencies[targets[item.section]]):
            tally.add(result.share, item.points)
    return marking


def _write_score(attempt: Attempt, key: Key, marking: Marking, at: datetime) -> Score:
    digests = AssessmentVersion.objects.filter(pk=attempt.assessment_version_id).values_list("key_digest", flat=True)
    return Score.objects.create(
        attempt=attempt,
        points=round(marking.total.points, 6),
        maximum=marking.total.maximum,
        passed=marking.passes(key),
        detail=marking.detail(),
        key_digest=digests.get(),
        at=at,
    )


def _write_outcomes(attempt: Attempt, key: Key, marking: Marking, at: datetime) -> list[Outcome]:
    return Outcome.objects.bulk_create(
        Outcome(
            enrolment=attempt.enrolment,
            attempt=attempt,
            competency_id=UUID(competency),
            level_id=level,
            verdict=Verdict.ACHIEVED if tally.reaches(key.section) else Verdict.NOT_YET,
            share=round(tally.share, 6),
            at=at,
        )
        for (competency, level), tally in marking.competencies.items()
    )
