"""What the subjects of criteria are called: courses and assessments by their newest edition, competencies, certificates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

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
    """One query: what each kind is called is read by one SELECT of a union, the newest edition last."""
    rows = list(rows)
    courses = {row.course_id for row in rows if row.course_id} | {version.course_id for version in versions}
    keys = {row.activity_key for row in rows if row.activity_key} | {version.activity_key for version in versions}
    editions = CourseVersion.objects.filter(course__in=courses).exclude(state=State.DRAFT)
    activities = Activity.objects.non_polymorphic().filter(course_version__in=editions.values("pk"), key__in=keys)
    texts = CompetencyText.objects.filter(competency__in={row.competency_id for row in rows if row.competency_id})
    others = AchievementVersion.objects.filter(
        achievement__in={row.achievement_id for row in rows if row.achievement_id}
    )
    parts = [
        _part(editions, "course", "course", Value(""), F("number")),
        _part(activities, "assessment", "course_version__course", F("key"), F("course_version__number")),
        _part(texts, "competency", "competency", F("competency__code"), F("revision"), french=Q(language="fr")),
        _part(others, "achievement", "achievement", Value(""), F("number")),
    ]
    found = Subjects()
    named = parts[0].union(*parts[1:], all=True)
    for kind, subject, key, title, *_order in sorted(named, key=lambda row: row[4:]):
        if kind == "assessment":
            found.assessments[subject, key] = title
        else:
            kept = {"course": found.courses, "competency": found.competencies, "achievement": found.achievements}[kind]
            kept[subject] = f"{key} {title}".strip()
    return found


def _part(
    rows: QuerySet[Any], kind: str, subject: str, key: Combinable, order: F, *, french: Q | None = None
) -> QuerySet[Any, tuple[Any, ...]]:
    """Columns that fit the others: kind, subject, code or key, title, whether in French, edition."""
    first = Case(When(french, then=1), default=0) if french is not None else Value(0)
    return rows.order_by().values_list(
        Value(kind, output_field=TextField()),
        F(subject),
        Cast(key, TextField()),
        Cast("title", TextField()),
        Cast(first, IntegerField()),
        order,
    )
