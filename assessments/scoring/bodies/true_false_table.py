"""Statements to call true or false: all right 1, one mistake a half, else 0. A blank row is a mistake."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from assessments.scoring.body import Answer, Body, ItemScore, Part, Question
from assessments.scoring.reading import Reader


@dataclass(frozen=True)
class Statement(Part):
    answer: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class TrueFalseTable(Body):
    kind: ClassVar[str] = "true_false_table"

    rows: tuple[Statement, ...] = field(default=())

    @classmethod
    def read(cls, reader: Reader) -> Self:
        seen: set[str] = set()
        rows = []
        for entry in reader.each("rows", least=3, most=5):
            answer = entry.flag("answer", required=True)
            rows.append(Statement(entry.identifier(seen), entry.text("text"), answer, entry.feedback()))
            entry.close()
        return cls(reader.prompt(), reader.feedback(), tuple(rows))

    def dump(self) -> dict[str, Any]:
        return {"rows": [{"id": r.id, "text": r.text, "answer": r.answer, "feedback": r.feedback} for r in self.rows]}

    def question(self, key: str = "", points: int = 1) -> Question:
        rows = tuple(Part(row.id, row.text) for row in self.rows)
        return Question(key, self.kind, self.prompt, rows=rows, points=points)

    @classmethod
    def clean(cls, question: Question, raw: Any) -> Answer | None:
        if raw is None:
            return None
        if not isinstance(raw, dict) or not set(raw) <= set(question.row_ids):
            raise ValueError("unknown rows")
        if not all(isinstance(value, bool) for value in raw.values()):
            raise ValueError("true or false")
        return {row: raw[row] for row in question.row_ids if row in raw} or None

    def mark(self, answer: Any) -> ItemScore:
        mistakes = sum(answer.get(row.id) is not row.answer for row in self.rows)
        return ItemScore({0: 1.0, 1: 0.5}.get(mistakes, 0.0), given=True)

    def right(self) -> Answer:
        return {row.id: row.answer for row in self.rows}


BODY = TrueFalseTable
