"""Where somebody stands between « C'est validé » and the certificate in their hand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from assessments.models import Attempt, Score
from assessments.queries import CERTIFYING
from certificates.choices import Block, Standing
from certificates.models import AchievementVersion, Award, AwardEvidence
from certificates.queries.contesting import how_to_contest
from certificates.queries.criteria import saying_whether_trees
from certificates.queries.situation import Periods, Situation, situation_of
from certificates.queries.standing import last_change, verdict_of
from content.versions import State
from courses.models import Cohort, Course, Enrolment, IdentityCheck
from people.models import Person


@dataclass(frozen=True)
class Waiting:
    """A certificate that was earned and isn't signed yet. `blocked` None: the certifier has only to sign."""

    version: AchievementVersion
    attempt: Attempt | None
    blocked: Block | None


@dataclass(frozen=True)
class Held:
    award: Award
    standing: Standing

    @property
    def stands(self) -> bool:
        return self.standing in (Standing.VALID, Standing.EXPIRED)

    @property
    def ground(self) -> str:
        """Of a withdrawal: fraud or award_error; "" elsewhere."""
        change = last_change(self.award)
        return change.ground if change is not None else ""

    @property
    def contest(self) -> str:
        """Whom to write to, where a decision was taken against the certificate; "" elsewhere."""
        decided = self.standing in (Standing.SUSPENDED, Standing.REVOKED)
        return how_to_contest(self.award) if decided else ""


@dataclass(frozen=True)
class Earned:
    """What an enrolment brought: certificates (newest first), and those still to come."""

    held: list[Held]
    waiting: list[Waiting]

    def __bool__(self) -> bool:
        return bool(self.held or self.waiting)


def earned_by(enrolment: Enrolment, at: datetime) -> Earned:
    """Two queries where there are certificates or nothing was passed, four where one is on its way: the pages that show it
    have little room for more. `enrolment.cohort.organisation` should be loaded."""
    rows = (
        AwardEvidence.objects.filter(enrolment=enrolment)
        .select_related("award__issuer", "award__organisation", "award__achievement_version", "award__holder")
        .prefetch_related("award__status_changes")
        .order_by("-award__awarded_at", "-pk")
    )
    awards = {row.award.pk: row.award for row in rows}
    held = [Held(award, verdict_of(award, at)) for award in awards.values()]
    return Earned(held, [] if held else _waiting_of(enrolment))


def waiting_for(person: Person) -> list[Waiting]:
    """Everything this person earned and hasn't got yet, in all their sessions. Six queries at most."""
    mine = Course.objects.filter(versions__cohorts__enrolments__person=person)
    line = Q(course__in=mine.values("pk")) | Q(course__in=mine.values("root"))
    versions = list(_published().filter(line))
    situation = situation_of(versions, Q(person=person, left_at=None))
    return _waiting(versions, situation)


def versions_of(course: Course) -> QuerySet[AchievementVersion]:
    """Certificates in force that the line of this course leads to."""
    return _published().filter(course__in=[key for key in (course.pk, course.root_id) if key])


def with_periods(versions: QuerySet[AchievementVersion], cohort: Cohort) -> list[tuple[AchievementVersion, Periods]]:
    """Each version with the dates between which the body of `cohort` may run its certificate. One query.

    Several certifiers may have published a certificate for one course: those who never authorised this body stay out,
    unless there is no other, since then somebody has to be asked.
    """
    own = Q(achievement__authorisations__organisation=cohort.organisation_id)
    rows = versions.annotate(
        own=FilteredRelation("achievement__authorisations", condition=own),
        runs_from=F("own__starts_on"),
        runs_until=F("own__ends_on"),
    )
    found: dict[object, tuple[AchievementVersion, Periods]] = {}
    for version in rows:
        _version, periods = found.setdefault(version.pk, (version, []))
        if version.runs_from is not None:
            periods.append((version.runs_from, version.runs_until))
    return [pair for pair in found.values() if pair[1]] or list(found.values())


def _waiting_of(enrolment: Enrolment) -> list[Waiting]:
    """The certificates that one enrolment without any has earned: two queries while nothing that certifies is passed, else
    three; more where a certificate asks for a tree of criteria."""
    scores = Score.objects.filter(attempt=OuterRef("pk"), superseded_by=None, passed=True)
    passed = Attempt.objects.filter(Exists(scores), CERTIFYING, enrolment=enrolment).defer("drawn")
    attempts: dict[str, Attempt] = {}
    for attempt in passed.order_by("-conditions", "submitted_at"):  # « in_room » before « alone », then the earliest
        attempt.enrolment = enrolment
        attempts.setdefault(attempt.activity_key, attempt)
    line = Course.objects.filter(versions__cohorts=enrolment.cohort_id)
    versions = _published().filter(Q(course__in=line.values("pk")) | Q(course__in=line.values("root")))
    asked = Q(activity_key__in=attempts) | Q(has_tree=True)
    pairs = with_periods(versions.filter(asked), enrolment.cohort)
    if not pairs:
        return []
    identity = IdentityCheck.objects.filter(enrolment=enrolment).order_by("-at", "-pk").first()
    body = enrolment.cohort.organisation_id
    situation = Situation(
        identities={enrolment.pk: identity} if identity else {},
        periods={(version.achievement_id, body): periods for version, periods in pairs},
    )
    trees = [version for version, _periods in pairs if version.has_tree]  # type: ignore[attr-defined]
    plain = [version for version, _periods in pairs if version not in trees]
    found = [(version, attempts[version.activity_key]) for version in plain]
    waiting = [Waiting(version, attempt, situation.block(version, attempt)) for version, attempt in found]
    return waiting + (_waiting(trees, situation_of(trees, Q(pk=enrolment.pk))) if trees else [])


def _published() -> QuerySet[AchievementVersion]:
    versions = AchievementVersion.objects.filter(state=State.PUBLISHED).select_related("achievement__owner", "course")
    return saying_whether_trees(versions)


def _waiting(versions: list[AchievementVersion], situation: Situation) -> list[Waiting]:
    """By enrolment: of certifiers who ever authorised its body; where it has none, nor any certificate, of the others."""
    near: dict[UUID, list[Waiting]] = {}
    far: dict[UUID, list[Waiting]] = {}
    for version in versions:
        for key, case in situation.cases.get(version.pk, {}).items():
            if case.met and situation.award(version, key) is None:
                body = case.enrolment.cohort.organisation_id
                known = (version.achievement_id, body) in situation.periods
                waiting = Waiting(version, case.attempt, situation.block_of(version, case))
                (near if known else far).setdefault(key, []).append(waiting)
    served = {enrolment for _achievement, enrolment in situation.awards} | set(near)
    rest = [one for enrolment, found in far.items() if enrolment not in served for one in found]
    return [one for found in near.values() for one in found] + rest
