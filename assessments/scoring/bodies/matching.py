"""Rows to match with options: right rows over rows. Options may be more than needed, or serve twice."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from assessments.scoring.body import Answer, Body, ItemScore, Part, Question
from assessments.scoring.reading import Reader, _


@dataclass(frozen=True)
class Pair(Part):
    """A row and the id of its option."""

    match: str = ""


@dataclass(frozen=True)
class Matching(Body):
    kind: ClassVar[str] = "matching"

    rows: tuple[Pair, ...] = field(default=())
    options: tuple[Part, ...] = field(default=())

    @classmethod
    def read(cls, reader: Reader) -> Self:
        seen: set[str] = set()
        options = []
        for entry in reader.each("options", least=2, most=8):
            options.append(Part(entry.identifier(seen), entry.text("text")))
            entry.close()
        rows, row_ids = [], set[str]()
        for entry in reader.each("rows", least=3, most=5):
            match = entry.text("match", limit=40)
            if match and match not in seen:
                entry.refuse("match", _("« %(id)s » n'est pas dans « options »"), id=match)
            rows.append(Pair(entry.identifier(row_ids), entry.text("text"), match))
            entry.close()
        return cls(reader.prompt(), reader.feedback(), tuple(rows), tuple(options))

    def dump(self) -> dict[str, Any]:
        return {
            "rows": [{"id": row.id, "text": row.text, "match": row.match} for row in self.rows],
            "options": [{"id": option.id, "text": option.text} for option in self.options],
        }

    def question(self, key: str = "", points: int = 1) -> Question:
        rows = tuple(Part(row.id, row.text) for row in self.rows)
        return Question(key, self.kind, self.prompt, self.options, rows, points=points)

    @classmethod
    def clean(cls, question: Question, raw: Any) -> Answer | None:
        if raw is None:
            return None
        if not isinstance(raw, dict) or not set(raw) <= set(question.row_ids):
            raise ValueError("unknown rows")
        if not all(isinstance(option, str) and option in question.part_ids for option in raw.values()):
            raise ValueError("unknown options")
        return {row: raw[row] for row in question.row_ids if row in raw} or None

    def mark(self, answer: Any) -> ItemScore:
        matched = sum(answer.get(row.id) == row.match for row in self.rows)
        return ItemScore(matched / len(self.rows), given=True)

    def right(self) -> Answer:
        return {row.id: row.match for row in self.rows}


BODY = Matching
