"""Which lines of a strand a certificate reaches: by itself, or through a crosswalk between two framework versions."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from certificates.models import AchievementTarget, Award
from curriculum.choices import AlignmentKind
from curriculum.models import (
    Alignment,
    Competency,
    DigitalStrandVersion,
    FrameworkVersion,
    ProficiencyLevel,
    StrandLine,
)
from curriculum.queries import alignments_from, crosswalk_to_follow, strand_lines
from people.policies import Viewer

#: What the origin is to the destination, where the crosswalk is followed from its end to its beginning.
INVERSE: Final = {
    AlignmentKind.BROADER: AlignmentKind.NARROWER,
    AlignmentKind.NARROWER: AlignmentKind.BROADER,
    AlignmentKind.REPLACED_BY: AlignmentKind.CLOSE,
}
#: Which relations carry by themselves.
CARRYING: Final = frozenset({AlignmentKind.EXACT, AlignmentKind.REPLACED_BY})


@dataclass(frozen=True)
class Step:
    """An alignment as it is followed: from `origin`, on the certificate's side, to a competency that the strand asks."""

    origin: UUID
    kind: str
    reviewed: bool


@dataclass(frozen=True)
class Bridge:
    """A crosswalk to one framework version. `comparable`: both have the same scale, so that a level means a level."""

    title: str
    address: str
    comparable: bool
    steps: dict[UUID, list[Step]]


@dataclass(frozen=True)
class Reach:
    """`by`: the competencies of the certificate. Without `sure`, a person has to judge it: « à apprécier »."""

    line: StrandLine
    by: str
    sure: bool = True
    through: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """What a reader needs even when the strand and the crosswalk have moved on."""
        return {
            "line": str(self.line.pk),
            "unit": self.line.unit.code,
            "competency": self.line.competency.code,
            "level": self.line.level.rank,
            "statement": self.line.statement,
            "by": self.by,
            "through": self.through,
            "sure": self.sure,
        }


@dataclass
class Earned:
    """The competencies of one framework version that a certificate attests, each with its code and highest rank."""

    version: FrameworkVersion
    ranks: dict[UUID, int] = field(default_factory=dict)
    codes: dict[UUID, str] = field(default_factory=dict)

    def add(self, competency: Competency, rank: int) -> None:
        self.ranks[competency.pk] = max(rank, self.ranks.get(competency.pk, rank))
        self.codes[competency.pk] = competency.code

    def named(self, competencies: Iterable[UUID]) -> str:
        return ", ".join(f"{self.codes[key]} ({self.version})" for key in competencies)


def reaches(strand: DigitalStrandVersion, award: Award, viewer: Viewer) -> list[Reach]:
    """In the strand's order. Two queries, and three for each other framework version that the certificate speaks of.

    `viewer` says which crosswalks may be followed.
    """
    return reached(strand, _earned(award), viewer)


def reached(strand: DigitalStrandVersion, earned_by_version: Iterable[Earned], viewer: Viewer) -> list[Reach]:
    """The same for whatever attests competencies, of one framework version or of several."""
    lines = [line for group in strand_lines(strand) for line in group.lines]
    found: dict[object, Reach] = {}
    for earned in earned_by_version:
        if earned.version.pk == strand.framework_version_id:
            every = [_at_once(line, earned) for line in lines]
        else:
            bridge = _bridge(viewer, earned.version, strand.framework_version)
            every = [_across(line, earned, bridge) for line in lines] if bridge else []
        for reach in every:
            if reach is not None and (reach.line.pk not in found or reach.sure):
                found[reach.line.pk] = reach
    return [found[line.pk] for line in lines if line.pk in found]


def _earned(award: Award) -> list[Earned]:
    targets = AchievementTarget.objects.filter(version=award.achievement_version_id, level__isnull=False)
    found: dict[UUID, Earned] = {}
    for target in targets.select_related("competency__version__framework", "level").order_by("position"):
        earned = found.setdefault(target.competency.version_id, Earned(target.competency.version))
        if target.level is not None:
            earned.add(target.competency, target.level.rank)
    return list(found.values())


def _at_once(line: StrandLine, earned: Earned) -> Reach | None:
    if earned.ranks.get(line.competency_id, -1) < line.level.rank:
        return None
    return Reach(line, earned.named([line.competency_id]))


def _across(line: StrandLine, earned: Earned, bridge: Bridge) -> Reach | None:
    """What is identical carries; what several competencies were replaced by carries once all of them are held."""
    steps = bridge.steps.get(line.competency_id, [])
    least = line.level.rank if bridge.comparable else 0
    held = [step for step in steps if earned.ranks.get(step.origin, -1) >= least]
    if not held:
        return None
    exact = [step for step in held if step.kind == AlignmentKind.EXACT]
    replaced = [step for step in steps if step.kind == AlignmentKind.REPLACED_BY]
    carrying = exact or (replaced if all(step in held for step in replaced) else [])
    sure = bridge.comparable and bool(carrying)
    used = carrying if sure else held
    through = {
        "title": bridge.title,
        "address": bridge.address,
        "kind": used[0].kind,
        "reviewed": all(step.reviewed for step in used),
        "same_scale": bridge.comparable,
    }
    return Reach(line, earned.named(step.origin for step in used), sure, through)


def _bridge(viewer: Viewer, source: FrameworkVersion, target: FrameworkVersion) -> Bridge | None:
    crosswalk = crosswalk_to_follow(viewer, source, target)
    if crosswalk is None:
        return None
    back = crosswalk.source_id != source.pk
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for alignments in alignments_from(crosswalk).values():
        for alignment in alignments:
            if alignment.destination_id is not None:
                _follow(alignment, alignment.destination_id, back, steps)
    return Bridge(str(crosswalk), crosswalk.get_absolute_url(), _same_scale(source, target), _without_splits(steps))


def _without_splits(steps: dict[UUID, list[Step]]) -> dict[UUID, list[Step]]:
    """A competency that was split into several carries to none of them by itself: a person knows which part was meant."""
    heirs = Counter(step.origin for found in steps.values() for step in found if step.kind in CARRYING)

    def fair(step: Step) -> Step:
        split = step.kind in CARRYING and heirs[step.origin] > 1
        return replace(step, kind=AlignmentKind.CLOSE) if split else step

    return {destination: [fair(step) for step in found] for destination, found in steps.items()}


def _follow(alignment: Alignment, destination: UUID, back: bool, steps: dict[UUID, list[Step]]) -> None:
    kind, reviewed = AlignmentKind(alignment.kind), alignment.reviewed_by_id is not None
    if back:
        steps[alignment.origin_id].append(Step(destination, INVERSE.get(kind, kind), reviewed))
    else:
        steps[destination].append(Step(alignment.origin_id, kind, reviewed))


def _same_scale(source: FrameworkVersion, target: FrameworkVersion) -> bool:
    rungs: dict[UUID, list[tuple[int, str]]] = {source.pk: [], target.pk: []}
    every = ProficiencyLevel.objects.filter(version__in=rungs).order_by("rank")
    for version, rank, code in every.values_list("version_id", "rank", "code"):
        rungs[version].append((rank, code))
    return rungs[source.pk] == rungs[target.pk]
