"""A strand read at another framework version, through the crosswalk in force."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from content.versions import State
from curriculum.choices import CarryFlag
from curriculum.models import Alignment, CrosswalkVersion, DigitalStrandVersion, FrameworkVersion, ProficiencyLevel
from curriculum.queries.crosswalks import alignments_from, crosswalks_between
from curriculum.queries.strand_nodes import StrandNodes, named_nodes
from curriculum.queries.strands import UnitLines
from curriculum.queries.trees import Node
from curriculum.queries.visible import framework_versions_visible_to
from people.policies import Viewer


@dataclass(frozen=True)
class CrossedLine:
    """What a line becomes there. `level` is that of the same rank, or None where the scale is another one."""

    nodes: list[Node]
    level: ProficiencyLevel | None
    flag: CarryFlag
    reviewed: bool

    @property
    def to_review(self) -> bool:
        """A person has to look: split, gone, at an unknown level, or read by nobody yet."""
        clear = self.flag in {CarryFlag.SAME, CarryFlag.RETITLED}
        return not (clear and self.reviewed)


@dataclass(frozen=True)
class Crossing:
    crosswalk: CrosswalkVersion
    lines: dict[UUID, CrossedLine]

    @property
    def to_review(self) -> int:
        return sum(line.to_review for line in self.lines.values())


def frameworks_within_reach(person: Viewer, version: DigitalStrandVersion) -> list[FrameworkVersion]:
    """Framework versions at which this strand can be read: a published crosswalk leads there. One query."""
    leading = CrosswalkVersion.objects.filter(source=version.framework_version_id, state=State.PUBLISHED)
    return list(framework_versions_visible_to(person).filter(pk__in=leading.values("target")))


def cross_strand(
    version: DigitalStrandVersion,
    groups: list[UnitLines],
    nodes: StrandNodes,
    target: FrameworkVersion,
    language: str,
) -> Crossing:
    """What each line becomes at `target`, which must be within reach. Four queries."""
    crosswalk = crosswalks_between(version.framework_version, target)[0]
    alignments = alignments_from(crosswalk)
    arrivals = Counter(entry.destination_id for kept in alignments.values() for entry in kept if entry.destination_id)
    lines = [line for group in groups for line in group.lines]
    kept = [entry for line in lines for entry in alignments.get(line.competency_id, ())]
    there = named_nodes(target, [entry.destination for entry in kept if entry.destination], language)
    levels = _levels(version.framework_version, target)
    crossed = {}
    for line in lines:
        entries = alignments.get(line.competency_id, [])
        found = [there[entry.destination_id] for entry in entries if entry.destination_id]
        level = levels.get(line.level.rank)
        flag = _flag(nodes.asked[line.competency_id], found, level, arrivals)
        crossed[line.pk] = CrossedLine(found, level, flag, _reviewed(entries))
    return Crossing(crosswalk, crossed)


def _levels(source: FrameworkVersion, target: FrameworkVersion) -> dict[int, ProficiencyLevel]:
    """The levels of the target by rank, where both scales have the same rungs; else nothing: somebody has to choose."""
    found = ProficiencyLevel.objects.filter(version__in=(source, target)).order_by("rank")
    own, other = ([level for level in found if level.version_id == key] for key in (source.pk, target.pk))
    if [level.rank for level in own] != [level.rank for level in other]:
        return {}
    for level in other:
        level.version = target
    return {level.rank: level for level in other}


def _reviewed(entries: list[Alignment]) -> bool:
    return bool(entries) and all(entry.reviewed_by_id is not None for entry in entries)


def _flag(origin: Node, found: list[Node], level: ProficiencyLevel | None, arrivals: "Counter[UUID]") -> CarryFlag:
    if not found:
        return CarryFlag.UNMATCHED
    if len(found) > 1:
        return CarryFlag.SPLIT
    if arrivals[found[0].competency.pk] > 1:
        return CarryFlag.MERGED
    if level is None:
        return CarryFlag.LEVEL
    return CarryFlag.SAME if found[0].title == origin.title else CarryFlag.RETITLED
