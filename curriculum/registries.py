"""What upper rooms add to this one, filled in `AppConfig.ready`.

`dependants` holds, for each kind of thing that aims at the competencies of a framework version, how to find these things
and how to move them to another version. To add one: a `Dependant` in the upper room, and

    dependants.register(CourseDependant())

The migration assistant does the rest: it asks every kind what points at the old version, proposes where each aim goes
through the published crosswalk, lets a person decide, and has the room make a draft. What is published is never touched.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from curriculum.models import FrameworkVersion
    from people.models import Person


@dataclass(frozen=True)
class Dependent:
    """A version of a thing that points at a framework version. `aims` counts its aims; `busy` says that the thing has a
    draft already, so that no other can be made. `url` is where it is read, "" where there is no such page."""

    kind: str
    id: UUID
    title: str
    label: str
    owner_id: UUID
    owner_name: str
    state: str
    url: str
    aims: int
    busy: bool = False


@dataclass(frozen=True)
class Aim:
    """One place of a thing that aims at a competency, at a level (the key of a `ProficiencyLevel`) or at none. `place` is
    the room's own, stable word; `statement` is what a person reads. (place, competency) is unique in the thing."""

    place: str
    statement: str
    competency: UUID
    level: int | None


@dataclass(frozen=True)
class NewAim:
    competency: UUID
    level: int | None


#: What was decided: for each (place, competency) that the thing aimed at, where it aims now; nowhere, or no key: left out.
Places = Mapping[tuple[str, UUID], Sequence[NewAim]]


@dataclass(frozen=True)
class PlaceRules:
    """What a place can take: several competencies or one; and whether the thing stands without it."""

    several: bool = False
    optional: bool = True


@dataclass(frozen=True)
class Carried:
    """The draft that was made."""

    id: UUID
    title: str
    label: str


class Dependant(Protocol):
    """A kind of thing. `order` is that of moving: quizzes before the courses that hold them, courses before certificates."""

    name: str
    order: int

    @property
    def label(self) -> "str | _StrPromise":
        """The kind in words, several of them."""
        ...

    def pointing_at(self, framework: "FrameworkVersion", also: Collection[UUID] = ()) -> list[Dependent]:
        """Published versions in force that point at it, and drafts; besides, the versions of these ids, whatever they
        point at. A constant number of queries (one, where it can be)."""
        ...

    def rules(self, place: str) -> PlaceRules: ...

    def aims(self, subject_id: UUID) -> list[Aim]:
        """In the order of the thing."""
        ...

    def carry(
        self,
        subject_id: UUID,
        *,
        framework: "FrameworkVersion",
        places: Places,
        by: "Person | None",
        at: datetime,
    ) -> Carried:
        """A new draft of the thing at `framework`: each (place, old competency) with its new aims, none for those left
        aside. Two aims that meet are one, at the higher level. Who may is asked by the caller, unless the room asks
        for more. Raises ValidationError, and then makes nothing."""
        ...

    def publish(self, draft_id: UUID, *, by: "Person | None", at: datetime) -> None:
        """Raises ValidationError with every reason why the draft can't be published."""
        ...

    def discard(self, draft_id: UUID, *, by: "Person | None", at: datetime) -> None:
        """Delete a draft that `carry` made, and all it made with it. Raises ValidationError for what is published."""
        ...


class Dependants(dict[str, Dependant]):
    def register(self, dependant: Dependant) -> None:
        self[dependant.name] = dependant

    def in_order(self) -> list[Dependant]:
        return sorted(self.values(), key=lambda entry: entry.order)


dependants = Dependants()
