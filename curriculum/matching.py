"""Which nodes of two framework versions may be the same: by identifier, address, title, code, then by the words of titles.

Pure. Words are looked up in an index, so that n nodes against m cost O(n · WORDS · POSTINGS) steps and at most
n · CANDIDATES comparisons of texts, never n · m.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log

from rapidfuzz import fuzz

from curriculum.formats import searchable

#: How many of a title's words are looked up (the rarest), how many nodes each may bring, how many nodes are then compared.
WORDS, POSTINGS, CANDIDATES = 8, 150, 25
TOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class Row:
    """A node: `parent` is an identifier, "" for a root; `titles` by language, with plain spaces."""

    identifier: str
    code: str
    kind: str
    titles: dict[str, str]
    parent: str = ""
    path: str = ""
    uri: str = ""

    @cached_property
    def plain(self) -> dict[str, str]:
        """The titles as they are compared: without accents, case or punctuation."""
        return {name: " ".join(TOKEN.findall(searchable(title))) for name, title in self.titles.items()}

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of every language that carry meaning: those of at least four letters."""
        return frozenset(word for text in self.plain.values() for word in text.split() if len(word) > 3)


@dataclass(frozen=True)
class Link:
    """Two nodes that may be the same: why (`basis`), and how alike their titles are, from 0 to 1."""

    old: Row
    new: Row
    basis: str
    score: float


def likeness(one: Row, other: Row) -> float:
    """How alike two titles are, 0 to 1, in the language where they are most so. The order of words doesn't count."""
    shared = one.plain.keys() & other.plain.keys()
    return max((fuzz.token_sort_ratio(one.plain[name], other.plain[name]) for name in shared), default=0.0) / 100


def same_titles(one: Row, other: Row) -> bool:
    """Whether the titles say the same in every language that both have."""
    shared = one.plain.keys() & other.plain.keys()
    return bool(shared) and all(one.plain[name] == other.plain[name] for name in shared)


@dataclass
class Index:
    """The rows of one version by their kind and the words of their titles."""

    rows: Sequence[Row]
    postings: dict[tuple[str, str], list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.postings = defaultdict(list)
        for number, row in enumerate(self.rows):
            for word in row.words:
                self.postings[row.kind, word].append(number)

    def sharing_words_with(self, row: Row) -> list[Row]:
        """Nodes of the same kind that share its rarest words, those that share the most first.

        A word that is everywhere says little: it is looked up only where rare ones are lacking, and then in part.
        """
        known = ((len(self.postings.get((row.kind, word), ())), word) for word in row.words)
        rarest = sorted(pair for pair in known if pair[0])
        rare = [word for count, word in rarest if count <= POSTINGS][:WORDS]
        shared: Counter[int] = Counter()
        for word in rare if len(rare) > 1 else [word for _count, word in rarest[:3]]:
            shared.update(self.postings[row.kind, word][:POSTINGS])
        return [self.rows[number] for number, _count in shared.most_common(CANDIDATES)]

    def nearest(self, row: Row, at_least: float) -> list[tuple[float, Row]]:
        """The nodes that speak of the same thing, if in more words: half likeness, half the rare words they share."""
        scored = (
            ((likeness(row, other) + self._shared(row, other)) / 2, other) for other in self.sharing_words_with(row)
        )
        return sorted((pair for pair in scored if pair[0] >= at_least), key=lambda pair: (-pair[0], pair[1].path))

    def _shared(self, row: Row, other: Row) -> float:
        """The weight of the words both have over that of the shorter title's, in the language where it is highest."""
        best = 0.0
        for name in row.plain.keys() & other.plain.keys():
            one, two = (frozenset(word for word in r.plain[name].split() if len(word) > 3) for r in (row, other))
            least = min(self._weight(row.kind, one), self._weight(row.kind, two))
            best = max(best, self._weight(row.kind, one & two) / least if least else 0.0)
        return best

    def _weight(self, kind: str, words: Iterable[str]) -> float:
        """A word weighs the more, the fewer nodes have it."""
        return sum(log(1 + len(self.rows) / (1 + len(self.postings.get((kind, word), ())))) for word in words)

    def likest(self, row: Row, at_least: float) -> list[tuple[float, Row]]:
        """The nodes whose titles are most like its own, the likest first."""
        scored = ((likeness(row, other), other) for other in self.sharing_words_with(row))
        return sorted((pair for pair in scored if pair[0] >= at_least), key=lambda pair: (-pair[0], pair[1].path))


@dataclass
class Matching:
    """Pairs found so far between two versions; a node is taken once. `settled` nodes are left alone."""

    old: list[Row]
    new: list[Row]
    links: list[Link] = field(default_factory=list)

    def by(self, basis: str, key: Callable[[Row], object]) -> None:
        """Pair the nodes that alone have a same key on either side; a key of nothing pairs nobody."""
        left, right = _unique(self.old, key), _unique(self.new, key)
        self._take(
            Link(left[held], right[held], basis, likeness(left[held], right[held])) for held in left if held in right
        )

    def by_text(self, at_least: float) -> None:
        """Pair what is left by the likeness of titles, the best pairs first."""
        index = Index(self.new)
        found = [Link(row, other, "text", score) for row in self.old for score, other in index.likest(row, at_least)]
        self._take(sorted(found, key=_best_first))

    def _take(self, links: Iterable[Link]) -> None:
        olds, news = {row.identifier for row in self.old}, {row.identifier for row in self.new}
        for link in links:
            if link.old.identifier in olds and link.new.identifier in news:
                olds.remove(link.old.identifier)
                news.remove(link.new.identifier)
                self.links.append(link)
        self.old = [row for row in self.old if row.identifier in olds]
        self.new = [row for row in self.new if row.identifier in news]


def match(old: Sequence[Row], new: Sequence[Row], *, same_framework: bool, alike: float) -> Matching:
    """Every step in turn on what is left. A code means something only within one framework."""
    found = Matching(list(old), list(new))
    found.by("identifier", lambda row: row.identifier)
    found.by("identifier", lambda row: row.uri)
    if same_framework:
        found.by("code", lambda row: row.code and (row.code, row.kind, *_titles(row)))
    found.by("title", lambda row: (row.kind, *_titles(row)) if row.titles else "")
    if same_framework:
        found.by("code", lambda row: row.code)
    found.by_text(alike)
    return found


def _best_first(link: Link) -> tuple[float, list[str]]:
    """The same order whichever version is called old."""
    return -link.score, sorted((link.old.path, link.new.path))


def _titles(row: Row) -> Iterator[tuple[str, str]]:
    return iter(sorted(row.plain.items()))


def _unique(rows: Sequence[Row], key: Callable[[Row], object]) -> dict[object, Row]:
    held = [(key(row), row) for row in rows]
    counts = Counter(value for value, _row in held if value)
    return {value: row for value, row in held if value and counts[value] == 1}
