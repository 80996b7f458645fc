"""The certificates of a session, for its trainer: is the body authorised, who waits for what."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from assessments.models import Attempt
from assessments.queries import passed_attempts
from certificates.choices import Block
from certificates.models import AchievementVersion, AwardEvidence
from certificates.queries.situation import Periods, Situation
from certificates.queries.waiting import versions_of
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

    @property
    def ready(self) -> int:
        return self.waiting[None]

    @property
    def identity(self) -> int:
        return self.waiting[Block.IDENTITY]

    @property
    def supervision(self) -> int:
        return self.waiting[Block.SUPERVISION]

    @property
    def unauthorised(self) -> int:
        return self.waiting[Block.AUTHORISATION]


def certificates_of(cohort: Cohort, at: datetime) -> list[CohortCertificate]:
    """One query, and one for each certificate that the course leads to: the trainer's page has little room for more.
    `cohort.organisation` and `cohort.course_version.course` should be loaded."""
    today = cohort.today(at)
    return [_standing(cohort, version, periods, today) for version, periods in _with_periods(cohort)]


def _with_periods(cohort: Cohort) -> list[tuple[AchievementVersion, Periods]]:
    """Certificates of the course, each with the dates between which this body may run it."""
    own = Q(achievement__authorisations__organisation=cohort.organisation_id)
    rows = versions_of(cohort.course_version.course).annotate(
        own=FilteredRelation("achievement__authorisations", condition=own),
        runs_from=F("own__starts_on"),
        runs_until=F("own__ends_on"),
    )
    found: dict[object, tuple[AchievementVersion, Periods]] = {}
    for version in rows:
        _version, periods = found.setdefault(version.pk, (version, []))
        if version.runs_from is not None:
            periods.append((version.runs_from, version.runs_until))
    return list(found.values())


def _standing(cohort: Cohort, version: AchievementVersion, periods: Periods, today: date) -> CohortCertificate:
    authorised = any(start <= today and (end is None or today <= end) for start, end in periods)
    attempts = _best(cohort, version)
    situation = Situation(
        attempts={},
        identities={key: IdentityCheck() for key, attempt in attempts.items() if attempt.seen},  # type: ignore[attr-defined]
        awards={},
        periods={(version.achievement_id, cohort.organisation_id): periods},
    )
    unsigned = [attempt for attempt in attempts.values() if not attempt.awarded]  # type: ignore[attr-defined]
    waiting = Counter(situation.block(version, attempt) for attempt in unsigned)
    return CohortCertificate(version, authorised, len(attempts) - len(unsigned), waiting)


def _best(cohort: Cohort, version: AchievementVersion) -> dict[UUID, Attempt]:
    """Of each person who passed the attempt that counts, with `seen` (identity) and `awarded`."""
    passed = passed_attempts(course_root=version.course, activity_key=version.activity_key).filter(
        enrolment__cohort=cohort, enrolment__left_at=None
    )
    awarded = AwardEvidence.objects.filter(
        enrolment=OuterRef("enrolment"), award__achievement_version__achievement=version.achievement_id
    )
    seen = IdentityCheck.objects.filter(enrolment=OuterRef("enrolment"))
    best: dict[UUID, Attempt] = {}
    for attempt in passed.annotate(seen=Exists(seen), awarded=Exists(awarded)).defer("drawn"):
        held = best.get(attempt.enrolment_id)
        if held is None or attempt.conditions == Conditions.IN_ROOM != held.conditions:
            best[attempt.enrolment_id] = attempt
    return best
