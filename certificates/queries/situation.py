"""What decides whether somebody gets a certificate, read at once for any number of people and certificates.

Criteria about the certificate's own course rest on the session itself; those about another course on any session of that
person at a body that was authorised on the day. Of several passed attempts, one in the room comes first, then the earliest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from assessments.models import Attempt
from certificates.choices import Block, CriterionKind
from certificates.models import AchievementVersion, Authorisation, Award, AwardEvidence, StatusChange
from certificates.queries.criteria import Node, trees_of
from certificates.queries.facts import (
    Facts,
    attempt_fact,
    attendance_fact,
    course_fact,
    facts_of,
    held_fact,
    jury_fact,
    line_of,
    outcome_fact,
)
from certificates.queries.weighing import Fact, Reading, weigh
from content.documents import unwritable
from courses.choices import Conditions
from courses.models import Enrolment, IdentityCheck

Periods = list[tuple[date, date | None]]
ASSESSED = frozenset({CriterionKind.ASSESSMENT, CriterionKind.OUTCOME})


@dataclass(frozen=True)
class Case:
    """Somebody in a session, held against the criteria of a certificate. `attempt` is the one whose conditions are printed,
    None where nothing was sat. `unwatched`: all is met, but something was passed without supervision that is asked for;
    `alone` are the leaves of which that is true, met or not."""

    enrolment: Enrolment
    reading: Reading
    attempt: Attempt | None
    unwatched: bool = False
    alone: tuple[Node, ...] = ()

    @property
    def met(self) -> bool:
        return self.reading.met

    @property
    def met_on(self) -> date | None:
        """The day of the last of the facts it rests on."""
        days = [leaf.fact.on for leaf in self.reading.used() if leaf.fact is not None]
        return max(days, default=None)


@dataclass(frozen=True)
class Situation:
    """`cases`: version → enrolment → where they stand. `awards` and `periods` are by achievement: a new edition of a
    certificate neither awards it again nor needs a new authorisation."""

    cases: dict[UUID, dict[UUID, Case]] = field(default_factory=dict)
    identities: dict[UUID, IdentityCheck] = field(default_factory=dict)
    awards: dict[tuple[UUID, UUID], Award] = field(default_factory=dict)
    periods: dict[tuple[UUID, UUID], Periods] = field(default_factory=dict)
    last: dict[UUID, str | None] = field(default_factory=dict)

    def award(self, version: AchievementVersion, enrolment: UUID) -> Award | None:
        return self.awards.get((version.achievement_id, enrolment))

    def block_of(self, version: AchievementVersion, case: Case) -> Block | None:
        """None as well for who is still on the way: nothing blocks them yet."""
        if not case.met:
            return None
        alone = case.unwatched
        return self._block(version, case.enrolment, case.met_on or case.enrolment.cohort.starts_on, alone)

    def block(self, version: AchievementVersion, attempt: Attempt) -> Block | None:
        """The same for a certificate that asks for its one assessment, from the attempt that passed."""
        alone = version.needs_supervision and attempt.conditions != Conditions.IN_ROOM
        return self._block(version, attempt.enrolment, taken_on(attempt), alone)

    def authorised(self, achievement: UUID, body: UUID, on: date) -> bool:
        periods = self.periods.get((achievement, body), [])
        return any(start <= on and (end is None or on <= end) for start, end in periods)

    def _block(self, version: AchievementVersion, enrolment: Enrolment, on: date, alone: bool) -> Block | None:
        """The first thing that is missing. The authorisation is that of the day all was met, in the body's time zone: what
        was taken under it can be signed after its end."""
        body = enrolment.cohort.organisation
        if body.approved_at is None:
            return Block.ORGANISATION
        if not self.authorised(version.achievement_id, body.pk, on):
            return Block.AUTHORISATION
        if alone:
            return Block.SUPERVISION
        identity = self.identities.get(enrolment.pk)
        if identity is None:
            return Block.IDENTITY
        return Block.NAME if unwritable(identity.name) else None


def taken_on(attempt: Attempt) -> date:
    """The day an attempt was submitted, where the body is."""
    return attempt.enrolment.cohort.today(attempt.submitted_at or attempt.started_at)


def situation_of(
    versions: Sequence[AchievementVersion],
    within: Q,
    at: datetime | None = None,
    *,
    named: bool = False,
    statuses: bool = True,
    identities: bool = True,
    trees: dict[UUID, Node] | None = None,
    periods: dict[tuple[UUID, UUID], Periods] | None = None,
) -> Situation:
    """At most 9 queries (and one for status changes, one for names), whatever the number of versions and people. `within`
    narrows the enrolments; without `statuses` the changes of the awards aren't read beforehand, but the kind of the newest
    is in `last` all the same; without `identities` only the name of each comes, with the enrolment. `trees` and `periods`
    where they were read before."""
    if not versions:
        return Situation()
    at = at or timezone.now()
    trees = trees_of(versions, named=named) if trees is None else trees
    achievements = [version.achievement_id for version in versions]
    facts = facts_of(versions, trees, within, identified=not identities)
    situation = Situation(periods=periods_of(achievements) if periods is None else periods)
    for version in versions:
        tree = trees[version.pk]
        own = [one for one in facts.own if version.course_id in line_of(one)]
        cases = [_case(version, tree, one, facts, situation, at) for one in own]
        situation.cases[version.pk] = {
            case.enrolment.pk: case for case in cases if case.met or not case.enrolment.left_at
        }
    met = {key for cases in situation.cases.values() for key, case in cases.items() if case.met}
    if met and identities:
        situation.identities.update(_identities(met))
    elif met:
        situation.identities.update(_named(facts.own, met))
    every = {key for cases in situation.cases.values() for key in cases}
    for row in _awards(achievements, every, statuses):
        situation.awards[row.award.achievement_version.achievement_id, row.enrolment_id] = row.award
        situation.last[row.award_id] = row.last
    return situation


def _case(
    version: AchievementVersion, tree: Node, one: Enrolment, facts: Facts, situation: Situation, at: datetime
) -> Case:
    def fact_for(leaf: Node) -> Fact | None:
        return _fact(version, leaf, one, facts, situation, at)

    def watched(leaf: Node) -> Fact | None:
        fact = fact_for(leaf)
        return fact if fact is not None and (fact.supervised or leaf.kind not in ASSESSED) else None

    alone: tuple[Node, ...] = ()
    reading, unwatched = weigh(tree, fact_for), False
    if version.needs_supervision:
        alone = tuple(leaf.node for leaf in reading.leaves() if leaf.met and watched(leaf.node) is None)
        strict = weigh(tree, watched) if alone else reading
        unwatched = reading.met and not strict.met
        reading = reading if unwatched else strict
    rests_on = [leaf.fact.attempt for leaf in reading.used() if leaf.fact is not None and leaf.fact.attempt is not None]
    printed = next((row for row in rests_on if row.activity_key == version.activity_key), None)
    return Case(one, reading, printed or next(iter(rests_on), None), unwatched, alone)


def _fact(
    version: AchievementVersion, leaf: Node, one: Enrolment, facts: Facts, situation: Situation, at: datetime
) -> Fact | None:
    match leaf.kind:
        case CriterionKind.JURY:
            return jury_fact(one)
        case CriterionKind.ATTENDANCE:
            return attendance_fact(leaf, one)
        case CriterionKind.OUTCOME if leaf.competency_id:
            return outcome_fact(leaf, facts.outcomes.get((one.pk, leaf.competency_id), ()), one)
        case CriterionKind.ACHIEVEMENT if leaf.achievement_id:
            return held_fact(facts.held.get((one.person_id, leaf.achievement_id)), one.cohort.today(at))
    for row in [one] if leaf.course_id == version.course_id else facts.by_person.get(one.person_id, []):
        if leaf.course_id not in line_of(row):
            continue
        attempt = facts.attempts.get((row.pk, leaf.activity_key))
        fact = course_fact(row) if leaf.kind == CriterionKind.COURSE else attempt_fact(attempt) if attempt else None
        if fact is not None and (row.pk == one.pk or _vouched(version, row, fact, situation)):
            return fact
    return None


def _vouched(version: AchievementVersion, row: Enrolment, fact: Fact, situation: Situation) -> bool:
    """What was done in another session counts where the certifier trusted its body on that day."""
    body = row.cohort.organisation
    return body.approved_at is not None and situation.authorised(version.achievement_id, body.pk, fact.on)


def _identities(enrolments: set[UUID]) -> dict[UUID, IdentityCheck]:
    checks = IdentityCheck.objects.filter(enrolment__in=enrolments).select_related("by").order_by("at", "pk")
    return {check.enrolment_id: check for check in checks}


def _named(own: Sequence[Any], enrolments: set[UUID]) -> dict[UUID, IdentityCheck]:
    """The name of the newest check, as `facts.identified` read it with the enrolment."""
    return {
        row.pk: IdentityCheck(enrolment=row, given_name=row.seen_given_name, family_name=row.seen_family_name)
        for row in own
        if row.pk in enrolments and row.seen_given_name is not None
    }


def rests_elsewhere(versions: Sequence[AchievementVersion], trees: dict[UUID, Node]) -> bool:
    """Whether a criterion rests on what was done in a session of another course, so maybe at another body."""
    return any(leaf.course_id not in (None, one.course_id) for one in versions for leaf in trees[one.pk].leaves)


def _awards(achievements: list[UUID], enrolments: set[UUID], statuses: bool) -> QuerySet[Any]:
    """The newest last, each with `last`: the kind of the newest change of its award."""
    newest = StatusChange.objects.filter(award=OuterRef("award")).order_by("-pk").values("kind")[:1]
    rows = (
        AwardEvidence.objects.filter(award__achievement_version__achievement__in=achievements, enrolment__in=enrolments)
        .select_related("award__issuer", "award__achievement_version", "award__holder")
        .annotate(last=Subquery(newest))
        .order_by("award__awarded_at", "pk")
    )
    return rows.prefetch_related("award__status_changes") if statuses else rows


def periods_of(achievements: Sequence[UUID]) -> dict[tuple[UUID, UUID], Periods]:
    periods: dict[tuple[UUID, UUID], Periods] = {}
    for row in Authorisation.objects.filter(achievement__in=achievements):
        periods.setdefault((row.achievement_id, row.organisation_id), []).append((row.starts_on, row.ends_on))
    return periods
