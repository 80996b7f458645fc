"""What can be earned: a draft from the proposal of a course, read and published by the certifier."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from certificates.models import Achievement, AchievementTarget, AchievementVersion
from certificates.policies import can_certify
from certificates.queries.criteria import sentence, tree_of
from certificates.queries.readiness import problems_of
from certificates.signing import digest
from content.versions import State
from courses.models import CourseVersion
from curriculum.queries import CodeBook
from people.actions import record
from people.models import Organisation, Person


@transaction.atomic
def propose_achievement(
    *, course_version: CourseVersion, owner: Organisation, by: Person, at: datetime
) -> AchievementVersion:
    """A draft for `owner` from the `certificate` part of a course (docs/reference/library-format.md).

    Asked again, the version of that course and label is returned as it is. Two certifiers who propose the same course each
    get an achievement of their own; the slug of the second carries its name.
    """
    if not can_certify(by, owner):
        raise PermissionDenied
    proposal = course_version.certificate
    if not proposal:
        raise ValidationError(_("Ce parcours ne propose pas de certificat."), code="no_certificate")
    Organisation.objects.select_for_update(no_key=True).get(pk=owner.pk)  # a second click waits for the first
    achievement = _achievement(str(proposal["slug"]), owner)
    found = achievement.versions.filter(label=proposal["label"]).first()
    if found is not None:
        return found
    if achievement.versions.filter(state=State.DRAFT).exists():
        raise ValidationError(_("Un brouillon de ce certificat existe déjà : publiez-le d'abord."), code="draft_exists")
    version = AchievementVersion.objects.create(
        achievement=achievement,
        number=(achievement.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        label=proposal["label"],
        language=course_version.language,
        framework_version=course_version.framework_version,
        course=course_version.course.root or course_version.course,
        activity_key=proposal["activity"],
        title=proposal["title"],
        summary=proposal.get("summary", ""),
        needs_supervision=bool(proposal.get("needs_supervision", False)),
        validity_months=proposal.get("validity_months"),
    )
    _targets(version, proposal["statements"])
    record(verb="achievement-proposed", noun=version, by=by, at=at, organisation=owner)
    return version


@transaction.atomic
def publish_achievement(*, version: AchievementVersion, by: Person, at: datetime) -> AchievementVersion:
    """From now on the version is frozen and can be awarded; the one before is superseded, its awards stay as they are."""
    if not can_certify(by, version.achievement.owner):
        raise PermissionDenied
    version = AchievementVersion.objects.select_for_update().select_related("achievement__owner").get(pk=version.pk)
    if version.state == State.PUBLISHED:
        return version
    if version.state != State.DRAFT:
        raise ValidationError(_("Cette version n'est plus un brouillon."), code="not_draft")
    blocking = [problem for problem in problems_of(version, _today(version, at)) if problem.blocking]
    if blocking:
        raise ValidationError([problem.text for problem in blocking], code="not_ready")
    targets = list(version.targets.values_list("statement", "competency_id", "level_id"))
    version.achievement.versions.filter(state=State.PUBLISHED).update(state=State.SUPERSEDED)
    version.state, version.published_at, version.published_by = State.PUBLISHED, at, by
    asked = sentence(tree_of(version))
    version.digest = digest([version.title, version.summary, [[str(part) for part in line] for line in targets], asked])
    version.save(update_fields=["state", "published_at", "published_by", "digest"])
    record(verb="achievement-published", noun=version, by=by, at=at, organisation=version.achievement.owner)
    return version


def _today(version: AchievementVersion, at: datetime) -> date:
    return at.astimezone(ZoneInfo(version.achievement.owner.time_zone)).date()


def _achievement(slug: str, owner: Organisation) -> Achievement:
    """The owner's achievement of this slug. A slug is unique among all: another owner's gets this owner's as a suffix."""
    own = f"{slug}-{owner.slug}"[:80]
    found = Achievement.objects.filter(owner=owner, slug__in=(slug, own)).first()
    if found is not None:
        return found
    free = own if Achievement.objects.filter(slug=slug).exists() else slug
    return Achievement.objects.create(slug=free, owner=owner)


def _targets(version: AchievementVersion, statements: list[dict[str, object]]) -> None:
    codes = CodeBook(version.framework_version)
    for position, line in enumerate(statements, 1):
        try:
            competency = codes.competency(str(line["competency"]))
            level = codes.level(int(str(line["level"])))
        except LookupError as error:
            raise ValidationError(str(error), code="competency") from error
        AchievementTarget.objects.create(
            version=version, position=position, statement=str(line["text"]), competency=competency, level=level
        )
