"""Two strand versions side by side: what is the same, changed, added and removed in each unit."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from curriculum.models import DigitalStrandVersion, ReferenceUnit, StrandLine
from curriculum.queries.strands import UnitLines, strand_lines
from curriculum.queries.visible import strand_versions_visible_to
from people.policies import Viewer

#: What may differ between two lines that are about the same thing.
FIELDS = ("competency", "level", "minutes", "statement", "effect", "legal_basis", "starts_on", "ends_on")


@dataclass(frozen=True)
class LineChange:
    """`before` None: added; `after` None: removed. `fields` are the names of what changed in a line kept."""

    before: StrandLine | None
    after: StrandLine | None
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.fields else "same"


@dataclass
class UnitChanges:
    """Units of two texts of a training are the same unit when they bear the same code."""

    unit: ReferenceUnit
    before: int = 0
    after: int = 0
    changes: list[LineChange] = field(default_factory=list)

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class StrandComparison:
    before: DigitalStrandVersion
    after: DigitalStrandVersion
    units: list[UnitChanges]

    @property
    def counts(self) -> dict[str, int]:
        found = dict.fromkeys(("same", "changed", "added", "removed"), 0)
        for unit in self.units:
            for change in unit.changes:
                found[change.kind] += 1
        return found

    @property
    def minutes(self) -> tuple[int, int]:
        return sum(unit.before for unit in self.units), sum(unit.after for unit in self.units)


def comparable_strands(person: Viewer, version: DigitalStrandVersion) -> list[DigitalStrandVersion]:
    """What a strand version can be compared with: its other versions, then the strands of the same training."""
    versions = strand_versions_visible_to(person).exclude(pk=version.pk).defer("introduction")
    same = versions.filter(reference_version__reference=version.reference_version.reference_id)
    return sorted(same, key=lambda other: (other.strand_id != version.strand_id, other.strand.slug, -other.number))


def compare_strands(before: DigitalStrandVersion, after: DigitalStrandVersion) -> StrandComparison:
    """Two queries. The units stand in the order of the later text, then those that only the earlier one has."""
    old, new = strand_lines(before), strand_lines(after)
    earlier = {group.unit.code: group for group in old}
    later = {group.unit.code: group for group in new}
    same_framework = before.framework_version_id == after.framework_version_id
    codes = dict.fromkeys([*later, *earlier])
    units = []
    for code in codes:
        unit = (later.get(code) or earlier[code]).unit
        units.append(_unit(unit, earlier.get(code), later.get(code), same_framework=same_framework))
    return StrandComparison(before, after, units)


def _unit(
    unit: ReferenceUnit, before: UnitLines | None, after: UnitLines | None, *, same_framework: bool
) -> UnitChanges:
    pairs = _pairs(before.lines if before else [], after.lines if after else [], same_framework=same_framework)
    return UnitChanges(
        unit=unit,
        before=before.minutes if before else 0,
        after=after.minutes if after else 0,
        changes=[LineChange(old, new, _changed(old, new) if old and new else ()) for old, new in pairs],
    )


def _pairs(
    old: list[StrandLine], new: list[StrandLine], *, same_framework: bool
) -> list[tuple[StrandLine | None, StrandLine | None]]:
    """Lines about the same thing: the same competency at the same level, else at another one, else the same words. A code
    of another framework version means nothing, so there only the words count."""
    keys: list[Callable[[StrandLine], Hashable]] = [lambda line: line.statement]
    if same_framework:
        keys = [lambda line: (line.competency_id, line.level_id), lambda line: line.competency_id, *keys]
    found: dict[object, StrandLine] = {}
    left = list(old)
    for key in keys:
        waiting: dict[Hashable, list[StrandLine]] = defaultdict(list)
        for line in left:
            waiting[key(line)].append(line)
        for line in new:
            if line.pk not in found and waiting[key(line)]:
                found[line.pk] = waiting[key(line)].pop(0)
        left = [line for line in old if line not in found.values()]
    return [(found.get(line.pk), line) for line in new] + [(line, None) for line in left]


def _changed(old: StrandLine, new: StrandLine) -> tuple[str, ...]:
    return tuple(name for name in FIELDS if _value(old, name) != _value(new, name))


def _value(line: StrandLine, name: str) -> object:
    if name == "level":
        return line.level.rank
    return line.competency_id if name == "competency" else getattr(line, name)
