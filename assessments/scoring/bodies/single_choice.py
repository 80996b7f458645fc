"""One answer among several: 1 or 0."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from assessments.scoring.body import Answer, Body, ItemScore, Part, Question
from assessments.scoring.reading import Reader, _


@dataclass(frozen=True)
class Choice(Part):
    correct: bool = False
    feedback: str = ""


def read_choices(reader: Reader, *, most: int) -> tuple[Choice, ...]:
    seen: set[str] = set()
    choices = []
    for entry in reader.each("choices", least=3, most=most):
        choices.append(Choice(entry.identifier(seen), entry.text("text"), entry.flag("correct"), entry.feedback()))
        entry.close()
    return tuple(choices)


def dump_choices(choices: tuple[Choice, ...]) -> dict[str, Any]:
    return {
        "choices": [
            {"id": c.id, "text": c.text, "feedback": c.feedback} | ({"correct": True} if c.correct else {})
            for c in choices
        ]
    }


@dataclass(frozen=True)
class SingleChoice(Body):
    kind: ClassVar[str] = "single_choice"

    choices: tuple[Choice, ...] = field(default=())

    @classmethod
    def read(cls, reader: Reader) -> Self:
        choices = read_choices(reader, most=5)
        if choices and sum(choice.correct for choice in choices) != 1:
            reader.refuse("choices", _("exactement une réponse doit porter « correct: true »"))
        return cls(reader.prompt(), reader.feedback(), choices)

    def dump(self) -> dict[str, Any]:
        return dump_choices(self.choices)

    def question(self, key: str = "", points: int = 1) -> Question:
        parts = tuple(Part(choice.id, choice.text) for choice in self.choices)
        return Question(key, self.kind, self.prompt, parts, points=points)

    @classmethod
    def clean(cls, question: Question, raw: Any) -> Answer | None:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, str) or raw not in question.part_ids:
            raise ValueError("unknown choice")
        return raw

    def mark(self, answer: Any) -> ItemScore:
        return ItemScore(float(answer == self.right()), given=True)

    def right(self) -> Answer:
        return next(choice.id for choice in self.choices if choice.correct)


BODY = SingleChoice
