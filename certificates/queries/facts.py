"""What is known of the people of some sessions that a criterion may rest on, read at once: five queries at most."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from assessments.choices import JuryVerdict, Purpose
from assessments.choices import Verdict as OutcomeVerdict
from assessments.models import Attempt, JuryDecision, Outcome, Score
from assessments.queries import passed_attempts
from certificates.choices import CriterionKind, StatusKind
from certificates.models import AchievementVersion, AwardHolder, StatusChange
from certificates.queries.criteria import Node
from certificates.queries.weighing import Fact
from courses.choices import Conditions, ProgressState
from courses.models import Activity, Attendance, Course, Enrolment, IdentityCheck, Meeting, Progress

ENDED = frozenset({StatusKind.SUSPENDED, StatusKind.REVOKED, StatusKind.CORRECTED})
Pair = tuple[UUID, str]


@dataclass(frozen=True)
class Facts:
    """`own` are the enrolments asked about, `by_person` these and what their people did in sessions of other courses that a
    criterion names. Attempts come in order: in the room first, then the earliest."""

    own: list[Enrolment]
    by_person: dict[UUID, list[Enrolment]]
    attempts: dict[tuple[UUID, str], Attempt]
    outcomes: dict[tuple[UUID, UUID], list[Outcome]]
    held: dict[tuple[UUID, UUID], AwardHolder]


def facts_of(
    versions: Sequence[AchievementVersion], trees: dict[UUID, Node], within: Q, *, identified: bool = False
) -> Facts:
    """`within` narrows the enrolments; `identified` reads the name of their newest identity check with them. Who had their
    data erased is nobody's candidate any more."""
    leaves = [leaf for tree in trees.values() for leaf in tree.leaves]
    kinds = {leaf.kind for leaf in leaves}
    rows = _enrolments(versions, trees, within)
    pairs = {(leaf.course_id, leaf.activity_key) for leaf in leaves if leaf.kind == CriterionKind.ASSESSMENT}
    pairs |= {(version.course_id, version.activity_key) for version in versions}
    found = list(_identified(annotated(rows, kinds)) if identified else annotated(rows, kinds))
    by_person: dict[UUID, list[Enrolment]] = defaultdict(list)
    for row in found:
        by_person[row.person_id].append(row)
    return Facts(
        own=[row for row in found if row.inside],  # type: ignore[attr-defined]
        by_person=by_person,
        attempts=_attempts(pairs, rows) if found else {},
        outcomes=_outcomes(leaves, rows) if CriterionKind.OUTCOME in kinds and found else {},
        held=_held(leaves, rows) if CriterionKind.ACHIEVEMENT in kinds and found else {},
    )


def line_of(enrolment: Enrolment) -> tuple[UUID, UUID | None]:
    """The course of a session and the first of its line; `enrolment.cohort.course_version.course` is loaded."""
    course = enrolment.cohort.course_version.course
    return course.pk, course.root_id


def attempt_fact(attempt: Attempt) -> Fact:
    """`attempt` comes from `facts_of`, with the points that count."""
    taken = attempt.enrolment.cohort.today(attempt.submitted_at or attempt.started_at)
    return Fact(
        taken, {"kind": "assessment", "attempt": attempt.token}, attempt, attempt.conditions == Conditions.IN_ROOM
    )


def outcome_fact(leaf: Node, found: Iterable[Outcome], on: Enrolment) -> Fact | None:
    """The best of these outcomes: in the room first, then the earliest, at this level or above."""
    reached = [one for one in found if one.level.rank >= leaf.rank]
    best = min(reached, key=lambda one: (one.attempt.conditions != Conditions.IN_ROOM, one.at, one.pk), default=None)
    if best is None:
        return None
    record = {"kind": "outcome", "outcome": best.pk, "attempt": best.attempt.token, "level": best.level.code}
    watched = best.attempt.conditions == Conditions.IN_ROOM
    return Fact(on.cohort.today(best.at), record, best.attempt, watched)


def course_fact(row: Any) -> Fact | None:
    """Every activity of the edition that this session follows is done."""
    if not row.asked or row.done < row.asked:
        return None
    return Fact(row.cohort.today(row.done_at), {"kind": "course", "enrolment": str(row.pk), "activities": row.asked})


