"""A try as its trainee sits it: the drawn questions in order, with what is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.formats import Paper
from assessments.models import Attempt
from assessments.queries.attempts import answers_of
from assessments.queries.frozen import paper_of
from assessments.registries import Fields, ItemKind, Shown, kinds
from assessments.scoring import Question
from assessments.scoring.drawing import Drawn


@dataclass(frozen=True)
class Place:
    """One question of a sitting. `number` counts from 1."""

    number: int
    size: int
    question: Question
    order: Sequence[str]
    section: str
    answer: Any = None
    rival: bool = False

    @property
    def kind(self) -> ItemKind:
        return kinds[self.question.kind]

    @property
    def answered(self) -> bool:
        return self.answer is not None

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.size else None

    def shown(self, values: Fields | None = None) -> Shown:
        """The question with its controls filled: by `values` as typed, else by the saved answer."""
        bare = Shown(self.question, self.order)
        return Shown(self.question, self.order, self.kind.values(bare, self.answer) if values is None else values)


@dataclass(frozen=True)
class Sitting:
    paper: Paper
    drawn: Sequence[Drawn]
    answers: Mapping[str, Any]
    rivals: frozenset[str] = field(default=frozenset())

    @property
    def size(self) -> int:
        return len(self.drawn)

    @property
    def answered(self) -> int:
        return sum(self.answers.get(entry["key"]) is not None for entry in self.drawn)

    def place(self, number: int) -> Place | None:
        """The question of this number, None where there is none."""
        if not 1 <= number <= self.size:
            return None
        entry = self.drawn[number - 1]
        titles = {section.key: section.title for section in self.paper.sections}
        return Place(
            number=number,
            size=self.size,
            question=self.paper.questions[entry["key"]],
            order=entry["order"],
            section=titles[entry["section"]],
            answer=self.answers.get(entry["key"]),
            rival=entry["key"] in self.rivals,
        )

    def places(self) -> list[Place]:
        return [place for number in range(1, self.size + 1) if (place := self.place(number))]

    @property
    def next_number(self) -> int:
        """The first question without an answer, else the last one."""
        waiting = (n for n, entry in enumerate(self.drawn, start=1) if self.answers.get(entry["key"]) is None)
        return next(waiting, self.size)


def drawn_place(attempt: Attempt, item_key: str) -> Place | None:
    """The question of a try by its key, without its answer; no SQL once the process has read the paper."""
    bare = Sitting(paper_of(attempt.assessment_version_id), attempt.drawn, {})
    numbers = (n for n, entry in enumerate(attempt.drawn, start=1) if entry["key"] == item_key)
    return bare.place(next(numbers, 0))


def sitting_of(attempt: Attempt) -> Sitting:
    """One SQL query, once the process has read the paper."""
    responses = answers_of(attempt)
    return Sitting(
        paper=paper_of(attempt.assessment_version_id),
        drawn=attempt.drawn,
        answers={key: answer for key, answer, _rival in responses},
        rivals=frozenset(key for key, _answer, rival in responses if rival is not None),
    )
