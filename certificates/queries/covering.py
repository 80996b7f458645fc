"""What the certificates of a record cover of its strand, and what is missing.

A line asks for a competency at a level. What a certificate reaches was frozen when it was added (`queries.reaching`); since
then a body may have decided which lines it recognises, and the certificate may have been withdrawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.choices import AnnexState, StatusKind, Verdict
from certificates.models import Annex, AnnexDecision, TrainingRecord
from certificates.queries.standing import last_change
from certificates.queries.words import day
from curriculum.choices import AlignmentKind, Effect
from curriculum.models import StrandLine
from curriculum.queries import strand_lines

#: After one of these an award covers nothing any more.
SET_ASIDE = frozenset({StatusKind.REVOKED, StatusKind.CORRECTED, StatusKind.SUSPENDED})
#: After one of these decisions neither does an annex.
REFUSED = frozenset({AnnexState.DECLINED, AnnexState.WITHDRAWN})


#: The least first.
BY_WEIGHT: Final = (Effect.CONTENT, Effect.REDUCTION, Effect.EXEMPTION, Effect.EQUIVALENCE)


@dataclass(frozen=True)
class LineCoverage:
    """A line of the strand on the day `on`. `covered_by` is the first certificate that reaches it, `to_assess` one that may
    reach it, as a person will judge; `entry` is what was frozen of it. `competency` and `level` are codes."""

    line: StrandLine
    on: date
    covered_by: Annex | None = None
    to_assess: Annex | None = None
    entry: Mapping[str, Any] = field(default_factory=dict)
    decision: AnnexDecision | None = None

    @property
    def annex(self) -> Annex | None:
        return self.covered_by or self.to_assess

    @property
    def statement(self) -> str:
        return self.line.statement

    @property
    def competency(self) -> str:
        return self.line.competency.code

    @property
    def level(self) -> str:
        return self.line.level.code

    @property
    def in_force(self) -> bool:
        """Whether the effect of this line may be had on that day."""
        starts, ends = self.line.starts_on, self.line.ends_on
        return (starts is None or starts <= self.on) and (ends is None or self.on <= ends)

    @property
    def granted(self) -> Mapping[str, str]:
        """What the deciding body recognised of it: `{"line", "effect", "legal_basis"}`; empty without a decision."""
        lines = self.decision.lines if self.decision is not None else []
        return next((line for line in lines if line["line"] == str(self.line.pk)), {})

    @property
    def legal_basis(self) -> str:
        return self.granted["legal_basis"] if self.granted else self.line.legal_basis

    @property
    def offered(self) -> list[tuple[str, str]]:
        """What a body may grant on that day: the line's own effect or a lesser one, the most first."""
        most = Effect(self.line.effect) if self.in_force else Effect.CONTENT
        return [(effect.value, str(effect.label)) for effect in reversed(BY_WEIGHT[: BY_WEIGHT.index(most) + 1])]

    @property
    def effect(self) -> str:
        """In words: as the body decided, else as the strand has it; "" for plain content, which is no effect on the
        training's duration or tests, and once it has ended."""
        if self.granted:
            effect = Effect(self.granted["effect"])
            return "" if effect == Effect.CONTENT else str(effect.label)
        if self.line.effect == Effect.CONTENT:
            return ""
        words = str(self.line.get_effect_display())
        if self.in_force:
            return words
        if self.line.starts_on is not None and self.line.starts_on > self.on:
            return _("%(effect)s à partir du %(day)s") % {"effect": words, "day": day(self.line.starts_on)}
        return ""

    @property
    def by(self) -> str:
        """Competencies of the certificate, where they are those of another framework version."""
        return str(self.entry.get("by", "")) if self.through else ""

    @property
    def through(self) -> Mapping[str, Any]:
        found = self.entry.get("through")
        return found if isinstance(found, Mapping) else {}

    @property
    def kind(self) -> str:
        """What the crosswalk says that one is to the other."""
        kind = self.through.get("kind", "")
        return str(AlignmentKind(kind).label) if kind in AlignmentKind.values else ""


@dataclass(frozen=True)
class UnitCoverage:
    """A step, unit or block that the strand puts something into."""

    code: str
    title: str
    kind: str
    lines: list[LineCoverage]

    @property
    def label(self) -> str:
        return f"{self.code} · {self.title}"

    @property
    def covered(self) -> int:
        return sum(line.covered_by is not None for line in self.lines)

    @property
    def required(self) -> int:
        return len(self.lines)


@dataclass(frozen=True)
class SetAside:
    """An annex that counts no more, and what happened to its certificate or what the body decided."""

    annex: Annex
    kind: str
    decision: AnnexDecision | None = None


