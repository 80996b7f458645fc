"""What became of each node from one framework version to another. Pure; what counts as what: docs/decisions/0012.

Every node of either version stands in exactly one entry.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from curriculum.matching import Index, Link, Row, match

VERDICTS = ("same", "retitled", "moved", "split", "merged", "added", "removed")
#: Two titles are taken for one text from here on, without anything else that says so.
ALIKE = 0.82
#: Share of a title's words that another must hold to be a part of it.
PART = 0.8


@dataclass(frozen=True)
class Rung:
    rank: int
    code: str
    title: dict[str, str]
    band: dict[str, str]


@dataclass(frozen=True)
class Side:
    """A version to compare: `framework` says whether two versions are of one framework, `language` is its own."""

    framework: str
    language: str
    rows: Sequence[Row]
    rungs: Sequence[Rung] = ()


@dataclass(frozen=True)
class Entry:
    """`moved` and `retitled` hold whatever the verdict; `basis` is empty where there is nothing to pair."""

    verdict: str
    old: tuple[Row, ...]
    new: tuple[Row, ...]
    basis: str = ""
    score: float = 0.0
    moved: bool = False
    retitled: bool = False


@dataclass(frozen=True)
class Step:
    """What became of one rung of the scale: same, retitled, added or removed."""

    verdict: str
    old: Rung | None
    new: Rung | None


@dataclass(frozen=True)
class Comparison:
    entries: list[Entry]
    levels: list[Step]
    summary: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        counts = Counter(entry.verdict for entry in self.entries)
        object.__setattr__(self, "summary", {verdict: counts[verdict] for verdict in VERDICTS})


@dataclass(frozen=True)
class Known:
    """What a published crosswalk says: pairs of identifiers, and the nodes of either version with nothing opposite."""

    pairs: frozenset[tuple[str, str]] = frozenset()
    alone_old: frozenset[str] = frozenset()
    alone_new: frozenset[str] = frozenset()


def compare(old: Side, new: Side, known: Known = Known()) -> Comparison:
    """The crosswalk first, then `matching.match` on what it doesn't speak of, then the parts of what was split or merged."""
    left = {row.identifier: row for row in old.rows}
    right = {row.identifier: row for row in new.rows}
    told = [Link(left[a], right[b], "crosswalk", 1.0) for a, b in sorted(known.pairs) if a in left and b in right]
    settled_old = {link.old.identifier for link in told} | known.alone_old
    settled_new = {link.new.identifier for link in told} | known.alone_new
    found = match(
        [row for row in old.rows if row.identifier not in settled_old],
        [row for row in new.rows if row.identifier not in settled_new],
        same_framework=old.framework == new.framework,
        alike=ALIKE,
    )
    links = [*told, *found.links, *_parts(found.links, found.old, found.new)]
    return Comparison(list(_entries(old, new, links)), list(_steps(old, new)))


