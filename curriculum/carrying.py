"""Where each aim of a thing goes in the next version of its framework: proposed here, decided by a person.

Pure: competencies are ids, titles are texts by language, levels are keys.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from curriculum.choices import AlignmentKind, CarryFlag
from curriculum.registries import Aim, NewAim

Titles = Mapping[str, str]  # {language: title}

#: Kinds of alignment along which an aim moves. What is only « en rapport » is offered, never proposed.
LEADING = frozenset(AlignmentKind) - {AlignmentKind.RELATED}


@dataclass(frozen=True)
class Passage:
    """What a published crosswalk says, and what there is on both sides.

    `ways`: for each competency of the source, those it leads to: none where nothing corresponds, no key where nobody
    looked. `levels`: for each level of the source, that of the target; empty where the two scales differ.
    """

    ways: Mapping[UUID, Sequence[UUID]]
    titles: Mapping[UUID, Titles]
    language: str
    levels: Mapping[int, int]


@dataclass(frozen=True)
class Proposal:
    aim: Aim
    flag: CarryFlag
    targets: tuple[NewAim, ...]


def propose(aims: Iterable[Aim], passage: Passage) -> list[Proposal]:
    """A proposal for each aim, in their order. `SAME` alone needs no eye: one destination, same title, level known."""
    reached = Counter(destination for ways in passage.ways.values() for destination in ways)
    return [_proposal(aim, passage, reached) for aim in aims]


def same_title(one: Titles, other: Titles, language: str) -> bool:
    """Word for word, in the source's own language where both have it, else in every language they share."""
    shared = {language} if language in one and language in other else set(one) & set(other)
    return bool(shared) and all(one[name] == other[name] for name in shared)


def scale_to_scale(source: Mapping[int, int], target: Mapping[int, int]) -> dict[int, int]:
    """Level by level, from `{rank: key}` of both: only where the scales have the same rungs. The third rung of eight is
    not the third of four: between two different scales a person chooses."""
    return {key: target[rank] for rank, key in source.items()} if set(source) == set(target) else {}


def _proposal(aim: Aim, passage: Passage, reached: Counter[UUID]) -> Proposal:
    destinations = passage.ways.get(aim.competency, ())
    level = passage.levels.get(aim.level) if aim.level is not None else None
    targets = tuple(NewAim(destination, level) for destination in destinations)
    return Proposal(aim, _flag(aim, passage, reached, targets), targets)


def _flag(aim: Aim, passage: Passage, reached: Counter[UUID], targets: Sequence[NewAim]) -> CarryFlag:
    if not targets:
        return CarryFlag.UNMATCHED
    if len(targets) > 1:
        return CarryFlag.SPLIT
    only = targets[0]
    if reached[only.competency] > 1:
        return CarryFlag.MERGED
    if aim.level is not None and only.level is None:
        return CarryFlag.LEVEL
    old, new = passage.titles.get(aim.competency, {}), passage.titles.get(only.competency, {})
    return CarryFlag.SAME if same_title(old, new, passage.language) else CarryFlag.RETITLED
