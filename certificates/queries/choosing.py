"""What a criterion may be about, as its certifier may choose it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.text import Truncator

from assessments.choices import Purpose
from assessments.models import QuizActivity
from certificates.models import AchievementVersion
from certificates.queries.achievements import certified_by
from content.typography import french
from content.versions import State, Visibility
from courses.models import CourseVersion
from curriculum.models import FrameworkVersion, ProficiencyLevel
from curriculum.queries import framework_versions_visible_to
from curriculum.queries.strand_nodes import competency_choices
from curriculum.queries.trees import Node
from people.policies import Viewer

Choice = tuple[str, str]
Groups = list[tuple[str, list[Choice]]]


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


def assessments_by_course(person: Viewer) -> Groups:
    """The same under the title of their course."""
    found: dict[str, list[Choice]] = {}
    titles = {str(version.course_id): version.title for version in courses_to_ask(person)}
    for value, label in assessments_to_ask(person):
        title = titles[value.partition(":")[0]]
        found.setdefault(title, []).append((value, label.removesuffix(f" · {title}")))
    return sorted(found.items())


def frameworks_to_ask(person: Viewer) -> QuerySet[FrameworkVersion]:
    return framework_versions_visible_to(person).filter(state=State.PUBLISHED)


@dataclass(frozen=True)
class Competencies:
    """Under the heading of their area. `more`: there are more than a list can show, look for a word."""

    groups: Groups
    more: bool


def competencies_to_ask(draft: AchievementVersion, find: str = "", keep: UUID | None = None) -> Competencies:
    """Of the framework of the draft, where every word of `find` stands; `keep` is offered in any case."""
    choices = competency_choices(draft.framework_version, find, draft.language, keep=keep)
    groups = [
        (_named(parent) if parent else "", [(str(node.competency.pk), _named(node)) for node in nodes])
        for parent, nodes in choices.groups
    ]
    return Competencies(groups, choices.more)


def levels_to_ask(draft: AchievementVersion) -> QuerySet[ProficiencyLevel]:
    return ProficiencyLevel.objects.filter(version=draft.framework_version_id).order_by("rank")


def _named(node: Node) -> str:
    return f"{node.competency.code} {french(Truncator(node.title).chars(110))}".strip()


def achievements_to_ask(person: Viewer, draft: AchievementVersion) -> list[Choice]:
    """Certificates in force of any certifier, but this one."""
    others = AchievementVersion.objects.filter(state=State.PUBLISHED).exclude(achievement=draft.achievement_id)
    rows = others.select_related("achievement__owner").order_by("title")
    return [(str(row.achievement_id), f"{row.title} · {row.achievement.owner.name}") for row in rows]
