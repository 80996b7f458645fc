"""What a certifier's screens read beside the queue: one session, the register as searched, what can be proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet

from assessments.models import Score
from certificates.choices import EntryKind, FormKind, Standing, StatusKind
from certificates.models import (
    Achievement,
    AchievementTarget,
    AchievementVersion,
    Authorisation,
    Award,
    AwardHolder,
    IssuedForm,
    RegisterEntry,
)
from certificates.queries.achievements import certified_by
from certificates.queries.awards import register_visible_to
from certificates.queries.candidates import Candidate
from certificates.queries.criteria import saying_whether_trees
from certificates.queries.standing import verdict_of
from content.versions import State, Visibility
from courses.models import Cohort, CourseVersion
from people.models import Organisation
from people.policies import Viewer

#: Filters of the register, in the order of the screen.
FILTERS: dict[str, Q] = {
    "award": Q(kind=EntryKind.AWARD),
    "revoked": Q(status_change__kind=StatusKind.REVOKED),
    "corrected": Q(status_change__kind=StatusKind.CORRECTED),
    "suspended": Q(status_change__kind__in=(StatusKind.SUSPENDED, StatusKind.REINSTATED)),
}


@dataclass(frozen=True)
class ScoredLine:
    """Somebody who passed. `percent` is the share of the score that counts; of a certificate already signed, `standing` is
    what it is worth and `signed_name` the name on it, "" once erased."""

    line: Candidate
    percent: int | None
    standing: Standing | None
    signed_name: str = ""


def certifies(person: Viewer) -> bool:
    """Whether there is a desk for this person at all."""
    return bool(certified_by(person))


def versions_signed_by(person: Viewer) -> QuerySet[AchievementVersion]:
    """Published editions this person may sign in the name of their owner."""
    versions = AchievementVersion.objects.filter(achievement__owner__in=certified_by(person), state=State.PUBLISHED)
    signed = versions.filter(achievement__owner__certifies=True).select_related("achievement__owner", "course")
    return saying_whether_trees(signed)


def cohorts_of(version: AchievementVersion) -> QuerySet[Cohort]:
    """Sessions of bodies that were ever authorised: others are none of the certifier's business."""
    bodies = Authorisation.objects.filter(achievement=version.achievement_id).values("organisation")
    return Cohort.objects.filter(organisation__in=bodies).select_related("organisation")


def scored(lines: Iterable[Candidate], at: datetime) -> list[ScoredLine]:
    """No query: candidates come with the points that count, and the holders of their awards."""
    return [
        ScoredLine(
            line,
            _percent(line),
            verdict_of(line.award, at) if line.award else None,
            _signed_name(line.award) if line.award else "",
        )
        for line in lines
    ]


def current_score_of(award: Award) -> Score | None:
    """The score of the attempt an award rests on, while that evidence is kept."""
    attempts = [row.attempt_id for row in award.evidence.all() if row.attempt_id]
    return Score.objects.filter(attempt__in=attempts, superseded_by=None).first() if attempts else None


def files_of_award() -> QuerySet[IssuedForm]:
    """For `Exists` on awards: the certificate to print is made last of those made without being asked for."""
    return IssuedForm.objects.filter(holder__award=OuterRef("pk"), form=FormKind.PDF)


def register_found(person: Viewer, *, text: str = "", kind: str = "") -> QuerySet[RegisterEntry]:
    """The register by a piece of a number or of a holder's name, and by what happened. An unknown `kind` is no filter."""
    entries = register_visible_to(person)
    if kind in FILTERS:
        entries = entries.filter(FILTERS[kind])
    for word in text.split():
        entries = entries.filter(Q(award__number__icontains=word) | Q(award__holder__name__icontains=word))
    return entries


def proposals_for(person: Viewer) -> list[CourseVersion]:
    """Published courses that propose a certificate which no organisation of this person has taken up yet. Two queries."""
    readable = Q(course__visibility=Visibility.PUBLIC) | Q(course__owner__in=certified_by(person))
    courses = CourseVersion.objects.filter(readable, state=State.PUBLISHED, course__archived_at=None)
    mine = AchievementVersion.objects.filter(achievement__owner__in=certified_by(person))
    taken = {
        (course, label, name)
        for course, label, slug, owner in mine.values_list(
            "course_id", "label", "achievement__slug", "achievement__owner__slug"
        )
        for name in (slug, slug.removesuffix(f"-{owner}"))
    }
    versions = courses.exclude(certificate={}).select_related("course", "framework_version__framework")
    return [version for version in versions.order_by("title") if _key(version) not in taken]


def full_achievement(achievements: QuerySet[Achievement], slug: str) -> Achievement | None:
    """One of `achievements` with all its screen shows: versions, their lines, who is authorised."""
    targets = AchievementTarget.objects.select_related("competency", "level").order_by("position")
    versions = AchievementVersion.objects.select_related("framework_version__framework", "course").prefetch_related(
        Prefetch("targets", targets)
    )
    bodies = Authorisation.objects.select_related("organisation").order_by(
        "organisation__name", "organisation", "-starts_on"
    )
    whole = achievements.prefetch_related(None).prefetch_related(
        Prefetch("versions", versions), Prefetch("authorisations", bodies)
    )
    return whole.filter(slug=slug).first()


def bodies_to_authorise() -> QuerySet[Organisation]:
    """Approved bodies that train."""
    return Organisation.objects.filter(trains=True, approved_at__isnull=False).order_by("name")


def _key(version: CourseVersion) -> tuple[UUID, str, str]:
    """Course, label and slug: a certificate of one's own about the same course is not its proposal."""
    proposal = version.certificate
    return version.course.root_id or version.course_id, str(proposal.get("label", "")), str(proposal.get("slug", ""))


def _signed_name(award: Award) -> str:
    holder: AwardHolder | None = getattr(award, "holder", None)
    return holder.name if holder else ""


def _percent(line: Candidate) -> int | None:
    points, maximum = getattr(line.attempt, "points", None), getattr(line.attempt, "maximum", None)
    return round(100 * points / maximum) if points is not None and maximum else None
