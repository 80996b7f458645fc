"""Which sessions may still have something to sign, decided in the database: what is finished and signed isn't read again.

The condition is a necessary one: whoever meets the criteria and has no award yet is never left out; somebody who is let in
in vain is weighed afterwards like everybody else.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from assessments.choices import JuryVerdict
from assessments.choices import Verdict as OutcomeVerdict
from assessments.models import Attempt, Outcome, Score
from assessments.queries import CERTIFYING
from certificates.choices import CriterionKind
from certificates.models import AchievementVersion, AwardEvidence, AwardHolder
from certificates.queries.criteria import Node
from certificates.queries.facts import annotated, in_line
from courses.models import Enrolment

#: A session stays on the desk for so long after its last day, signed or not.
RECENT: Final = timedelta(days=30)
ANYBODY: Final = Q(pk__isnull=False)
NOBODY: Final = Q(pk__isnull=True)


def on_the_desk(
    versions: Sequence[AchievementVersion], trees: Mapping[UUID, Node], bodies: Collection[UUID], at: datetime
) -> Q:
    """Enrolments of sessions of these bodies that run or ended lately, and of older ones where somebody may be owed a
    certificate. One query, read at once: the condition is asked of the database once rather than with each fact."""
    ours = Q(cohort__organisation__in=bodies)
    owed = [owed_within(version, trees[version.pk], ours).values_list("cohort", flat=True) for version in versions]
    old = set(owed[0].union(*owed[1:])) if owed else set()
    return ours & (Q(cohort__in=old) | Q(cohort__ends_on__gte=at.date() - RECENT))


def owed_within(version: AchievementVersion, tree: Node, within: Q) -> QuerySet[Enrolment]:
    """Who may have met everything and has no award of this achievement."""
    awards = AwardEvidence.objects.filter(
        enrolment=OuterRef("pk"), award__achievement_version__achievement=version.achievement_id
    )
    rows = Enrolment.objects.filter(within, in_line([version.course_id]), ~Exists(awards), person__erased_at=None)
    return annotated(rows, {leaf.kind for leaf in tree.leaves}).filter(_may_meet(version, tree)).order_by()


def _may_meet(version: AchievementVersion, node: Node) -> Q:
    """Over enrolments with the annotations of `facts.annotated`."""
    if node.is_group:
        parts = [_may_meet(version, child) for child in node.children]
        if node.kind == CriterionKind.ANY:
            return reduce(or_, parts, NOBODY)
        return reduce(and_, parts, ANYBODY) if parts else NOBODY
    here = node.course_id == version.course_id
    match node.kind:
        case CriterionKind.ASSESSMENT:
            scores = Score.objects.filter(attempt=OuterRef("pk"), superseded_by=None, passed=True)
            whose = Q(enrolment=OuterRef("pk")) if here else Q(enrolment__person=OuterRef("person"))
            return Q(Exists(Attempt.objects.filter(whose, CERTIFYING, Exists(scores), activity_key=node.activity_key)))
        case CriterionKind.OUTCOME:
            reached = Outcome.objects.filter(enrolment=OuterRef("pk"), competency=node.competency_id)
            stands = Q(verdict=OutcomeVerdict.ACHIEVED, superseded_by=None, level__rank__gte=node.rank)
            return Q(Exists(reached.filter(stands)))
        case CriterionKind.COURSE:
            return Q(asked__gt=0, done__gte=F("asked")) if here else ANYBODY
        case CriterionKind.ATTENDANCE:
            return Q(held_minutes__gt=0, present_minutes__gte=F("held_minutes") * Value(node.share) / Value(100))
        case CriterionKind.JURY:
            return Q(jury_verdict=JuryVerdict.ADMITTED)
    held = AwardHolder.objects.filter(person=OuterRef("person"))
    return Q(Exists(held.filter(award__achievement_version__achievement=node.achievement_id)))
