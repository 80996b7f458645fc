"""What a certificate asks for, as a tree and as a sentence. A version without a row asks for its assessment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from certificates.choices import CriterionKind
from certificates.models import AchievementVersion, Criterion
from certificates.queries.subjects import Subjects, subjects_of

GROUPS = frozenset({CriterionKind.ALL, CriterionKind.ANY})


@dataclass(frozen=True)
class Node:
    """A group with its `children`, or a leaf with its subject. `row` is its row, None for the implied assessment; `name` is
    what the subject is called, "" unless the tree was read with names; then `known` says whether it is published. `path`:
    « 2.1 » is the first node of the second of the root, "" the root."""

    kind: str
    row: Criterion | None
    children: tuple["Node", ...] = ()
    course_id: UUID | None = None
    activity_key: str = ""
    competency_id: UUID | None = None
    rank: int = 0
    share: int = 0
    achievement_id: UUID | None = None
    name: str = ""
    known: bool = True
    level: str = ""
    path: str = ""

    @property
    def is_group(self) -> bool:
        return self.kind in GROUPS

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def leaves(self) -> list["Node"]:
        return [node for node in self.walk() if not node.is_group]

    @property
    def groups(self) -> list["Node"]:
        return [node for node in self.walk() if node.is_group]


def trees_of(versions: Sequence[AchievementVersion], *, named: bool = True) -> dict[UUID, Node]:
    """The tree of each version: one query; two with the names of the subjects, which an implied assessment goes without."""
    by_version: dict[UUID, list[Criterion]] = defaultdict(list)
    asked = [version.pk for version in versions if getattr(version, "has_tree", True)]
    for row in Criterion.objects.filter(version__in=asked).select_related("level", "competency") if asked else ():
        by_version[row.version_id].append(row)
    rows = [row for found in by_version.values() for row in found]
    subjects = subjects_of(rows, versions) if named and rows else Subjects()
    return {version.pk: _tree(version, by_version.get(version.pk, []), subjects) for version in versions}


def saying_whether_trees(versions: QuerySet[AchievementVersion]) -> QuerySet[AchievementVersion]:
    """Each with `has_tree`: decided by criteria rather than by its one assessment. Spares `trees_of` its query."""
    return versions.annotate(has_tree=Exists(Criterion.objects.filter(version=OuterRef("pk"))))


def tree_of(version: AchievementVersion) -> Node:
    """With the names of all subjects."""
    return named_trees_of([version])[version.pk]


def named_trees_of(versions: Sequence[AchievementVersion]) -> dict[UUID, Node]:
    """As `trees_of`, implied assessments with their name too: seven queries at most."""
    trees = trees_of(versions)
    implied = [version for version in versions if trees[version.pk].row is None]
    names = subjects_of([], implied) if implied else Subjects()
    for version in implied:
        name = names.assessment(version.course_id, version.activity_key)
        trees[version.pk] = replace(trees[version.pk], name=name)
    return trees


def sentence(node: Node) -> str:
    """« Il faut : réussir l'épreuve « X » ; et être admis par le jury. »"""
    if node.is_group and not node.children:
        return _("Rien n'est demandé pour l'instant.")
    while len(node.children) == 1:
        node = node.children[0]
    if not node.children:
        return _("Il faut %(what)s.") % {"what": phrase(node)}
    if node.kind == CriterionKind.ANY:
        parts = [phrase(child, inside=child.kind == CriterionKind.ANY) for child in node.children]
        return _("Il faut au moins : %(first)s ; ou %(last)s.") % _first_and_last(parts)
    parts = [phrase(child) for child in node.children]
    return _("Il faut : %(first)s ; et %(last)s.") % _first_and_last(parts)


def phrase(node: Node, *, inside: bool = False) -> str:
    """A node inside a sentence: « terminer le parcours « Images » », « soit ceci, soit cela et le reste ». From the second
    alternative downwards (`inside`), brackets say what goes together."""
    if not node.is_group:
        return _leaf(node)
    if len(node.children) < 2:
        return phrase(node.children[0], inside=inside) if node.children else _("(groupe vide)")
    if node.kind == CriterionKind.ALL:
        joined = _(" et ").join(phrase(child, inside=True) for child in node.children)
    elif inside:
        joined = _(" ou ").join(phrase(child, inside=True) for child in node.children)
    else:
        return ", ".join(_("soit %(what)s") % {"what": _alternative(child)} for child in node.children)
    return f"({joined})" if inside else joined


def _alternative(node: Node) -> str:
    """What follows « soit »: the commas around it do what brackets would."""
    return phrase(node, inside=node.kind != CriterionKind.ALL)


def _leaf(node: Node) -> str:
    names = {"name": node.name, "level": node.level, "share": node.share}
    return {
        CriterionKind.ASSESSMENT: _("réussir l'épreuve « %(name)s »"),
        CriterionKind.OUTCOME: _("faire valider « %(name)s » au niveau %(level)s"),
        CriterionKind.COURSE: _("terminer le parcours « %(name)s »"),
        CriterionKind.ATTENDANCE: _("être présent à au moins %(share)s %% des séances"),
        CriterionKind.JURY: _("être admis par le jury"),
        CriterionKind.ACHIEVEMENT: _("avoir le certificat « %(name)s » en cours de validité"),
    }[CriterionKind(node.kind)] % names


def _first_and_last(parts: list[str]) -> dict[str, str]:
    return {"first": " ; ".join(parts[:-1]), "last": parts[-1]}


def _tree(version: AchievementVersion, rows: Iterable[Criterion], subjects: Subjects) -> Node:
    children: dict[int | None, list[Criterion]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)
    if not children[None]:
        name = subjects.assessment(version.course_id, version.activity_key)
        key, course = version.activity_key, version.course_id
        return Node(CriterionKind.ASSESSMENT, None, course_id=course, activity_key=key, name=name)

    def node(row: Criterion, path: str = "") -> Node:
        below = enumerate(children[row.pk], 1)
        return Node(
            row.kind,
            row,
            tuple(node(child, f"{path}.{place}" if path else str(place)) for place, child in below),
            course_id=row.course_id,
            activity_key=row.activity_key,
            competency_id=row.competency_id,
            rank=row.level.rank if row.level else 0,
            share=row.share or 0,
            achievement_id=row.achievement_id,
            name=subjects.name(row),
            known=subjects.knows(row),
            level=row.level.code if row.level else "",
            path=path,
        )

    return node(children[None][0])
