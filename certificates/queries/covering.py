"""What the certificates of a record cover of its strand, and what is missing.

A line asks for a competency at a level; a certificate reaches it when one of its « sait faire » lines aims at the same
competency of the same framework version, at this level or above. Crosswalks between versions come with a later issue.
"""

from dataclasses import dataclass, field
from typing import Any

from certificates.choices import StatusKind
from certificates.models import AchievementTarget, Annex, Award, TrainingRecord
from certificates.queries.standing import last_change
from curriculum.choices import Effect
from curriculum.models import DigitalStrandVersion, StrandLine
from curriculum.queries import strand_lines

#: After one of these an award covers nothing any more.
SET_ASIDE = frozenset({StatusKind.REVOKED, StatusKind.CORRECTED, StatusKind.SUSPENDED})


@dataclass(frozen=True)
class LineCoverage:
    """A line of the strand. `competency` and `level` are codes; `covered_by` is the first certificate that reaches it."""

    line: StrandLine
    covered_by: Annex | None

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
    def effect(self) -> str:
        """In words; "" for plain content, which is no effect on the training's duration or tests."""
        return "" if self.line.effect == Effect.CONTENT else str(self.line.get_effect_display())


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
    """An annex that counts no more, and what happened to its certificate."""

    annex: Annex
    kind: str


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


def coverage(record: TrainingRecord) -> Coverage:
    """Three queries, whatever the number of certificates and lines; `strand_version` of the record should be loaded."""
    annexes = list(
        Annex.objects.filter(record=record)
        .select_related("award__issuer", "award__holder")
        .prefetch_related("award__status_changes")
        .order_by("added_at", "pk")
    )
    aside = [entry for annex in annexes if (entry := _set_aside(annex))]
    gone = {entry.annex.pk for entry in aside}
    counted = [annex for annex in annexes if annex.pk not in gone]
    covered_by: dict[str, Annex] = {}
    for annex in counted:
        for entry in annex.coverage:
            covered_by.setdefault(entry["line"], annex)
    units = [
        UnitCoverage(
            code=group.unit.code,
            title=group.unit.title,
            kind=str(group.unit.get_kind_display()),
            lines=[LineCoverage(line, covered_by.get(str(line.pk))) for line in group.lines],
        )
        for group in strand_lines(record.strand_version)
    ]
    return Coverage(units, counted, aside)


def reached_lines(strand: DigitalStrandVersion, award: Award) -> list[StrandLine]:
    """The strand's lines that the « sait faire » lines of an award reach. Two queries."""
    targets = AchievementTarget.objects.filter(version=award.achievement_version_id, level__isnull=False)
    highest: dict[object, int] = {}
    for competency, rank in targets.values_list("competency_id", "level__rank"):
        highest[competency] = max(rank, highest.get(competency, rank))
    return [
        line
        for group in strand_lines(strand)
        for line in group.lines
        if highest.get(line.competency_id, -1) >= line.level.rank
    ]


def _set_aside(annex: Annex) -> SetAside | None:
    change = last_change(annex.award) if annex.award is not None else None
    return SetAside(annex, change.kind) if change is not None and change.kind in SET_ASIDE else None
