"""A word or a number to write: 1 or 0, compared by `scoring.text`."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from assessments.scoring import text
from assessments.scoring.body import Answer, Body, ItemScore, Question
from assessments.scoring.reading import Reader, _


@dataclass(frozen=True)
class ShortText(Body):
    kind: ClassVar[str] = "short_text"

    label: str = field(default="")
    answers: tuple[str, ...] = field(default=())
    numeric: bool = field(default=False)

    @classmethod
    def read(cls, reader: Reader) -> Self:
        label, answers, numeric = reader.text("label", limit=120), reader.texts("answers"), reader.flag("numeric")
        if numeric and not all(text.number(answer) for answer in answers):
            reader.refuse("answers", _("« numeric: true » demande des nombres entiers"))
        elif not all(text.normalise(answer) for answer in answers):
            reader.refuse("answers", _("une réponse acceptée est vide"))
        return cls(reader.prompt(), reader.feedback(), label, answers, numeric)

    def dump(self) -> dict[str, Any]:
        return {"label": self.label, "answers": list(self.answers), "numeric": self.numeric}

    def question(self, key: str = "", points: int = 1) -> Question:
        return Question(key, self.kind, self.prompt, label=self.label, numeric=self.numeric, points=points)

    @classmethod
    def clean(cls, question: Question, raw: Any) -> Answer | None:
        if raw is None:
            return None
        if not isinstance(raw, str) or len(raw) > text.ANSWER_LIMIT or "\0" in raw:
            raise ValueError("a text of at most 200 signs")
        return raw.strip() or None

    def mark(self, answer: Any) -> ItemScore:
        if self.numeric:
            given = text.number(answer, self.label)
            return ItemScore(float(bool(given) and given in map(text.number, self.answers)), given=True)
        found = [off for expected in self.answers if (off := text.slips(answer, expected)) is not None]
        return ItemScore(float(bool(found)), given=True, spelling=bool(found) and min(found) > 0)

    def right(self) -> Answer:
        return self.answers[0]


BODY = ShortText
