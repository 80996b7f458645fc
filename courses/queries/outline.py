"""The plan of a course version: its modules and activities, without loading what they hold."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from uuid import UUID

from django.utils.functional import Promise

from content.versions import State
from courses.models import Activity, CourseVersion
from courses.registries import ActivityKind, kinds


@dataclass(frozen=True)
class ActivityView:
    """What a list says of an activity. `minutes` is the time it takes."""

    key: str
    kind: str
    title: str
    minutes: int
    position: int
    protected: bool

    @property
    def own_kind(self) -> ActivityKind | None:
        return kinds.get(self.kind)

    @property
    def icon(self) -> str:
        return self.own_kind.icon if self.own_kind else "book"

    @property
    def label(self) -> str | Promise:
        return self.own_kind.label if self.own_kind else self.kind

    @property
    def manual(self) -> bool:
        """Completed by « J'ai terminé, la suite »."""
        return self.own_kind.manual if self.own_kind else True


@dataclass(frozen=True)
class ModuleView:
    key: str
    title: str
    position: int
    activities: tuple[ActivityView, ...]

    @property
    def minutes(self) -> int:
        return sum(activity.minutes for activity in self.activities)


def outline(course_version: CourseVersion) -> list[ModuleView]:
    """Modules with their activities, in order. One SQL query, whatever the kinds; none for an edition that was published
    and that this process has read before, since it never changes."""
    read = _read if course_version.state == State.DRAFT else _frozen
    return list(read(course_version.pk))


def _read(version: UUID) -> tuple[ModuleView, ...]:
    rows = (
        Activity.objects.non_polymorphic()
        .filter(course_version=version)
        .order_by("module__position", "position")
        .values_list(
            "module__key",
            "module__title",
            "module__position",
            *("key", "kind", "title", "minutes", "position", "protected"),
        )
    )
    return tuple(
        ModuleView(key, title, position, tuple(ActivityView(*row[3:]) for row in group))
        for (key, title, position), group in groupby(rows, key=lambda row: row[:3])
    )


_frozen = lru_cache(maxsize=64)(_read)


def activities_of(modules: list[ModuleView]) -> list[ActivityView]:
    return [activity for module in modules for activity in module.activities]


@dataclass(frozen=True)
class Place:
    """An activity in its outline: its module, what comes before and after."""

    module: ModuleView
    activity: ActivityView
    before: ActivityView | None
    after: ActivityView | None


def place_of(modules: list[ModuleView], key: str) -> Place | None:
    """Where the activity `key` stands, or None where there is none of that key."""
    line = [(module, activity) for module in modules for activity in module.activities]
    for index, (module, activity) in enumerate(line):
        if activity.key == key:
            before = line[index - 1][1] if index else None
            after = line[index + 1][1] if index + 1 < len(line) else None
            return Place(module, activity, before, after)
    return None