def attendance_fact(leaf: Node, row: Any) -> Fact | None:
    """The share of the minutes of all meetings held so far."""
    if not row.held_minutes or 100 * row.present_minutes < leaf.share * row.held_minutes:
        return None
    record = {"kind": "attendance", "enrolment": str(row.pk), "minutes": row.present_minutes, "of": row.held_minutes}
    return Fact(row.last_meeting, record)


def jury_fact(row: Any) -> Fact | None:
    """The newest decision counts, and only when it admits."""
    if row.jury_verdict != JuryVerdict.ADMITTED:
        return None
    return Fact(row.jury_on, {"kind": "jury", "decision": row.jury_pk, "sat_on": row.jury_on.isoformat()})


def held_fact(holder: AwardHolder | None, today: date) -> Fact | None:
    if holder is None or (holder.award.valid_until is not None and holder.award.valid_until < today):
        return None
    return Fact(
        holder.award.awarded_on, {"kind": "achievement", "award": str(holder.award.pk), "number": holder.award.number}
    )


def in_line(courses: Iterable[UUID | None], path: str = "cohort__course_version__course") -> Q:
    keys = {key for key in courses if key}
    return Q(**{f"{path}__in": keys}) | Q(**{f"{path}__root__in": keys})


def _enrolments(versions: Sequence[AchievementVersion], trees: dict[UUID, Node], within: Q) -> QuerySet[Enrolment]:
    """Those asked about, and sessions of the same people in other courses that a criterion names."""
    asked = Q(within, in_line(version.course_id for version in versions))
    elsewhere = {
        leaf.course_id
        for version in versions
        for leaf in trees[version.pk].leaves
        if leaf.course_id and leaf.course_id != version.course_id
    }
    rows = Enrolment.objects.filter(person__erased_at=None)
    if not elsewhere:
        return rows.filter(asked).annotate(inside=Value(True))
    people = rows.filter(asked).values("person")
    inside = Case(When(pk__in=rows.filter(asked).values("pk"), then=True), default=False, output_field=BooleanField())
    return rows.filter(asked | Q(in_line(elsewhere), person__in=people)).annotate(inside=inside)


def annotated(rows: QuerySet[Enrolment], kinds: set[str]) -> QuerySet[Enrolment]:
    """One query, with what the kinds of criteria in use need to know of each enrolment."""
    rows = rows.select_related("person", "cohort__organisation", "cohort__course_version__course")
    if CriterionKind.COURSE in kinds:
        edition = OuterRef("cohort__course_version")
        activities = Activity.objects.non_polymorphic().filter(course_version=edition).order_by()
        keys = Activity.objects.non_polymorphic().filter(course_version=OuterRef("enrolment__cohort__course_version"))
        done = Progress.objects.filter(
            enrolment=OuterRef("pk"), state=ProgressState.COMPLETED, activity_key__in=keys.values("key")
        ).order_by()
        rows = rows.annotate(
            asked=Coalesce(Subquery(activities.values("course_version").annotate(n=Count("pk")).values("n")), 0),
            done=Coalesce(Subquery(done.values("enrolment").annotate(n=Count("pk")).values("n")), 0),
            done_at=Subquery(done.values("enrolment").annotate(last=Max("completed_at")).values("last")),
        )
    if CriterionKind.ATTENDANCE in kinds:
        # Only meetings whose sheet names the person count, as in `courses.queries.hours_of`: not those still to come.
        noted = Attendance.objects.filter(enrolment=OuterRef("pk")).order_by().values("enrolment")
        minutes, sheets = (
            noted.annotate(n=Sum("meeting__minutes")).values("n"),
            noted.annotate(n=Count("pk")).values("n"),
        )
        meetings = Meeting.objects.filter(cohort=OuterRef("cohort")).order_by().values("cohort")
        rows = rows.annotate(
            held_minutes=Coalesce(Subquery(minutes), 0),
            last_meeting=Subquery(noted.annotate(last=Max("meeting__day")).values("last")),
            present_minutes=Coalesce(Subquery(minutes.filter(present=True)), 0),
            held_meetings=Coalesce(Subquery(sheets), 0),
            present_meetings=Coalesce(Subquery(sheets.filter(present=True)), 0),
            planned_meetings=Coalesce(Subquery(meetings.annotate(n=Count("pk")).values("n")), 0),
        )
    if CriterionKind.JURY in kinds:
        newest = JuryDecision.objects.filter(enrolment=OuterRef("pk"), superseded_by=None).order_by("-pk")
        rows = rows.annotate(
            jury_verdict=Subquery(newest.values("verdict")[:1]),
            jury_on=Subquery(newest.values("sat_on")[:1]),
            jury_pk=Subquery(newest.values("pk")[:1]),
        )
    return rows


