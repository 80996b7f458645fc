"""A version's tree a piece at a time, in a constant number of queries: what a page of 14,000 competencies needs.

A path is the position at each depth, on five digits: the ancestors of a node are the prefixes of its path.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from curriculum.models import Competency, CompetencyText, FrameworkVersion
from curriculum.queries.trees import Node, node_of

PAGE = 100
#: Up to this size a version is shown whole.
WHOLE = 200
#: With one level shown below the areas, about this many nodes are shown; under `FEW` each, none.
SHOWN, FEW = 60, 5
STEP = 6  # characters of a path for one depth, its dot included


@dataclass(frozen=True)
class Siblings:
    """Some children of one node, in order. `after` is the position from which the next ones are read, if there are more."""

    nodes: list[Node]
    after: int | None


def is_small(version: FrameworkVersion) -> bool:
    """Whether the whole tree fits on a page. One query, which looks no further than it must; none where `size` is known."""
    if (size := getattr(version, "size", None)) is not None:
        return bool(size <= WHOLE)
    return len(Competency.objects.filter(version=version).order_by().values_list("pk")[: WHOLE + 1]) <= WHOLE


def children_of(version: FrameworkVersion, parent: Competency | None, language: str, after: int = 0) -> Siblings:
    """A page of the children of `parent`, or of the areas. Two queries."""
    found = Competency.objects.filter(version=version, parent=parent, position__gt=after)
    nodes = _nodes(version, _counted(found)[: PAGE + 1], language)
    return _page(nodes, PAGE)


def opening(version: FrameworkVersion, language: str, after: int = 0) -> Siblings:
    """A page of areas, each with some of its children unless there are too many areas. Four queries."""
    areas = children_of(version, None, language, after)
    each = min(PAGE, SHOWN // (len(areas.nodes) or 1))
    if each < FEW:
        return areas
    heads = {node.competency.pk: node for node in areas.nodes}
    place = Window(RowNumber(), partition_by=F("parent"), order_by="position")
    found = Competency.objects.filter(version=version, parent__in=heads).annotate(place=place)
    below: dict[object, list[Node]] = defaultdict(list)
    for node in _nodes(version, _counted(found.filter(place__lte=each + 1)), language):
        below[node.competency.parent_id].append(node)
    for pk, head in heads.items():
        page = _page(below[pk], each)
        head.children, head.after = page.nodes, page.after
    return areas


def ancestors_of(competency: Competency, language: str) -> list[Node]:
    """From the area down to the parent. Two queries, one below an area that is at hand, none for an area."""
    paths = prefixes(competency.path)[:-1]
    if len(paths) < 2:
        parents = [competency.parent] if competency.parent else []
        for parent in parents:
            parent.version = competency.version
        return read_nodes(parents, language) if parents else []
    return _nodes(competency.version, Competency.objects.filter(version=competency.version, path__in=paths), language)


def titles_of(competencies: Iterable[UUID], language: str) -> dict[UUID, Node]:
    """These competencies, of whatever version, with their texts. Two queries, one more if a version is not at hand."""
    found = list(Competency.objects.filter(pk__in=set(competencies)).select_related("version__framework"))
    return {node.competency.pk: node for node in read_nodes(found, language)}


def read_nodes(competencies: Sequence[Competency], language: str) -> list[Node]:
    """These competencies, which have their version, with their texts. One query."""
    texts: dict[object, list[CompetencyText]] = defaultdict(list)
    for text in CompetencyText.objects.filter(competency__in=competencies).select_related("erratum"):
        texts[text.competency_id].append(text)
    nodes = []
    for competency in competencies:
        node = node_of(competency, texts[competency.pk], language)
        node.below = getattr(competency, "below", 0)
        nodes.append(node)
    return nodes


def prefixes(path: str) -> list[str]:
    """The paths of the ancestors of a node, from the area down, and its own."""
    return [path[:end] for end in range(STEP - 1, len(path) + 1, STEP)]


def _counted(found: QuerySet[Competency]) -> QuerySet[Competency]:
    return found.annotate(below=Count("children")).order_by("path")


def _nodes(version: FrameworkVersion, found: QuerySet[Competency], language: str) -> list[Node]:
    competencies = list(found)
    for competency in competencies:
        competency.version = version
    return read_nodes(competencies, language)


def _page(nodes: list[Node], size: int) -> Siblings:
    more = len(nodes) > size
    kept = nodes[:size]
    return Siblings(kept, kept[-1].competency.position if more else None)
