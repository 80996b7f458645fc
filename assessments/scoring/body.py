"""The shapes every kind of question shares."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from assessments.scoring.reading import BodyError, Flaw, Reader

#: What JSON an answer is: an id, a list of ids, a mapping by row, or a short text.
Answer = str | list[str] | dict[str, str] | dict[str, bool]

__all__ = ["Answer", "Body", "BodyError", "Flaw", "ItemScore", "Part", "Question", "Reader"]


@dataclass(frozen=True)
class Part:
    """A choice, an option, an entry or a row as a trainee may see it."""

    id: str
    text: str


@dataclass(frozen=True)
class Question:
    """What a trainee may see of an item: no solution, no feedback.

    `parts` are the choices, entries or options (shown in the order that was drawn), `rows` the lines of a table. The order
    of `parts` says nothing; ids may, so they never reach a page: forms carry the number of a part in its drawn order.
    """

    key: str
    kind: str
    prompt: str
    parts: tuple[Part, ...] = ()
    rows: tuple[Part, ...] = ()
    label: str = ""
    numeric: bool = False
    points: int = 1

    def to_json(self) -> dict[str, Any]:
        def parts(entries: tuple[Part, ...]) -> list[dict[str, str]]:
            return [{"id": entry.id, "text": entry.text} for entry in entries]

        return {
            "key": self.key,
            "kind": self.kind,
            "prompt": self.prompt,
            "parts": parts(self.parts),
            "rows": parts(self.rows),
            "label": self.label,
            "numeric": self.numeric,
            "points": self.points,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            key=data["key"],
            kind=data["kind"],
            prompt=data["prompt"],
            parts=tuple(Part(**entry) for entry in data["parts"]),
            rows=tuple(Part(**entry) for entry in data["rows"]),
            label=data["label"],
            numeric=data["numeric"],
            points=data["points"],
        )

    @property
    def part_ids(self) -> tuple[str, ...]:
        return tuple(part.id for part in self.parts)

    @property
    def row_ids(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.rows)


@dataclass(frozen=True)
class ItemScore:
    """`share` of the points, from 0 to 1. `given` is false where nothing was answered, which is not a wrong answer.
    `spelling` says that a short text was accepted with a slip of the pen."""

    share: float
    given: bool
    spelling: bool = False


NOT_GIVEN = ItemScore(0.0, given=False)


@dataclass(frozen=True)
class Body(ABC):
    """What an item holds, solution included. A kind subclasses it in its own module of `scoring.bodies`."""

    kind: ClassVar[str]

    prompt: str
    feedback: str = field(default="")

    @classmethod
    @abstractmethod
    def read(cls, reader: Reader) -> Self:
        """The body in `reader`; flaws are noted there, and a harmless value stands in."""

    @abstractmethod
    def dump(self) -> dict[str, Any]:
        """The kind's own keys, such that `read` gives the same body again."""

    @abstractmethod
    def question(self, key: str = "", points: int = 1) -> Question:
        """What a trainee may see."""

    @classmethod
    @abstractmethod
    def clean(cls, question: Question, raw: Any) -> Answer | None:
        """`raw` as a canonical answer to `question`, or None where nothing is answered. ValueError for anything else."""

    @abstractmethod
    def mark(self, answer: Any) -> ItemScore:
        """Points of an answer that `clean` returned."""

    @abstractmethod
    def right(self) -> Answer:
        """The answer that gets all the points."""

    def never_order(self) -> tuple[str, ...]:
        """An order of the parts that must not be drawn, because showing it gives the answer away."""
        return ()

    def to_json(self) -> dict[str, Any]:
        return {"prompt": self.prompt, "feedback": self.feedback, **self.dump()}
