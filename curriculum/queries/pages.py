"""What the tree of a version's page shows: all of it, its areas and one level, one branch, or what was searched for."""

from dataclasses import dataclass, field

from curriculum.formats import searchable
from curriculum.models import Competency, CompetencyText, FrameworkVersion
from curriculum.queries.branches import ancestors_of, children_of, is_small, opening, read_nodes
from curriculum.queries.searching import Hit, find_in
from curriculum.queries.trees import Node, framework_tree, search_tree


@dataclass
class TreePage:
    """`branch` is the node that was opened, with `above` it; `hits` those of a search in a version too large to be shown
    whole. `after` is where the next areas or hits are, if there are more."""

    areas: list[Node] = field(default_factory=list)
    branch: Node | None = None
    above: list[Node] = field(default_factory=list)
    asked: str = ""
    hits: list[Hit] = field(default_factory=list)
    found: int = 0
    after: str | int | None = None
    small: bool = True

    @property
    def statuses(self) -> dict[str, CompetencyText]:
        """A text of each status among those shown."""
        shown = [*self.areas, *([self.branch] if self.branch else []), *(hit.node for hit in self.hits)]
        texts = (node.text for root in shown for node in root.walk())
        return {text.status: text for text in texts if text}


def tree_page(
    version: FrameworkVersion, language: str, *, opened: str = "", asked: str = "", after: str = ""
) -> TreePage | None:
    """Nothing where the branch to open isn't there. At most eight queries, whatever the size of the version."""
    small = is_small(version)
    if asked and searchable(asked):
        return _searched(version, language, asked, after, small=small)
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    if opened and not small:
        return _branch(version, language, opened, start)
    if small:
        return TreePage(areas=framework_tree(version, language))
    areas = opening(version, language, start)
    return TreePage(areas=areas.nodes, after=areas.after, small=False)


def _searched(version: FrameworkVersion, language: str, asked: str, after: str, *, small: bool) -> TreePage:
    if small:
        areas = search_tree(framework_tree(version, language), asked)
        found = sum(1 for root in areas for node in root.walk() if not node.children)
        return TreePage(areas=areas, asked=asked, found=found)
    found_in = find_in(version, asked, language, after)
    return TreePage(asked=asked, hits=found_in.hits, found=found_in.total, after=found_in.after, small=False)


def _branch(version: FrameworkVersion, language: str, identifier: str, after: int) -> TreePage | None:
    head = Competency.objects.filter(version=version, identifier=identifier).first()
    if head is None:
        return None
    head.version = version
    node = read_nodes([head], language)[0]
    node.below = head.children.count()
    below = children_of(version, head, language, after)
    node.children, node.after = below.nodes, below.after
    return TreePage(branch=node, above=ancestors_of(head, language), small=False)
