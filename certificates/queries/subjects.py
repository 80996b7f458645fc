"""What the subjects of criteria are called: courses and assessments by their newest edition, competencies, certificates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from certificates.choices import CriterionKind
from certificates.models import AchievementVersion, Criterion
from content.versions import State
from courses.models import Activity, CourseVersion
from curriculum.models import CompetencyText


@dataclass(frozen=True)
class Subjects:
    courses: dict[UUID, str] = field(default_factory=dict)
    assessments: dict[tuple[UUID, str], str] = field(default_factory=dict)
    competencies: dict[UUID, str] = field(default_factory=dict)
    achievements: dict[UUID, str] = field(default_factory=dict)

    def assessment(self, course: UUID, key: str) -> str:
        return self.assessments.get((course, key), key)

    def knows(self, row: Criterion) -> bool:
        """Whether a published course has what this leaf asks for."""
        if row.kind == CriterionKind.ASSESSMENT:
            return (row.course_id, row.activity_key) in self.assessments
        return row.kind != CriterionKind.COURSE or row.course_id in self.courses

    def name(self, row: Criterion) -> str:
        """The name of the subject of a leaf; "" where the kind has none."""
        if row.kind == CriterionKind.ASSESSMENT and row.course_id:
            return self.assessment(row.course_id, row.activity_key)
        found = {
            CriterionKind.COURSE: self.courses.get(row.course_id) if row.course_id else "",
            CriterionKind.OUTCOME: self.competencies.get(row.competency_id) if row.competency_id else "",
            CriterionKind.ACHIEVEMENT: self.achievements.get(row.achievement_id) if row.achievement_id else "",
        }
        return found.get(CriterionKind(row.kind)) or ""


def subjects_of(rows: Iterable[Criterion], versions: Sequence[AchievementVersion]) -> Subjects:
    """Four queries at most."""
    rows = list(rows)
    courses = {row.course_id for row in rows if row.course_id} | {version.course_id for version in versions}
    keys = {row.activity_key for row in rows if row.activity_key} | {version.activity_key for version in versions}
    editions = CourseVersion.objects.filter(course__in=courses).exclude(state=State.DRAFT).order_by("number")
    activities = Activity.objects.non_polymorphic().filter(course_version__in=editions.values("pk"), key__in=keys)
    found = activities.order_by("course_version__number").values_list("course_version__course", "key", "title")
    return Subjects(
        courses=dict(editions.values_list("course", "title")),
        assessments={(course, key): title for course, key, title in found},
        competencies=_competencies({row.competency_id for row in rows if row.competency_id}),
        achievements=_achievements({row.achievement_id for row in rows if row.achievement_id}),
    )


def _competencies(keys: set[UUID]) -> dict[UUID, str]:
    if not keys:
        return {}
    texts = CompetencyText.objects.filter(competency__in=keys).select_related("competency")
    ordered = sorted(texts, key=lambda text: (text.language == "fr", text.revision))
    return {text.competency_id: f"{text.competency.code} {text.title}".strip() for text in ordered}


def _achievements(keys: set[UUID]) -> dict[UUID, str]:
    if not keys:
        return {}
    versions = AchievementVersion.objects.filter(achievement__in=keys).order_by("number")
    return dict(versions.values_list("achievement", "title"))