def words_changed(old: str, new: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both titles as runs of words, each with whether the other title lacks it."""
    before, after = old.split(), new.split()
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if j > i:
            left.append((" ".join(before[i:j]), tag != "equal"))
        if m > k:
            right.append((" ".join(after[k:m]), tag != "equal"))
    return left, right


def _parts(links: list[Link], old: list[Row], new: list[Row]) -> Iterator[Link]:
    """What is left on one side and is a part of what stands on the other: the other halves of a split or a merge."""
    before = {link.old.identifier: link.new for link in links}
    after = {link.new.identifier: link.old for link in links}
    split = list(_parts_of(new, [link.old for link in links] + old, before))
    used = {whole.identifier for _part, whole in split}
    loose = [row for row in old if row.identifier not in used]
    merged = list(_parts_of(loose, [link.new for link in links] + new, after))
    yield from (Link(whole, part, "text", PART) for part, whole in split)
    yield from (Link(part, whole, "text", PART) for part, whole in merged)


def _parts_of(loose: list[Row], wholes: list[Row], taken: dict[str, Row]) -> Iterator[tuple[Row, Row]]:
    """Loose nodes with the node they are a part of: their words are its words, and all the parts make up most of it."""
    index, parts = Index(wholes), defaultdict(list)
    by_identifier = {row.identifier: row for row in wholes}
    for part in loose:
        for whole in index.sharing_words_with(part):
            held = taken.get(whole.identifier)
            repeats = held is not None and _share(part.words, held.words) >= PART
            if len(whole.words) > len(part.words) and _share(part.words, whole.words) >= PART and not repeats:
                parts[whole.identifier].append(part)
                break
    for identifier, found in parts.items():
        whole, held = by_identifier[identifier], taken.get(identifier)
        every = [*found, held] if held is not None else found
        if len(every) > 1 and _share(whole.words, frozenset().union(*(part.words for part in every))) >= PART:
            yield from ((part, whole) for part in found)


def _share(words: frozenset[str], of: frozenset[str]) -> float:
    return len(words & of) / len(words) if words else 0.0


def _entries(old: Side, new: Side, links: Sequence[Link]) -> Iterator[Entry]:
    """In the order of the old version, then what was added, in the order of the new one."""
    above: dict[str, set[str]] = defaultdict(set)
    for link in links:
        above[link.old.identifier].add(link.new.identifier)
    knots = _knots(links)
    seen: set[int] = set()
    for row in old.rows:
        knot = knots.get(("old", row.identifier))
        if knot is None:
            yield Entry("removed", (row,), ())
        elif id(knot) not in seen:
            seen.add(id(knot))
            yield _verdict(knot, old, new, above)
    for row in new.rows:
        if ("new", row.identifier) not in knots:
            yield Entry("added", (), (row,))


def _knots(links: Iterable[Link]) -> dict[tuple[str, str], list[Link]]:
    """Links that share a node, together: each node's knot. A knot of one link is the common case.

    The smaller knot goes into the larger one, so that thousands of nodes which lead to one cost no square.
    """
    knots: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        ends = (("old", link.old.identifier), ("new", link.new.identifier))
        *smaller, joined = sorted({id(knots[end]): knots[end] for end in ends if end in knots}.values(), key=len) or [
            []
        ]
        added = [link, *(held for knot in smaller for held in knot)]
        joined += added
        for held in added:
            knots[("old", held.old.identifier)] = knots[("new", held.new.identifier)] = joined
    return knots


def _verdict(knot: list[Link], old: Side, new: Side, above: dict[str, set[str]]) -> Entry:
    before = tuple(sorted({link.old.identifier: link.old for link in knot}.values(), key=lambda row: row.path))
    after = tuple(sorted({link.new.identifier: link.new for link in knot}.values(), key=lambda row: row.path))
    best = max(knot, key=lambda link: link.score)
    if len(before) > 1 or len(after) > 1:
        verdict = "split" if len(after) > len(before) else "merged"
        return Entry(verdict, before, after, best.basis, best.score)
    retitled = not _same_title(before[0].titles, after[0].titles, old, new)
    moved = _moved(before[0], after[0], same_framework=old.framework == new.framework, above=above)
    verdict = "retitled" if retitled else "moved" if moved else "same"
    return Entry(verdict, before, after, best.basis, best.score, moved, retitled)


def _moved(old: Row, new: Row, *, same_framework: bool, above: dict[str, set[str]]) -> bool:
    """Under another parent, or, within one framework, at another code. A new order among siblings is no move."""
    if same_framework and old.code != new.code:
        return True
    if not old.parent or not new.parent:
        return bool(old.parent) != bool(new.parent)
    return new.parent not in above[old.parent]


def _same_title(one: dict[str, str], other: dict[str, str], old: Side, new: Side) -> bool:
    """In the languages that the two versions are written in where both have a text, else in every language they share."""
    shared = one.keys() & other.keys()
    judged = shared & {old.language, new.language} or shared
    if not judged:
        return one == other
    return all(_plain(one[name]) == _plain(other[name]) for name in judged)


def _plain(title: str) -> str:
    return " ".join(title.replace("’", "'").split())


def _steps(old: Side, new: Side) -> Iterator[Step]:
    """The scales, rank by rank."""
    before, after = {rung.rank: rung for rung in old.rungs}, {rung.rank: rung for rung in new.rungs}
    for rank in sorted(before | after):
        one, other = before.get(rank), after.get(rank)
        if one is None or other is None:
            yield Step("removed" if other is None else "added", one, other)
        else:
            same = _same_title(one.title, other.title, old, new) and _same_title(one.band, other.band, old, new)
            yield Step("same" if same and one.code == other.code else "retitled", one, other)
