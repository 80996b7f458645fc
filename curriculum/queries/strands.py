"""What a digital strand asks, by unit and by area; what a competency is asked for."""

from dataclasses import dataclass, field

from content.versions import State
from curriculum.models import Competency, DigitalStrandVersion, ReferenceUnit, StrandLine
from curriculum.queries.trees import Node
from curriculum.queries.visible import strand_versions_visible_to
from people.policies import Viewer


@dataclass
class UnitLines:
    """The lines that a strand version puts into one unit, in the strand's order."""

    unit: ReferenceUnit
    lines: list[StrandLine] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)


@dataclass(frozen=True)
class CoverageTable:
    """Minutes by unit and by area: `cells[row][column]`, with the number of lines beside them."""

    areas: list[Node]
    units: list[ReferenceUnit]
    minutes: list[list[int]]
    lines: list[list[int]]


def strand_lines(version: DigitalStrandVersion) -> list[UnitLines]:
    """The lines of a version by unit, in the order of the training reference. One query, or two."""
    lines = StrandLine.objects.filter(version=version).select_related("unit", "competency", "level")
    groups: dict[object, UnitLines] = {}
    for line in lines.order_by("unit__position", "position"):
        line.competency.version = line.level.version = version.framework_version
        groups.setdefault(line.unit_id, UnitLines(line.unit)).lines.append(line)
    return list(groups.values())


def coverage_table(version: DigitalStrandVersion, groups: list[UnitLines], areas: list[Node]) -> CoverageTable:
    """Where the minutes go. Its rows are the units with lines and every first-level unit: what is empty shows."""
    asked = {group.unit.pk: group for group in groups}
    every = ReferenceUnit.objects.filter(version=version.reference_version).order_by("position")
    units = [unit for unit in every if unit.parent_id is None or unit.pk in asked]
    columns = {area.competency.path: position for position, area in enumerate(areas)}
    minutes = [[0] * len(areas) for _unit in units]
    lines = [[0] * len(areas) for _unit in units]
    for row, unit in enumerate(units):
        for line in asked[unit.pk].lines if unit.pk in asked else ():
            column = columns[line.competency.path.split(".")[0]]
            minutes[row][column] += line.minutes
            lines[row][column] += 1
    return CoverageTable(areas=areas, units=units, minutes=minutes, lines=lines)


def lines_asking_for(person: Viewer, competency: Competency) -> list[StrandLine]:
    """The lines of current strands that ask for a competency, with all a page shows of them. One query."""
    strands = strand_versions_visible_to(person).filter(state=State.PUBLISHED)
    lines = StrandLine.objects.filter(competency=competency, version__in=strands.order_by().values("pk"))
    related = ("unit", "level", "version__strand", "version__reference_version__reference")
    return list(lines.select_related(*related).order_by("version__title", "position"))
