"""Entries to put in order: those at their right place, over all."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, ClassVar, Self

from assessments.scoring.body import Answer, Body, ItemScore, Part, Question
from assessments.scoring.reading import Reader


@dataclass(frozen=True)
class Ordering(Body):
    """`entries` stand in the right order. The question shows them in the order of a digest, which says nothing."""

    kind: ClassVar[str] = "ordering"

    entries: tuple[Part, ...] = field(default=())

    @classmethod
    def read(cls, reader: Reader) -> Self:
        seen: set[str] = set()
        entries = []
        for entry in reader.each("entries", least=3, most=6):
            entries.append(Part(entry.identifier(seen), entry.text("text")))
            entry.close()
        return cls(reader.prompt(), reader.feedback(), tuple(entries))

    def dump(self) -> dict[str, Any]:
        return {"entries": [{"id": entry.id, "text": entry.text} for entry in self.entries]}

    def question(self, key: str = "", points: int = 1) -> Question:
        parts = sorted(self.entries, key=lambda entry: sha256(f"{entry.id}\0{entry.text}".encode()).digest())
        return Question(key, self.kind, self.prompt, tuple(parts), points=points)

    @classmethod
    def clean(cls, question: Question, raw: Any) -> Answer | None:
        """An answer places every entry once: half an order is no order."""
        if raw is None or raw == []:
            return None
        if not isinstance(raw, list) or not all(isinstance(entry, str) for entry in raw):
            raise ValueError("a list of entries")
        if sorted(raw) != sorted(question.part_ids):
            raise ValueError("every entry once")
        return list(raw)

    def mark(self, answer: Any) -> ItemScore:
        placed = sum(given == right for given, right in zip(answer, self.right(), strict=True))
        return ItemScore(placed / len(self.entries), given=True)

    def right(self) -> Answer:
        return [entry.id for entry in self.entries]

    def never_order(self) -> tuple[str, ...]:
        return tuple(entry.id for entry in self.entries)


BODY = Ordering
