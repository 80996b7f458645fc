"""Where somebody stands between « C'est validé » and the certificate in their hand."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from assessments.models import Attempt
from certificates.choices import Block, Standing
from certificates.models import AchievementVersion, Award, AwardEvidence
from certificates.queries.situation import Situation, situation_of
from certificates.queries.standing import verdict_of
from content.versions import State
from courses.models import Course, Enrolment
from people.models import Person


@dataclass(frozen=True)
class Waiting:
    """A certificate that was earned and isn't signed yet. `blocked` None: the certifier has only to sign."""

    version: AchievementVersion
    attempt: Attempt
    blocked: Block | None


@dataclass(frozen=True)
class Held:
    award: Award
    standing: Standing

    @property
    def stands(self) -> bool:
        return self.standing in (Standing.VALID, Standing.EXPIRED)


@dataclass(frozen=True)
class Earned:
    """What an enrolment brought: certificates (newest first), and those still to come."""

    held: list[Held]
    waiting: list[Waiting]

    def __bool__(self) -> bool:
        return bool(self.held or self.waiting)


def earned_by(enrolment: Enrolment, at: datetime) -> Earned:
    """Two queries with a certificate, four without a passed attempt, at most six. `enrolment.cohort.course_version.course`
    should be loaded."""
    rows = (
        AwardEvidence.objects.filter(enrolment=enrolment)
        .select_related("award__issuer", "award__organisation", "award__achievement_version", "award__holder")
        .prefetch_related("award__status_changes")
        .order_by("-award__awarded_at", "-pk")
    )
    awards = {row.award.pk: row.award for row in rows}
    held = [Held(award, verdict_of(award, at)) for award in awards.values()]
    if held:
        return Earned(held, [])
    versions = list(versions_of(enrolment.cohort.course_version.course))
    return Earned([], _waiting(versions, situation_of(versions, Q(enrolment=enrolment))))


def waiting_for(person: Person) -> list[Waiting]:
    """Everything this person earned and hasn't got yet, in all their sessions. Six queries at most."""
    mine = Course.objects.filter(versions__cohorts__enrolments__person=person)
    line = Q(course__in=mine.values("pk")) | Q(course__in=mine.values("root"))
    versions = list(_published().filter(line))
    situation = situation_of(versions, Q(enrolment__person=person, enrolment__left_at=None))
    return _waiting(versions, situation)


def versions_of(course: Course) -> QuerySet[AchievementVersion]:
    """Certificates in force that the line of this course leads to."""
    return _published().filter(course__in=[key for key in (course.pk, course.root_id) if key])


def _published() -> QuerySet[AchievementVersion]:
    return AchievementVersion.objects.filter(state=State.PUBLISHED).select_related("achievement__owner", "course")


def _waiting(versions: list[AchievementVersion], situation: Situation) -> list[Waiting]:
    return [
        Waiting(version, attempt, situation.block(version, attempt))
        for version in versions
        for attempt in situation.attempts.get(version.pk, {}).values()
        if situation.award(version, attempt) is None
    ]