def _identified(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    newest = IdentityCheck.objects.filter(enrolment=OuterRef("pk")).order_by("-at", "-pk")
    return rows.annotate(
        seen_given_name=Subquery(newest.values("given_name")[:1]),
        seen_family_name=Subquery(newest.values("family_name")[:1]),
    )


def _attempts(pairs: set[Any], rows: QuerySet[Enrolment]) -> dict[tuple[UUID, str], Attempt]:
    each = [passed_attempts(course_root=Course(pk=course), activity_key=key) for course, key in pairs]
    score = Score.objects.filter(attempt=OuterRef("pk"), superseded_by=None)
    passed = reduce(or_, each).filter(enrolment__in=rows.order_by().values("pk"))
    passed = passed.annotate(points=Subquery(score.values("points")[:1]), maximum=Subquery(score.values("maximum")[:1]))
    related = passed.select_related(
        "enrolment__person",
        "enrolment__cohort__organisation",
        "enrolment__cohort__course_version__course",
        "assessment_version",
        "supervised_by",
    ).order_by("submitted_at", "pk")
    chosen: dict[tuple[UUID, str], Attempt] = {}
    for attempt in related.defer("assessment_version__paper", "assessment_version__key", "drawn"):
        key = (attempt.enrolment_id, attempt.activity_key)
        held = chosen.get(key)
        if held is None or attempt.conditions == Conditions.IN_ROOM != held.conditions:
            chosen[key] = attempt
    return chosen


def _outcomes(leaves: list[Node], rows: QuerySet[Enrolment]) -> dict[tuple[UUID, UUID], list[Outcome]]:
    """Verdicts that stand, of certifying tries, about the very competencies asked: those of another framework version don't
    count."""
    found: dict[tuple[UUID, UUID], list[Outcome]] = defaultdict(list)
    outcomes = Outcome.objects.filter(
        enrolment__in=rows.order_by().values("pk"),
        competency__in={leaf.competency_id for leaf in leaves if leaf.competency_id},
        verdict=OutcomeVerdict.ACHIEVED,
        superseded_by=None,
        attempt__assessment_version__assessment__purpose=Purpose.CERTIFYING,
        level__version=F("competency__version"),
    )
    related = outcomes.select_related("level", "attempt__assessment_version", "attempt__supervised_by")
    for one in related.defer(
        "attempt__assessment_version__paper", "attempt__assessment_version__key", "attempt__drawn"
    ):
        found[one.enrolment_id, one.competency_id].append(one)
    return found


def _held(leaves: list[Node], rows: QuerySet[Enrolment]) -> dict[tuple[UUID, UUID], AwardHolder]:
    """By person and achievement, the newest award that no change ended."""
    last = StatusChange.objects.filter(award=OuterRef("award")).order_by("-pk").values("kind")[:1]
    holders = (
        AwardHolder.objects.filter(
            person__in=rows.order_by().values("person"),
            award__achievement_version__achievement__in={leaf.achievement_id for leaf in leaves if leaf.achievement_id},
        )
        .annotate(last=Subquery(last))
        .select_related("award__achievement_version")
        .order_by("award__awarded_at")
    )
    found: dict[tuple[UUID, UUID], AwardHolder] = {}
    for holder in holders:
        if holder.last not in ENDED and holder.person_id:
            found[holder.person_id, holder.award.achievement_version.achievement_id] = holder
    return found
