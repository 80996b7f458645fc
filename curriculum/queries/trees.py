"""The trees of a version, read in a constant number of queries however deep and wide they are.

`framework_tree` reads a whole version: for small ones (`curriculum.queries.branches` reads a piece of any) and files.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from curriculum.formats import searchable
from curriculum.models import Competency, CompetencyText, FrameworkVersion, ReferenceUnit, TrainingReferenceVersion


@dataclass
class Node:
    """A competency with its text in the language asked for, or the nearest there is.

    `original` is its text in the version's own language, where `text` is in another. `children` are those that were read;
    `below` is how many it has, and `after` the position from which the next are read, where only some were.
    """

    competency: Competency
    text: CompetencyText | None
    original: CompetencyText | None
    words: str
    children: list["Node"] = field(default_factory=list)
    below: int = 0
    after: int | None = None

    @property
    def title(self) -> str:
        return self.text.title if self.text else self.competency.code or self.competency.identifier

    @property
    def has_short_code(self) -> bool:
        """« 4.2 » stands beside the title; « LO1.1.01 » goes below it."""
        return 0 < len(self.competency.code) <= 5

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class UnitNode:
    unit: ReferenceUnit
    children: list["UnitNode"] = field(default_factory=list)

    def walk(self) -> Iterator[ReferenceUnit]:
        yield self.unit
        for child in self.children:
            yield from child.walk()


def chosen_text(texts: Iterable[CompetencyText], languages: Sequence[str]) -> CompetencyText | None:
    """The last revision in the first of these languages that has a text, else in whichever language has one."""
    latest: dict[str, CompetencyText] = {}
    for text in texts:
        known = latest.get(text.language)
        if known is None or known.revision < text.revision:
            latest[text.language] = text
    for language in (*languages, *sorted(latest)):
        if language in latest:
            return latest[language]
    return None


def node_of(competency: Competency, texts: Sequence[CompetencyText], language: str) -> Node:
    """`competency` has its version."""
    own = competency.version.language
    text, original = chosen_text(texts, (language, own)), chosen_text(texts, (own,))
    other = original if original and text and original.language != text.language else None
    words = searchable(" ".join([competency.code, *(entry.title for entry in texts)]))
    return Node(competency, text, other, words)


def framework_tree(version: FrameworkVersion, language: str) -> list[Node]:
    """The areas of a version with all below them, texts in `language` where there are any. Two queries."""
    texts: dict[object, list[CompetencyText]] = defaultdict(list)
    for text in CompetencyText.objects.filter(competency__version=version).select_related("erratum"):
        texts[text.competency_id].append(text)
    roots: list[Node] = []
    nodes: dict[object, Node] = {}
    for competency in Competency.objects.filter(version=version).order_by("path"):
        competency.version = version
        node = node_of(competency, texts[competency.pk], language)
        nodes[competency.pk] = node
        siblings = nodes[competency.parent_id].children if competency.parent_id else roots
        siblings.append(node)
    return roots


def search_tree(nodes: list[Node], asked: str, above: str = "") -> list[Node]:
    """The branches where every word asked for is found, in a node or above it, accents and case ignored.

    All of a branch is kept whose head matches. `above` is what was read on the way down.
    """
    words = searchable(asked).split()
    found = []
    for node in nodes:
        known = f"{above} {node.words}"
        if all(word in known for word in words):
            found.append(node)
        elif below := search_tree(node.children, asked, known):
            found.append(Node(node.competency, node.text, node.original, node.words, below))
    return found


def unit_tree(version: TrainingReferenceVersion) -> list[UnitNode]:
    """The steps, units or blocks of a version with all below them. One query."""
    roots: list[UnitNode] = []
    nodes: dict[object, UnitNode] = {}
    for unit in ReferenceUnit.objects.filter(version=version).order_by("position"):
        nodes[unit.pk] = UnitNode(unit)
        siblings = nodes[unit.parent_id].children if unit.parent_id else roots
        siblings.append(nodes[unit.pk])
    return roots
