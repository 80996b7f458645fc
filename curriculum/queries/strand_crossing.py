"""A strand read at another framework version, through the crosswalk in force."""

from dataclasses import dataclass
from uuid import UUID

from content.versions import State
from curriculum.carrying import propose
from curriculum.choices import CarryFlag
from curriculum.models import Alignment, CrosswalkVersion, DigitalStrandVersion, FrameworkVersion, ProficiencyLevel
from curriculum.queries.crosswalks import alignments_from, crosswalks_between
from curriculum.queries.passages import passage
from curriculum.queries.strand_nodes import named_nodes
from curriculum.queries.strands import UnitLines
from curriculum.queries.trees import Node
from curriculum.queries.visible import framework_versions_visible_to
from curriculum.registries import Aim
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
    version: DigitalStrandVersion, groups: list[UnitLines], target: FrameworkVersion, language: str
) -> Crossing:
    """What each line becomes at `target`, which must be within reach: what a move would propose. Seven queries."""
    crosswalk = crosswalks_between(version.framework_version, target)[0]
    alignments = alignments_from(crosswalk)
    lines = [line for group in groups for line in group.lines]
    aims = [Aim(str(line.pk), line.statement, line.competency_id, line.level_id) for line in lines]
    proposals = propose(aims, passage(crosswalk, {aim.competency for aim in aims}, alignments))
    ends = {
        entry.destination.pk: entry.destination for kept in alignments.values() for entry in kept if entry.destination
    }
    wanted = {new.competency for proposal in proposals for new in proposal.targets}
    there = named_nodes(target, [ends[key] for key in wanted], language)
    levels = {level.pk: level for level in ProficiencyLevel.objects.filter(version=target)}
    crossed = {}
    for line, proposal in zip(lines, proposals, strict=True):
        level = levels.get(passed.level) if (passed := next(iter(proposal.targets), None)) and passed.level else None
        nodes = [there[new.competency] for new in proposal.targets]
        crossed[line.pk] = CrossedLine(nodes, level, proposal.flag, _reviewed(alignments.get(line.competency_id, [])))
    return Crossing(crosswalk, crossed)


def _reviewed(entries: list[Alignment]) -> bool:
    return bool(entries) and all(entry.reviewed_by_id is not None for entry in entries)
