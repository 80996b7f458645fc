"""Searching a version in the database: accents and case ignored, and every word in a node or above it.

A hit holds at least one of the words itself, the others standing in it or above it. So « sécurité photo » finds what speaks
of photos in the area of security, and « sécurité » the area without listing all that is below: one opens it.
The texts of a frozen node are searched in its `search_text`, and those of its errata in theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length, Substr

from content.versions import State
from curriculum.formats import searchable
from curriculum.models import Competency, CompetencyText, FrameworkVersion
from curriculum.queries.branches import STEP, prefixes, read_nodes
from curriculum.queries.trees import Node

HITS = 50
#: Hits of several versions: their list only shows the way into one of them.
FIRST = 20
#: Words beyond these are not looked at.
WORDS = 8


@dataclass(frozen=True)
class Hit:
    node: Node
    above: list[Node]


@dataclass(frozen=True)
class Found:
    """Some of the hits, in the order of the tree; `after` is the path from which the next are read, if there are more."""

    hits: list[Hit]
    total: int
    after: str


def words_of(asked: str) -> list[str]:
    """The words to look for, as `search_text` has them."""
    return searchable(asked).split()[:WORDS]


def with_words(nodes: QuerySet[Competency], asked: str) -> QuerySet[Competency]:
    """Those that hold every word asked for themselves; all of them where nothing is asked for."""
    for word in words_of(asked):
        nodes = nodes.filter(search_text__contains=word)
    return nodes


def find_in(version: FrameworkVersion, asked: str, language: str, after: str = "") -> Found:
    """What is asked for, with the way to each hit. Five queries, whatever is found and however deep the tree."""
    words = words_of(asked)
    nodes = Competency.objects.filter(version=version)
    longest = nodes.aggregate(longest=Max(Length("path")))["longest"] or 0
    above = nodes.filter(path__in=[Substr(OuterRef("path"), 1, end) for end in range(STEP - 1, longest + 1, STEP)])
    own = Q()
    found = nodes
    for word in words:
        held = _holds([version], word)
        own |= held
        found = found.filter(Exists(above.filter(held)))
    found = found.filter(own).order_by("path") if words else nodes.none()
    total = found.count()
    page = list(found.filter(path__gt=after)[: HITS + 1])
    more = len(page) > HITS
    hits = _with_ways(version, page[:HITS], language)
    return Found(hits, total, page[HITS - 1].path if more else "")


def find_first(versions: Sequence[FrameworkVersion], asked: str, language: str) -> tuple[list[Node], int]:
    """The first nodes of these versions that hold every word, those in force before others, and how many there are."""
    words = words_of(asked)
    if not words:
        return [], 0
    found = Competency.objects.filter(version__in=versions)
    for word in words:
        found = found.filter(_holds(versions, word))
    past = Case(When(version__state=State.PUBLISHED, then=Value(0)), default=Value(1))
    shown = found.select_related("version__framework").order_by(past, "version__framework__slug", "version", "path")
    return read_nodes(list(shown[:FIRST]), language), found.count()


def _holds(versions: Sequence[FrameworkVersion], word: str) -> Q:
    late = CompetencyText.objects.filter(
        competency__version__in=versions, erratum__isnull=False, search_text__contains=word
    )
    return Q(search_text__contains=word) | Q(pk__in=late.values("competency"))


def _with_ways(version: FrameworkVersion, hits: list[Competency], language: str) -> list[Hit]:
    ways = {path for hit in hits for path in prefixes(hit.path)}
    shown = list(Competency.objects.filter(version=version, path__in=ways))
    for competency in shown:
        competency.version = version
    by_path = {node.competency.path: node for node in read_nodes(shown, language)}
    return [Hit(by_path[hit.path], [by_path[path] for path in prefixes(hit.path)[:-1]]) for hit in hits]
