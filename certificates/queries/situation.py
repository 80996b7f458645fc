"""What decides whether somebody who passed gets a certificate, read at once for any number of people and certificates.

Criterion of this edition: the activity `activity_key` passed in a session of a course whose line starts at the version's
course. Of several passed attempts of one enrolment, one in the room comes first, then the earliest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from assessments.models import Attempt
from assessments.queries import passed_attempts
from certificates.choices import Block
from certificates.models import AchievementVersion, Authorisation, Award, AwardEvidence
from content.documents import unwritable
from courses.choices import Conditions
from courses.models import IdentityCheck

Periods = list[tuple[date, date | None]]


@dataclass(frozen=True)
class Situation:
    """`attempts`: version → enrolment → the attempt that counts. `awards` and `periods` are by achievement: a new edition
    of a certificate neither awards it again nor needs a new authorisation."""

    attempts: dict[UUID, dict[UUID, Attempt]]
    identities: dict[UUID, IdentityCheck]
    awards: dict[tuple[UUID, UUID], Award]
    periods: dict[tuple[UUID, UUID], Periods]

    def identity(self, attempt: Attempt) -> IdentityCheck | None:
        return self.identities.get(attempt.enrolment_id)

    def award(self, version: AchievementVersion, attempt: Attempt) -> Award | None:
        return self.awards.get((version.achievement_id, attempt.enrolment_id))

    def block(self, version: AchievementVersion, attempt: Attempt) -> Block | None:
        """The first thing that is missing. The authorisation is that of the day of the attempt, in the body's time zone:
        what was taken under it can be signed after its end."""
        body = attempt.enrolment.cohort.organisation
        if body.approved_at is None:
            return Block.ORGANISATION
        taken = taken_on(attempt)
        periods = self.periods.get((version.achievement_id, body.pk), [])
        if not any(start <= taken and (end is None or taken <= end) for start, end in periods):
            return Block.AUTHORISATION
        if version.needs_supervision and attempt.conditions != Conditions.IN_ROOM:
            return Block.SUPERVISION
        identity = self.identity(attempt)
        if identity is None:
            return Block.IDENTITY
        return Block.NAME if unwritable(identity.name) else None


def taken_on(attempt: Attempt) -> date:
    """The day an attempt was submitted, where the body is."""
    return attempt.enrolment.cohort.today(attempt.submitted_at or attempt.started_at)


def situation_of(versions: Sequence[AchievementVersion], within: Q) -> Situation:
    """4 queries (and one for status changes), whatever the number of versions and people. `within` narrows the attempts.
    Who had their data erased is nobody's candidate any more."""
    if not versions:
        return Situation({}, {}, {}, {})
    attempts = _attempts(versions, within)
    enrolments = {key for chosen in attempts.values() for key in chosen}
    achievements = [version.achievement_id for version in versions]
    return Situation(attempts, _identities(enrolments), _awards(achievements, enrolments), _periods(achievements))


def _attempts(versions: Sequence[AchievementVersion], within: Q) -> dict[UUID, dict[UUID, Attempt]]:
    each: list[QuerySet[Attempt]] = [
        passed_attempts(course_root=version.course, activity_key=version.activity_key) for version in versions
    ]
    passed = reduce(or_, each).filter(within, enrolment__person__erased_at=None).order_by("submitted_at", "pk")
    related = passed.select_related(
        "enrolment__person",
        "enrolment__cohort__organisation",
        "enrolment__cohort__course_version__course",
        "assessment_version",
        "supervised_by",
    )
    chosen: dict[UUID, dict[UUID, Attempt]] = {version.pk: {} for version in versions}
    for attempt in related.defer("assessment_version__paper", "assessment_version__key", "drawn"):
        course = attempt.enrolment.cohort.course_version.course
        for version in versions:
            if version.activity_key == attempt.activity_key and version.course_id in (course.pk, course.root_id):
                _keep_better(chosen[version.pk], attempt)
    return chosen


def _keep_better(chosen: dict[UUID, Attempt], attempt: Attempt) -> None:
    held = chosen.get(attempt.enrolment_id)
    if held is None or (attempt.conditions == Conditions.IN_ROOM != held.conditions):
        chosen[attempt.enrolment_id] = attempt


def _identities(enrolments: set[UUID]) -> dict[UUID, IdentityCheck]:
    checks = IdentityCheck.objects.filter(enrolment__in=enrolments).select_related("by").order_by("at", "pk")
    return {check.enrolment_id: check for check in checks}


def _awards(achievements: list[UUID], enrolments: set[UUID]) -> dict[tuple[UUID, UUID], Award]:
    rows = (
        AwardEvidence.objects.filter(award__achievement_version__achievement__in=achievements, enrolment__in=enrolments)
        .select_related("award__issuer", "award__achievement_version")
        .prefetch_related("award__status_changes")
        .order_by("award__awarded_at", "pk")
    )
    return {(row.award.achievement_version.achievement_id, row.enrolment_id): row.award for row in rows}


def _periods(achievements: list[UUID]) -> dict[tuple[UUID, UUID], Periods]:
    periods: dict[tuple[UUID, UUID], Periods] = {}
    for row in Authorisation.objects.filter(achievement__in=achievements):
        periods.setdefault((row.achievement_id, row.organisation_id), []).append((row.starts_on, row.ends_on))
    return periods
