"""A session as its trainer sees it: who is in it, who needs me, who did what."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from courses.choices import ProgressState, Reason
from courses.models import Cohort, Enrolment, IdentityCheck, Opening, Progress
from courses.queries.journey import Journey, open_now, trace
from courses.queries.outline import ActivityView, activities_of, outline

IDLE_AFTER = timedelta(days=3)
#: Somebody who joined a moment ago isn't late.
SETTLING = timedelta(minutes=15)


@dataclass(frozen=True)
class Trainee:
    """One row of a session."""

    enrolment: Enrolment
    journey: Journey
    identity: IdentityCheck | None

    @property
    def name(self) -> str:
        return self.enrolment.person.display_name

    @property
    def last_at(self) -> datetime | None:
        """When they last did something in the course."""
        return max((step.progress.updated_at for step in self.journey.steps if step.progress), default=None)

    def reasons(self, at: datetime) -> list[Reason]:
        """Why they need the trainer now, most urgent first."""
        ahead, last = self.journey.next, self.last_at
        found = {
            Reason.WAITING: ahead is not None and ahead.closed,
            Reason.NOT_YET: any(step.state == ProgressState.NOT_YET for step in self.journey.steps),
            Reason.NEVER_STARTED: last is None and self.enrolment.joined_at < at - SETTLING,
            Reason.IDLE: ahead is not None and not ahead.closed and last is not None and last < at - IDLE_AFTER,
            Reason.IDENTITY: self.identity is None and self.enrolment.person.erased_at is None,
        }
        return [reason for reason in Reason if found[reason]]


@dataclass(frozen=True)
class Session:
    """A session, its activities and its trainees by name."""

    cohort: Cohort
    activities: list[ActivityView]
    trainees: list[Trainee]
    openings: dict[str, Opening]

    @property
    def confirmed(self) -> int:
        return sum(trainee.identity is not None for trainee in self.trainees)

    @property
    def finished(self) -> int:
        return sum(trainee.journey.next is None for trainee in self.trainees)


@dataclass(frozen=True)
class Need:
    """A reason, and who has it."""

    reason: Reason
    trainees: list[Trainee]


@dataclass(frozen=True)
class Door:
    """A protected activity, its opening in force, and how many trainees have nothing else to do than wait for it."""

    activity: ActivityView
    opening: Opening | None
    waiting: int


def session_of(cohort: Cohort) -> Session:
    """Five SQL queries, whatever the number of trainees: plan, openings, trainees, progress, identities."""
    modules, openings = outline(cohort.course_version), open_now(cohort)
    enrolments = list(
        Enrolment.objects.filter(cohort=cohort, left_at=None)
        .select_related("person", "cohort")
        .order_by("person__family_name", "person__given_name", "joined_at")
    )
    progress: dict[object, dict[str, Progress]] = defaultdict(dict)
    for entry in Progress.objects.filter(enrolment__cohort=cohort):
        progress[entry.enrolment_id][entry.activity_key] = entry
    identities = _identities(IdentityCheck.objects.filter(enrolment__cohort=cohort).select_related("by"))
    trainees = [
        Trainee(one, trace(one, modules, progress.get(one.pk, {}), openings), identities.get(one.pk))
        for one in enrolments
    ]
    return Session(cohort, activities_of(modules), trainees, openings)


def _identities(checks: Iterable[IdentityCheck]) -> dict[object, IdentityCheck]:
    """The newest check of each enrolment."""
    newest: dict[object, IdentityCheck] = {}
    for check in checks:
        newest.setdefault(check.enrolment_id, check)
    return newest


def needs(session: Session, at: datetime) -> list[Need]:
    """« Qui a besoin de moi ? »: reasons in order of urgency, each with the trainees who have it."""
    by_reason: dict[Reason, list[Trainee]] = defaultdict(list)
    for trainee in session.trainees:
        for reason in trainee.reasons(at):
            by_reason[reason].append(trainee)
    return [Need(reason, by_reason[reason]) for reason in Reason if by_reason[reason]]


def doors(session: Session) -> list[Door]:
    """The protected activities, which the trainer opens and closes."""
    heads = [trainee.journey.next for trainee in session.trainees]
    waiting = Counter(head.activity.key for head in heads if head is not None and head.closed)
    return [
        Door(activity, session.openings.get(activity.key), waiting[activity.key])
        for activity in session.activities
        if activity.protected
    ]
