"""A strand version as a page, a file or a paper shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from curriculum.models import DigitalStrandVersion, StrandLine
from curriculum.queries.strand_matrix import Matrix, strand_matrix
from curriculum.queries.strand_nodes import StrandNodes, area_competencies, strand_nodes
from curriculum.queries.strands import UnitLines, strand_lines
from curriculum.queries.trees import Node

Shown = tuple[StrandLine, Node]


@dataclass(frozen=True)
class Reading:
    version: DigitalStrandVersion
    language: str
    groups: list[UnitLines]
    nodes: StrandNodes

    @property
    def lines(self) -> Iterator[StrandLine]:
        return (line for group in self.groups for line in group.lines)

    @property
    def minutes(self) -> int:
        return sum(group.minutes for group in self.groups)

    @property
    def effects(self) -> dict[str, list[StrandLine]]:
        """The lines of each effect beyond being taught."""
        found: dict[str, list[StrandLine]] = {}
        for line in self.lines:
            if line.effect != "content":
                found.setdefault(line.effect, []).append(line)
        return found

    @property
    def shown(self) -> list[tuple[UnitLines, list[Shown]]]:
        """Each line beside its competency in the reader's language."""
        return [
            (group, [(line, self.nodes.asked[line.competency_id]) for line in group.lines]) for group in self.groups
        ]


def read_strand(version: DigitalStrandVersion, language: str) -> Reading:
    """Three or four queries, whatever the size of the framework."""
    groups = strand_lines(version)
    asked = [line.competency for group in groups for line in group.lines]
    return Reading(version, language, groups, strand_nodes(version.framework_version, asked, language))


def matrix_of(reading: Reading, opened: frozenset[str] = frozenset(), *, detailed: bool = False) -> Matrix:
    """Unit × area; `detailed` looks at the competencies of the areas too, for the gaps and for those that are `opened`."""
    areas = reading.nodes.areas
    below = area_competencies(reading.version.framework_version, areas, reading.language) if detailed else []
    return strand_matrix(reading.version, reading.groups, areas, below, opened)
