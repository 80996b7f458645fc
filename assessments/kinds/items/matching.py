"""Rows to match: a list of options for each."""

from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.registries import Fields, ItemKind, Line, Shown, number_of, part_at
from assessments.scoring import Body
from assessments.scoring.bodies.matching import Matching


@dataclass(frozen=True)
class Row:
    name: str
    text: str
    options: list[tuple[str, str, bool]]


class MatchingKind(ItemKind):
    kind = "matching"
    hint = gettext_lazy("Choisissez dans chaque liste")

    def read(self, shown: Shown, values: Fields) -> Any:
        answer = {}
        for number, row in enumerate(shown.question.rows, start=1):
            value = next(iter(values.get(f"row-{number}", ())), "")
            if value:
                answer[row.id] = part_at(shown, value)
        return answer or None

    def values(self, shown: Shown, answer: Any) -> Fields:
        rows = enumerate(shown.question.rows, start=1)
        return {f"row-{n}": [number_of(shown, answer[row.id])] for n, row in rows if row.id in (answer or {})}

    def controls(self, shown: Shown) -> list[Any]:
        options = [(str(n), part.text) for n, part in enumerate(shown.parts, start=1)]
        rows = []
        for number, row in enumerate(shown.question.rows, start=1):
            chosen = shown.value(f"row-{number}")
            rows.append(Row(f"row-{number}", row.text, [(n, text, n == chosen) for n, text in options]))
        return rows

    def correction(self, body: Body, shown: Shown, answer: Any, *, full: bool) -> list[Line]:
        matching = cast(Matching, body)
        texts = {option.id: option.text for option in matching.options}
        lines = []
        for row in matching.rows:
            given = (answer or {}).get(row.id, "")
            if not given and not full:
                continue
            mark = "ok" if given == row.match else "bad" if given else "missed"
            right = texts[row.match] if full and mark != "ok" else ""
            lines.append(Line(row.text, mark, texts.get(given, ""), right))
        return lines

    def unclear(self) -> str:
        return _("Choisissez dans les listes.")


KIND = MatchingKind()