@dataclass(frozen=True)
class Coverage:
    """`annexes` count; `set_aside` don't any more, since their certificate was withdrawn, suspended or replaced."""

    units: list[UnitCoverage]
    annexes: list[Annex] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)

    @property
    def covered(self) -> int:
        return sum(unit.covered for unit in self.units)

    @property
    def required(self) -> int:
        return sum(unit.required for unit in self.units)

    @property
    def to_assess(self) -> int:
        return sum(line.to_assess is not None for unit in self.units for line in unit.lines)

    @property
    def held(self) -> list[Annex]:
        """All that is in the record, whether it counts or not."""
        return [*self.annexes, *(entry.annex for entry in self.set_aside)]

    @property
    def missing(self) -> list[LineCoverage]:
        return [line for unit in self.units for line in unit.lines if line.covered_by is None]

    def to_json(self) -> dict[str, Any]:
        """`{"units": [{"code", "title", "covered", "required", "lines": [...]}], "covered", "required"}`."""
        return {
            "units": [
                {
                    "code": unit.code,
                    "title": unit.title,
                    "covered": unit.covered,
                    "required": unit.required,
                    "lines": [
                        {
                            "statement": line.statement,
                            "competency": line.competency,
                            "level": line.level,
                            "covered_by": line.covered_by.number if line.covered_by else None,
                            "to_assess": line.to_assess.number if line.to_assess else None,
                            "through": line.through.get("title", ""),
                            "effect": line.line.effect,
                        }
                        for line in unit.lines
                    ],
                }
                for unit in self.units
            ],
            "covered": self.covered,
            "required": self.required,
        }


def coverage(record: TrainingRecord, on: date | None = None) -> Coverage:
    """On the day `on`: today. Five queries, whatever the number of certificates and lines; `strand_version` of the record
    should be loaded."""
    annexes = list(
        Annex.objects.filter(record=record)
        .select_related("award__issuer", "award__holder", "foreign_award__person")
        .prefetch_related(
            "award__status_changes", Prefetch("decisions", AnnexDecision.objects.select_related("organisation"))
        )
        .order_by("added_at", "pk")
    )
    aside = [entry for annex in annexes if (entry := set_aside(annex))]
    gone = {entry.annex.pk for entry in aside}
    counted = [annex for annex in annexes if annex.pk not in gone]
    claims = _Claims(on or timezone.localdate())
    for annex in counted:
        claims.add(annex)
    units = [
        UnitCoverage(
            code=group.unit.code,
            title=group.unit.title,
            kind=str(group.unit.get_kind_display()),
            lines=[claims.of(line) for line in group.lines],
        )
        for group in strand_lines(record.strand_version)
    ]
    return Coverage(units, counted, aside)


def last_decision(annex: Annex) -> AnnexDecision | None:
    """The newest, in the order of the rows. Uses `decisions` prefetched, where they are."""
    return max(annex.decisions.all(), key=lambda decision: decision.pk, default=None)


class _Claims:
    """Line by line, the first certificate that covers it, and the first that somebody has to judge."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.covered: dict[str, tuple[Annex, Mapping[str, Any], AnnexDecision | None]] = {}
        self.open: dict[str, tuple[Annex, Mapping[str, Any]]] = {}

    def add(self, annex: Annex) -> None:
        """Once a body has accepted an annex, the lines that it recognised count and no others."""
        entries = {entry["line"]: entry for entry in annex.coverage}
        decision = last_decision(annex)
        if decision is not None and decision.state == AnnexState.ACCEPTED:
            for line in decision.lines:
                self.covered.setdefault(line["line"], (annex, entries.get(line["line"], {}), decision))
            return
        for key, entry in entries.items():
            if entry.get("sure", True):
                self.covered.setdefault(key, (annex, entry, None))
            else:
                self.open.setdefault(key, (annex, entry))

    def of(self, line: StrandLine) -> LineCoverage:
        key = str(line.pk)
        if key in self.covered:
            annex, entry, decision = self.covered[key]
            return LineCoverage(line, self.on, covered_by=annex, entry=entry, decision=decision)
        if key in self.open:
            annex, entry = self.open[key]
            return LineCoverage(line, self.on, to_assess=annex, entry=entry)
        return LineCoverage(line, self.on)


def set_aside(annex: Annex) -> SetAside | None:
    """Why an annex counts no more, if it doesn't."""
    foreign = annex.foreign_award
    if foreign is not None and foreign.verdict == Verdict.REVOKED:
        return SetAside(annex, Verdict.REVOKED, last_decision(annex))
    change = last_change(annex.award) if annex.award is not None else None
    if change is not None and change.kind in SET_ASIDE:
        return SetAside(annex, change.kind, last_decision(annex))
    return SetAside(annex, annex.state, last_decision(annex)) if annex.state in REFUSED else None
