"""The coverage of a strand as a matrix: unit × competency, with minutes, levels and effects in the cells."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from curriculum.models import DigitalStrandVersion, ReferenceUnit, StrandLine
from curriculum.queries.strands import UnitLines
from curriculum.queries.trees import Node


@dataclass
class Cell:
    """What one unit asks of one column."""

    lines: list[StrandLine] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)

    @property
    def levels(self) -> list[str]:
        """The codes of the levels asked for, lowest first."""
        found = {line.level.rank: line.level.code for line in self.lines}
        return [found[rank] for rank in sorted(found)]

    @property
    def effects(self) -> list[str]:
        """What the lines may bring beyond being taught."""
        special = [line for line in self.lines if line.effect != "content"]
        return list(dict.fromkeys(str(line.get_effect_display()) for line in special))


@dataclass(frozen=True)
class Column:
    """An area, or a competency of an area that is open."""

    node: Node
    area: Node
    opened: bool = False


@dataclass
class Row:
    unit: ReferenceUnit
    cells: list[Cell]

    @property
    def minutes(self) -> int:
        return sum(cell.minutes for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """`empty_units`, `empty_areas` and `empty_competencies` are the gaps, to be named."""

    columns: list[Column]
    rows: list[Row]
    empty_units: list[ReferenceUnit]
    empty_areas: list[Node]
    empty_competencies: list[Node]

    @property
    def totals(self) -> list[int]:
        return [sum(row.cells[place].minutes for row in self.rows) for place in range(len(self.columns))]

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)

    @property
    def shaded(self) -> list[tuple[Row, list[tuple[Cell, str]]]]:
        """The rows, each cell with its shade: « 0 » to « 4 », the darkest being the largest; « none » where it is empty."""
        largest = max((cell.minutes for row in self.rows for cell in row.cells), default=0) or 1
        return [(row, [(cell, _shade(cell, largest)) for cell in row.cells]) for row in self.rows]


def strand_matrix(
    version: DigitalStrandVersion,
    groups: Sequence[UnitLines],
    areas: Sequence[Node],
    competencies: Sequence[Node],
    opened: frozenset[str] = frozenset(),
) -> Matrix:
    """`opened` holds the paths of the areas whose `competencies` are columns of their own. One query, for the units."""
    lines = [line for group in groups for line in group.lines]
    columns = [column for area in areas for column in _columns(area, competencies, opened, lines)]
    asked = {group.unit.pk: group for group in groups}
    every = list(ReferenceUnit.objects.filter(version=version.reference_version).order_by("position"))
    rows = [
        Row(unit, _cells(asked[unit.pk].lines if unit.pk in asked else (), columns))
        for unit in every
        if unit.parent_id is None or unit.pk in asked
    ]
    return Matrix(
        columns=columns,
        rows=rows,
        empty_units=_empty_units(every, set(asked)),
        empty_areas=[area for area in areas if not any(_within(line, area) for line in lines)],
        empty_competencies=[node for node in competencies if not any(_within(line, node) for line in lines)],
    )


def _shade(cell: Cell, largest: int) -> str:
    return str(max(1, round(4 * cell.minutes / largest))) if cell.lines else "none"


def _columns(
    area: Node, competencies: Sequence[Node], opened: frozenset[str], lines: Sequence[StrandLine]
) -> list[Column]:
    if area.competency.path not in opened:
        return [Column(area, area)]
    below = [node for node in competencies if node.competency.path.startswith(f"{area.competency.path}.")]
    itself = any(line.competency_id == area.competency.pk for line in lines) or not below
    return [Column(node, area, opened=True) for node in ([area] if itself else []) + below]


def _cells(lines: Sequence[StrandLine], columns: Sequence[Column]) -> list[Cell]:
    cells = [Cell() for _column in columns]
    for line in lines:
        holding = [place for place, column in enumerate(columns) if _within(line, column.node)]
        cells[max(holding, key=lambda place: len(columns[place].node.competency.path))].lines.append(line)
    return cells


def _within(line: StrandLine, node: Node) -> bool:
    path = node.competency.path
    return line.competency.path == path or line.competency.path.startswith(f"{path}.")


def _empty_units(every: Sequence[ReferenceUnit], asked: set[object]) -> list[ReferenceUnit]:
    """First-level units where nothing is asked, in themselves or below."""
    parents = {unit.pk: unit.parent_id for unit in every}
    filled: set[object] = set()
    for key in asked:
        here: object = key
        while here is not None and here not in filled:
            filled.add(here)
            here = parents.get(here)  # type: ignore[call-overload]
    return [unit for unit in every if unit.parent_id is None and unit.pk not in filled]
