"""Several answers: right ticks minus wrong ticks, over the right ones, never below 0. Ticking everything gains nothing."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from assessments.scoring.bodies.single_choice import Choice, dump_choices, read_choices
from assessments.scoring.body import Answer, Body, ItemScore, Part, Question
from assessments.scoring.reading import Reader, _


@dataclass(frozen=True)
class MultipleChoice(Body):
    kind: ClassVar[str] = "multiple_choice"

    choices: tuple[Choice, ...] = field(default=())

    @classmethod
    def read(cls, reader: Reader) -> Self:
        choices = read_choices(reader, most=7)
        if choices and not any(choice.correct for choice in choices):
            reader.refuse("choices", _("au moins une réponse doit porter « correct: true »"))
        return cls(reader.prompt(), reader.feedback(), choices)

    def dump(self) -> dict[str, Any]:
        return dump_choices(self.choices)

    def question(self, key: str = "", points: int = 1) -> Question:
        parts = tuple(Part(choice.id, choice.text) for choice in self.choices)
        return Question(key, self.kind, self.prompt, parts, points=points)

    @classmethod
    def clean(cls, question: Question, raw: Any) -> Answer | None:
        if raw is None:
            return None
        if not isinstance(raw, list) or not all(isinstance(tick, str) and tick in question.part_ids for tick in raw):
            raise ValueError("unknown choices")
        return [choice for choice in question.part_ids if choice in raw] or None

    def mark(self, answer: Any) -> ItemScore:
        right = set(self.right())
        good = len(right.intersection(answer))
        wrong = len(set(answer) - right)
        return ItemScore(max(0.0, (good - wrong) / len(right)), given=True)

    def right(self) -> Answer:
        return [choice.id for choice in self.choices if choice.correct]


BODY = MultipleChoice
