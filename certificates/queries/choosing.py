"""What a criterion may be about, as its certifier may choose it."""

from django.db.models import Q, QuerySet

from assessments.choices import Purpose
from assessments.models import QuizActivity
from certificates.models import AchievementVersion
from certificates.queries.achievements import certified_by
from content.versions import State, Visibility
from courses.models import CourseVersion
from curriculum.models import ProficiencyLevel
from curriculum.queries.strand_nodes import competency_choices
from people.policies import Viewer

Choice = tuple[str, str]


def courses_to_ask(person: Viewer) -> list[CourseVersion]:
    """Published courses that anyone may follow, or of one's own organisations; the first of a line stands for it."""
    readable = Q(course__visibility=Visibility.PUBLIC) | Q(course__owner__in=certified_by(person))
    versions = CourseVersion.objects.filter(
        readable, state=State.PUBLISHED, course__archived_at=None, course__root=None
    )
    return list(versions.select_related("course", "framework_version__framework").order_by("title"))


def assessments_to_ask(person: Viewer) -> list[Choice]:
    """Certifying assessments of these courses, by « course:activity »."""
    versions = {version.pk: version for version in courses_to_ask(person)}
    quizzes = QuizActivity.objects.filter(course_version__in=versions, assessment__purpose=Purpose.CERTIFYING)
    rows = quizzes.order_by("position").values_list("course_version", "key", "title")
    return [(f"{versions[pk].course_id}:{key}", f"{title} · {versions[pk].title}") for pk, key, title in rows]


def competencies_to_ask(draft: AchievementVersion, find: str = "") -> list[Choice]:
    """Of the framework of the draft; of a very large one the first that hold the words of `find`."""
    groups = competency_choices(draft.framework_version, find, draft.language).groups
    found = [node for _parent, nodes in groups for node in nodes]
    return [(str(node.competency.pk), f"{node.competency.code} {node.title}".strip()) for node in found]


def levels_to_ask(draft: AchievementVersion) -> QuerySet[ProficiencyLevel]:
    return ProficiencyLevel.objects.filter(version=draft.framework_version_id).order_by("rank")


def achievements_to_ask(person: Viewer, draft: AchievementVersion) -> list[Choice]:
    """Certificates in force of any certifier, but this one."""
    others = AchievementVersion.objects.filter(state=State.PUBLISHED).exclude(achievement=draft.achievement_id)
    rows = others.select_related("achievement__owner").order_by("title")
    return [(str(row.achievement_id), f"{row.title} · {row.achievement.owner.name}") for row in rows]
