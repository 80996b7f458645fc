"""The courses people may find, and the versions in force."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from content.versions import State, Visibility
from courses.models import Activity, Course, CourseVersion
from courses.policies import can_read_course
from curriculum.models import ProficiencyLevel
from curriculum.policies import can_edit
from people.models import Organisation
from people.policies import Viewer


def published_courses() -> QuerySet[CourseVersion]:
    """The current version of every public course, with `minutes` (whole duration) and `activity_count`."""
    versions = CourseVersion.objects.filter(
        state=State.PUBLISHED, course__visibility=Visibility.PUBLIC, course__archived_at=None
    )
    return _with_size(versions)


def courses_for(organisation: Organisation) -> QuerySet[CourseVersion]:
    """What a training body may use in its sessions: public courses and its own, in their current version."""
    usable = Q(course__visibility=Visibility.PUBLIC) | Q(course__owner=organisation)
    return _with_size(CourseVersion.objects.filter(usable, state=State.PUBLISHED, course__archived_at=None))


def _with_size(versions: QuerySet[CourseVersion]) -> QuerySet[CourseVersion]:
    sized = versions.annotate(minutes=Sum("activities__minutes"), activity_count=Count("activities"))
    return sized.select_related("course", "framework_version__framework").order_by("title")


def current_version(course: Course) -> CourseVersion | None:
    """The published version, of which there is at most one; None for a course not yet published."""
    published = course.versions.filter(state=State.PUBLISHED).select_related("framework_version__framework")
    return published.order_by("-number").first()


def readable_version(person: Viewer, slug: str, edition: str = "") -> CourseVersion | None:
    """The current version of the course named `slug`, if this person may read it; or its draft of that label, for those
    who write it."""
    asked = {"state": State.DRAFT, "label": edition} if edition else {"state": State.PUBLISHED}
    version = (
        CourseVersion.objects.filter(course__slug=slug, **asked)
        .select_related("course", "framework_version__framework")
        .order_by("-number")
        .first()
    )
    if version is None or (version.is_draft and not can_edit(person, version.course)):
        return None
    return version if can_read_course(person, version.course) else None


def activity_of(version: CourseVersion, key: str) -> Activity | None:
    """The activity itself, as its kind. Two SQL queries."""
    return Activity.objects.filter(course_version=version, key=key).first()


def abilities(version: CourseVersion, language: str) -> list[dict[str, Any]]:
    """What one can do afterwards: the certificate's « sait faire » lines, each with competency code and level title."""
    statements = version.certificate.get("statements", [])
    levels = ProficiencyLevel.objects.filter(version=version.framework_version) if statements else []
    titles = {level.rank: level.title.get(language) or next(iter(level.title.values()), "") for level in levels}
    return [
        {"text": line["text"], "competency": line["competency"], "level": titles.get(line["level"], line["level"])}
        for line in statements
    ]
