"""An old text beside a new one: which units look alike, a proposal by their titles for a person to read again, and what is
known of either."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from curriculum.formats import searchable
from curriculum.models import ReferenceUnit, RegistryCode, TrainingReferenceVersion
from curriculum.queries.trees import UnitNode

#: Below this, two titles share only the words of every title.
ALIKE = 55
#: Words that say nothing of a unit.
EMPTY = (
    "a au aux avec ce dans de des du d en et l la le les ou par pour s sa se ses son sur un une "
    "uc bc ccp bloc unite structure champ cadre"
)
SAID_OF_ANY = frozenset(EMPTY.split())


@dataclass(frozen=True)
class Likeness:
    """One row: a unit of the new text, what it looks like in the old one, how much (0 to 100). Either may be missing."""

    new: ReferenceUnit | None
    old: ReferenceUnit | None
    score: int


def proposed_correspondence(earlier: list[UnitNode], now: list[UnitNode]) -> list[Likeness]:
    """In the order of the new text, then what of the old one nothing looks like. Two may look like the same one."""
    olds = [(unit, _words(unit)) for node in earlier for unit in node.walk()]
    rows = []
    for unit in (unit for node in now for unit in node.walk()):
        words = _words(unit)
        best = max(
            ((fuzz.token_sort_ratio(words, theirs), old) for old, theirs in olds), key=_score, default=(0.0, None)
        )
        alike = best[0] >= ALIKE
        rows.append(Likeness(unit, best[1] if alike else None, round(best[0]) if alike else 0))
    matched = {row.old.pk for row in rows if row.old}
    return rows + [Likeness(None, unit, 0) for unit, _theirs in olds if unit.pk not in matched]


def _score(pair: tuple[float, ReferenceUnit | None]) -> float:
    return pair[0]


def _words(unit: ReferenceUnit) -> str:
    words = searchable(unit.title).replace("'", " ").replace(",", " ").split()
    return " ".join(word for word in words if word not in SAID_OF_ANY)


@dataclass(frozen=True)
class Said:
    """What one text says on a point: a text, a day or registry codes."""

    value: str | date | list[RegistryCode]
    verified: bool


#: What every text has beside its facts. A dot: no fact's key has one.
KNOWN = (".text", ".start", ".end", ".codes")


@dataclass(frozen=True)
class FactRow:
    label: str
    old: Said | None
    new: Said | None


def facts_beside(
    earlier: TrainingReferenceVersion,
    earlier_codes: list[RegistryCode],
    version: TrainingReferenceVersion,
    codes: list[RegistryCode],
) -> list[FactRow]:
    """Point by point: the text, its dates and codes, then the facts of the new text, then what only the old one says.

    Two texts may call the same point by two names: the row has both.
    """
    old, new = _said(earlier, earlier_codes), _said(version, codes)
    rows = []
    for key in (key for key in dict.fromkeys((*KNOWN, *new, *old)) if key in new or key in old):
        labels = dict.fromkeys(told[key][0] for told in (new, old) if key in told)
        rows.append(FactRow(" / ".join(labels), *(told[key][1] if key in told else None for told in (old, new))))
    return rows


def _said(version: TrainingReferenceVersion, codes: list[RegistryCode]) -> dict[str, tuple[str, Said]]:
    known: Iterable[tuple[str, str, Any, bool]] = (
        (".text", _("Texte qui fixe la formation"), version.legal_text, True),
        (".start", _("En vigueur depuis le"), version.starts_on, True),
        (".end", _("Jusqu'au"), version.ends_on, True),
        (".codes", _("Codes d'enregistrement"), codes, all(code.verified for code in codes)),
        *((fact["key"], fact["label"], fact["value"], fact["verified"]) for fact in version.facts),
    )
    return {key: (label, Said(value, verified)) for key, label, value, verified in known if value}
