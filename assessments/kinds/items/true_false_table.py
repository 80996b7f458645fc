"""Statements: true or false for each row."""

from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.registries import Fields, ItemKind, Line, Shown
from assessments.scoring import Body
from assessments.scoring.bodies.true_false_table import TrueFalseTable

TRUTH = {"true": True, "false": False}


@dataclass(frozen=True)
class Row:
    name: str
    text: str
    value: str


class TrueFalseTableKind(ItemKind):
    kind = "true_false_table"
    hint = gettext_lazy("Vrai ou faux, pour chaque phrase")

    def read(self, shown: Shown, values: Fields) -> Any:
        answer = {}
        for number, row in enumerate(shown.question.rows, start=1):
            value = next(iter(values.get(f"row-{number}", ())), "")
            if value and value not in TRUTH:
                raise ValueError("true or false")
            if value:
                answer[row.id] = TRUTH[value]
        return answer or None

    def values(self, shown: Shown, answer: Any) -> Fields:
        rows = enumerate(shown.question.rows, start=1)
        return {f"row-{n}": ["true" if answer[row.id] else "false"] for n, row in rows if row.id in (answer or {})}

    def controls(self, shown: Shown) -> list[Any]:
        rows = enumerate(shown.question.rows, start=1)
        return [Row(f"row-{n}", row.text, shown.value(f"row-{n}")) for n, row in rows]

    def correction(self, body: Body, shown: Shown, answer: Any, *, full: bool) -> list[Line]:
        lines = []
        words = {True: _("Vrai"), False: _("Faux"), None: ""}
        for row in cast(TrueFalseTable, body).rows:
            given = (answer or {}).get(row.id)
            right = given is row.answer
            if given is None and not full:
                continue
            mark = "ok" if right else "missed" if given is None else "bad"
            solution = "" if right or not full else words[row.answer]
            lines.append(Line(row.text, mark, words[given], solution, row.feedback))
        return lines

    def unclear(self) -> str:
        return _("Choisissez vrai ou faux.")


KIND = TrueFalseTableKind()
