"""The part of a framework that pages of a strand need: bounded, however large the framework is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from curriculum.choices import CompetencyKind
from curriculum.models import Competency, CompetencyText, FrameworkVersion
from curriculum.queries.searching import with_words
from curriculum.queries.trees import Node, chosen_text

#: Columns that a page, and a sheet of paper, can still show; of a wider framework only what is asked for.
MOST_AREAS = 12
MOST_COMPETENCIES = 60
MOST_CHOICES = 200


@dataclass(frozen=True)
class StrandNodes:
    """`areas` are the columns: every area, or those asked for where there are more than a page can show (`whole` is then
    False). `asked` holds the nodes asked for, by id."""

    areas: list[Node]
    asked: dict[UUID, Node]
    whole: bool


def strand_nodes(version: FrameworkVersion, asked: Iterable[Competency], language: str) -> StrandNodes:
    """Two or three queries."""
    wanted = {competency.pk: competency for competency in asked}
    roots = Competency.objects.filter(version=version, parent=None).defer("search_text", "extra").order_by("path")
    areas = list(roots[: MOST_AREAS + 1])
    whole = len(areas) <= MOST_AREAS
    if not whole:
        areas = list(roots.filter(path__in={competency.path.split(".")[0] for competency in wanted.values()}))
    named = named_nodes(version, [*wanted.values(), *areas], language)
    return StrandNodes([named[area.pk] for area in areas], {key: named[key] for key in wanted}, whole)


def area_competencies(version: FrameworkVersion, areas: list[Node], language: str) -> list[Node]:
    """The competencies right under these areas; nothing where there are too many to be columns. Two queries."""
    children = Competency.objects.filter(parent__in=[area.competency.pk for area in areas]).defer(
        "search_text", "extra"
    )
    found = list(children.order_by("path")[: MOST_COMPETENCIES + 1])
    if len(found) > MOST_COMPETENCIES:
        return []
    named = named_nodes(version, found, language)
    return [named[competency.pk] for competency in found]


@dataclass(frozen=True)
class Choices:
    """Competencies under their parent, in the order of the tree; `more`: there are more than a list can show."""

    groups: list[tuple[Node | None, list[Node]]]
    more: bool


def competency_choices(version: FrameworkVersion, find: str, language: str, keep: UUID | None = None) -> Choices:
    """What a line may ask for, where every word of `find` stands; `keep` is offered in any case. Three or
    four queries."""
    every = Competency.objects.filter(version=version)
    if every.exclude(kind=CompetencyKind.AREA).exists():
        every = every.exclude(kind=CompetencyKind.AREA)
    found = list(with_words(every, find).select_related("parent").order_by("path")[: MOST_CHOICES + 1])
    more, found = len(found) > MOST_CHOICES, found[:MOST_CHOICES]
    if keep and all(competency.pk != keep for competency in found):
        found += every.filter(pk=keep).select_related("parent")
    parents = [competency.parent for competency in found if competency.parent]
    named = named_nodes(version, [*found, *parents], language)
    groups: dict[UUID | None, list[Node]] = defaultdict(list)
    for competency in found:
        groups[competency.parent_id].append(named[competency.pk])
    return Choices([(named[key] if key else None, nodes) for key, nodes in groups.items()], more)


def named_nodes(version: FrameworkVersion, competencies: Iterable[Competency], language: str) -> dict[UUID, Node]:
    """These competencies with their texts in `language`, or the nearest there is. One query."""
    found = {competency.pk: competency for competency in competencies}
    texts: dict[UUID, list[CompetencyText]] = defaultdict(list)
    for text in CompetencyText.objects.filter(competency__in=found):
        texts[text.competency_id].append(text)
    nodes = {}
    for key, competency in found.items():
        competency.version = version
        nodes[key] = Node(competency, chosen_text(texts[key], (language, version.language)), None, words="")
    return nodes
