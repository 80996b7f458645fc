"""The certificates of a session, for its trainer: is the body authorised, who waits for what."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from assessments.models import Attempt
from assessments.queries import passed_attempts
from certificates.choices import Block
from certificates.models import AchievementVersion, AwardEvidence
from certificates.queries.situation import Periods, Situation, situation_of
from certificates.queries.waiting import versions_of, with_periods
from courses.choices import Conditions
from courses.models import Cohort, IdentityCheck


@dataclass(frozen=True)
class CohortCertificate:
    """`authorised`: the body may run it today. `waiting` counts people who passed by what they lack; None is nothing: the
    certifier has only to sign."""

    version: AchievementVersion
    authorised: bool
    signed: int = 0
    waiting: Counter[Block | None] = field(default_factory=Counter)
    ahead: int = 0

    @property
    def ready(self) -> int:
        return self.waiting[None]

    @property
    def identity(self) -> int:
        return self.waiting[Block.IDENTITY]

    @property
    def name(self) -> int:
        return self.waiting[Block.NAME]

    @property
    def supervision(self) -> int:
        return self.waiting[Block.SUPERVISION]

    @property
    def unauthorised(self) -> int:
        return self.waiting[Block.AUTHORISATION]


def certificates_of(cohort: Cohort, identities: Mapping[UUID, IdentityCheck], at: datetime) -> list[CohortCertificate]:
    """One query, and one for each certificate that the course leads to (more for one with a tree of criteria): the
    trainer's page has little room for more.
    `identities` are those the page has read, by enrolment; `cohort.organisation` and `cohort.course_version.course` should
    be loaded."""
    today, versions = cohort.today(at), versions_of(cohort.course_version.course)
    read = with_periods(versions, cohort)
    return [_standing(cohort, version, periods, identities, today) for version, periods in read]


def _standing(
    cohort: Cohort,
    version: AchievementVersion,
    periods: Periods,
    identities: Mapping[UUID, IdentityCheck],
    today: date,
) -> CohortCertificate:
    authorised = any(start <= today and (end is None or today <= end) for start, end in periods)
    if version.has_tree:  # type: ignore[attr-defined]
        return _decided(cohort, version, authorised)
    attempts = _best(cohort, version)
    situation = Situation(
        identities=dict(identities),
        periods={(version.achievement_id, cohort.organisation_id): periods},
    )
    unsigned = [attempt for attempt in attempts.values() if not attempt.awarded]  # type: ignore[attr-defined]
    waiting = Counter(situation.block(version, attempt) for attempt in unsigned)
    return CohortCertificate(version, authorised, len(attempts) - len(unsigned), waiting)


def _decided(cohort: Cohort, version: AchievementVersion, authorised: bool) -> CohortCertificate:
    """Of a certificate with a tree of criteria."""
    situation = situation_of([version], Q(cohort=cohort, left_at=None))
    cases = situation.cases[version.pk].values()
    unsigned = [case for case in cases if situation.award(version, case.enrolment.pk) is None]
    waiting = Counter(situation.block_of(version, case) for case in unsigned if case.met)
    ahead = sum(not case.met for case in unsigned)
    return CohortCertificate(version, authorised, len(cases) - len(unsigned), waiting, ahead)


def _best(cohort: Cohort, version: AchievementVersion) -> dict[UUID, Attempt]:
    """Of each person who passed the attempt that counts, with `awarded`."""
    passed = passed_attempts(course_root=version.course, activity_key=version.activity_key).filter(
        enrolment__cohort=cohort, enrolment__left_at=None
    )
    awarded = AwardEvidence.objects.filter(
        enrolment=OuterRef("enrolment"), award__achievement_version__achievement=version.achievement_id
    )
    best: dict[UUID, Attempt] = {}
    for attempt in passed.annotate(awarded=Exists(awarded)).defer("drawn"):
        held = best.get(attempt.enrolment_id)
        if held is None or attempt.conditions == Conditions.IN_ROOM != held.conditions:
            best[attempt.enrolment_id] = attempt
    return best
