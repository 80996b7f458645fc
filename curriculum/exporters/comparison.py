"""A comparison for a machine, and as a table for a spreadsheet. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from content.spreadsheets import spreadsheet
from curriculum.choices import Verdict
from curriculum.comparing import Comparison, Entry, Rung, Step, words_changed
from curriculum.matching import Row

#: Below this likeness, a title found by its code alone may well be something else.
DOUBT = 0.4


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


def comparison_csv(found: Comparison, *, old: str, new: str, language: str) -> bytes:
    """A row an entry; the nodes of a split or a merger share a cell."""
    about = (_("%(version)s : code"), _("%(version)s : intitulé"), _("%(version)s : identifiant"))
    rows = [[_("Ce qui a changé"), *(column % {"version": name} for name in (old, new) for column in about)]]
    for entry in found.entries:
        cells = [str(Verdict(entry.verdict).label)]
        for side in (entry.old, entry.new):
            cells += [" + ".join(part) for part in zip(*(_cells(row, language) for row in side), strict=True)] or [
                ""
            ] * 3
        rows.append(cells)
    return spreadsheet(rows)


Runs = list[tuple[str, bool]]


@dataclass(frozen=True)
class ShownSide:
    """A node as a page shows it: its title as runs of words, each with whether the other side lacks it."""

    row: Row
    title: Runs
    language: str


@dataclass(frozen=True)
class ShownEntry:
    entry: Entry
    old: list[ShownSide]
    new: list[ShownSide]

    @property
    def label(self) -> str:
        return str(Verdict(self.entry.verdict).label)

    @property
    def doubtful(self) -> bool:
        """Found by its code alone, under a title that says something else: the code may have been given away."""
        return self.entry.basis == "code" and self.entry.score < DOUBT


def shown_entry(entry: Entry, languages: Sequence[str]) -> ShownEntry:
    """`languages`: the reader's, then those of the versions. One title against one is marked word by word."""
    if len(entry.old) != 1 or len(entry.new) != 1:
        return ShownEntry(
            entry, *([_side(row, _spoken(row, languages)) for row in side] for side in (entry.old, entry.new))
        )
    old, new = entry.old[0], entry.new[0]
    shared = [name for name in languages if name in old.titles and name in new.titles]
    telling = [name for name in shared if old.titles[name] != new.titles[name]] if entry.retitled else []
    language = (telling or shared or [""])[0]
    if not language:
        return ShownEntry(entry, [_side(old, _spoken(old, languages))], [_side(new, _spoken(new, languages))])
    left, right = words_changed(old.titles[language], new.titles[language])
    return ShownEntry(entry, [ShownSide(old, left, language)], [ShownSide(new, right, language)])


def _side(row: Row, language: str) -> ShownSide:
    return ShownSide(row, [(row.titles.get(language, row.code), False)], language)


def _spoken(row: Row, languages: Sequence[str]) -> str:
    return next((name for name in (*languages, *row.titles) if name in row.titles), "")


def _cells(row: Row, language: str) -> tuple[str, str, str]:
    return row.code, title_in(row.titles, language), row.identifier


def title_in(titles: dict[str, str], *languages: str) -> str:
    """The title in the first of these languages that has one, else in whichever has."""
    return next((titles[name] for name in languages if name in titles), next(iter(titles.values()), ""))


def _step(step: Step, languages: tuple[str, str]) -> dict[str, Any]:
    def rung(held: Rung | None, language: str) -> dict[str, Any] | None:
        if held is None:
            return None
        return {"rank": held.rank, "code": held.code, "title": title_in(held.title, language)}

    return {"verdict": step.verdict, "from": rung(step.old, languages[0]), "to": rung(step.new, languages[1])}
