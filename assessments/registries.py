"""The kinds of questions as forms and corrections. A kind is four files, found by themselves, and nothing else changes:

- `scoring/bodies/<kind>.py`: what it holds, its answers, its score (pure);
- `models/items/<kind>.py`: its proxy of `ItemVersion`;
- `kinds/items/<kind>.py`: an `ItemKind` in `KIND`, from form to answer and back, and the correction;
- `templates/assessments/items/<kind>.html`: its controls.

Ids of parts can give a solution away, so they never reach a page: forms carry the number of a part in the drawn order,
and the number of a row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assessments.scoring import Body, Part, Question

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: Values of a form by name, as a browser sends them.
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Shown:
    """A question as one person sees it: `parts` in the drawn order, and the values in its controls."""

    question: Question
    order: Sequence[str]
    values: Fields = field(default_factory=dict)

    @property
    def parts(self) -> list[Part]:
        by_id = {part.id: part for part in self.question.parts}
        return [by_id[part] for part in self.order]

    def value(self, name: str) -> str:
        return next(iter(self.values.get(name, ())), "")


@dataclass(frozen=True)
class Line:
    """One line of a correction. `mark` is ok, bad, missed or '' (neither right nor wrong to leave)."""

    text: str
    mark: str
    given: str = ""
    right: str = ""
    feedback: str = ""


class ItemKind:
    """One kind of question on screen. `hint` tells how to answer it."""

    kind: str
    hint: "str | _StrPromise"

    @property
    def template(self) -> str:
        return f"assessments/items/{self.kind}.html"

    def read(self, shown: Shown, values: Fields) -> Any:
        """The answer in the posted `values`, with ids, None where nothing is answered. ValueError: it makes no sense."""
        raise NotImplementedError

    def values(self, shown: Shown, answer: Any) -> Fields:
        """The values of the controls that `answer` stands for: the inverse of `read`."""
        raise NotImplementedError

    def controls(self, shown: Shown) -> list[Any]:
        """What the template loops over."""
        return []

    def correction(self, body: Body, shown: Shown, answer: Any, *, full: bool) -> list[Line]:
        """What was answered and whether it is right; the solution too where `full`."""
        raise NotImplementedError

    def unclear(self) -> str:
        """What to tell somebody whose answer makes no sense."""
        raise NotImplementedError


def number_of(shown: Shown, part: str) -> str:
    """The number that stands for a part in forms, '1' for the first in the drawn order."""
    return str(list(shown.order).index(part) + 1)


def part_at(shown: Shown, number: str) -> str:
    """The id of the part of this number; ValueError for anything else."""
    if not number.isascii() or not number.isdecimal() or not 1 <= int(number[:4]) <= len(shown.order):
        raise ValueError("unknown number")
    return shown.order[int(number[:4]) - 1]


kinds: dict[str, ItemKind] = {}
