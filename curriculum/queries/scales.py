"""The granularities of a version's levels: 4 bands = 6 letters = 8 levels, for DigComp 3.0."""

from dataclasses import dataclass

from curriculum.formats import RungSpec, ScaleSpec
from curriculum.models import FrameworkVersion, ProficiencyLevel
from curriculum.queries.framework_specs import scales_of


@dataclass(frozen=True)
class ScaleCell:
    """A rung, beside the `span` levels that it holds; None where a scale says nothing of a level."""

    rung: RungSpec | None
    span: int


@dataclass(frozen=True)
class ScaleRow:
    """A level, with the cells that start beside it."""

    level: ProficiencyLevel
    cells: list[ScaleCell]


@dataclass(frozen=True)
class ScaleTable:
    scales: tuple[ScaleSpec, ...]
    rows: list[ScaleRow]


def scale_table(version: FrameworkVersion, levels: list[ProficiencyLevel]) -> ScaleTable:
    """The levels, lowest first, and beside them the rungs of every other scale."""
    scales = scales_of(version)
    rows = [ScaleRow(level, []) for level in levels]
    for scale in scales:
        held = [_rung(scale, level.rank) for level in levels]
        start = 0
        while start < len(held):
            end = start + 1
            while end < len(held) and held[start] is not None and held[end] == held[start]:
                end += 1
            rows[start].cells.append(ScaleCell(held[start], end - start))
            start = end
    return ScaleTable(scales, rows)


def _rung(scale: ScaleSpec, rank: int) -> RungSpec | None:
    return next((rung for rung in scale.rungs if rung.first <= rank <= rung.last), None)
