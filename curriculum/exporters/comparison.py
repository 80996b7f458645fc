"""A comparison for a machine, and as a table for a spreadsheet. Pure."""

import csv
import io
from collections import Counter
from typing import Any

from curriculum.comparing import Comparison, Rung, Step
from curriculum.matching import Row


def comparison_document(found: Comparison, *, old: str, new: str, languages: tuple[str, str]) -> dict[str, Any]:
    """`old` and `new` name the versions (`digcomp@2.2`); titles are in the language each version is written in."""

    def node(row: Row, language: str) -> dict[str, str]:
        return {"code": row.code, "identifier": row.identifier, "title": title_in(row.titles, language)}

    return {
        "a": old,
        "b": new,
        "summary": found.summary,
        "entries": [
            {
                "verdict": entry.verdict,
                "from": [node(row, languages[0]) for row in entry.old],
                "to": [node(row, languages[1]) for row in entry.new],
                "basis": entry.basis,
                "moved": entry.moved,
            }
            for entry in found.entries
        ],
        "levels": {
            **dict.fromkeys(("same", "retitled", "added", "removed"), 0),
            **Counter(step.verdict for step in found.levels),
            "entries": [_step(step, languages) for step in found.levels],
        },
    }


def comparison_csv(header: list[str], rows: list[list[str]]) -> bytes:
    """For a spreadsheet: UTF-8 with its mark, semicolons, and no cell that a spreadsheet would compute."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([header, *([_inert(cell) for cell in row] for row in rows)])
    return text.getvalue().encode("utf-8-sig")


def title_in(titles: dict[str, str], *languages: str) -> str:
    """The title in the first of these languages that has one, else in whichever has."""
    return next((titles[name] for name in languages if name in titles), next(iter(titles.values()), ""))


def _step(step: Step, languages: tuple[str, str]) -> dict[str, Any]:
    def rung(held: Rung | None, language: str) -> dict[str, Any] | None:
        if held is None:
            return None
        return {"rank": held.rank, "code": held.code, "title": title_in(held.title, language)}

    return {"verdict": step.verdict, "from": rung(step.old, languages[0]), "to": rung(step.new, languages[1])}


def _inert(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
