"""The competencies of a draft: added, reworded, moved, removed. Paths follow, and so do the edges of the tree.

Every action takes the `edit_token` of the draft that its author read: with another one, a colleague was faster.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from content.typography import figure
from curriculum.actions.drafting import opened
from curriculum.actions.removing import remove_nodes
from curriculum.choices import CompetencyKind, TextStatus
from curriculum.formats import association_identifier, competency_identifier, searchable
from curriculum.formats.framework import DEPTH, IS_CHILD_OF
from curriculum.models import Association, Competency, CompetencyText, FrameworkVersion
from people.actions import record
from people.models import Person


@dataclass(frozen=True)
class Wording:
    """A text of a competency in one language. An empty title takes this language away."""

    language: str
    title: str
    status: str
    description: str = ""
    source: str = ""


@transaction.atomic
def add_competency(
    *,
    version: FrameworkVersion,
    parent: Competency | None,
    kind: str,
    code: str,
    wordings: Sequence[Wording],
    edit_token: str,
    by: Person | None,
    at: datetime,
) -> Competency:
    """A node below `parent`, or a new area, after its siblings."""
    draft = opened(version, edit_token)
    limit = settings.VOLET_LIMITS["nodes"]
    if draft.competencies.count() >= limit:
        raise ValidationError(_("Ce référentiel a déjà %(limit)s éléments.") % {"limit": figure(limit)})
    parent = _parent(draft, parent)
    position, path = _place(draft, parent)
    node = Competency.objects.create(
        version=draft,
        identifier=_identifier(draft, code),
        code=code,
        kind=_kind(kind),
        parent=parent,
        position=position,
        path=path,
    )
    _word(node, wordings)
    _hang(node, None)
    record(verb="competency-added", noun=node, by=by, at=at, organisation=draft.framework.owner)
    return node


@transaction.atomic
def edit_competency(
    *,
    competency: Competency,
    kind: str,
    code: str,
    wordings: Sequence[Wording],
    edit_token: str,
    by: Person | None,
    at: datetime,
) -> Competency:
    """Its code, kind and texts; languages that `wordings` leaves out stay. The identifier never changes."""
    draft, node = _node(competency, edit_token)
    node.kind, node.code = _kind(kind), code
    node.save(update_fields=["kind", "code"])
    _word(node, wordings)
    record(verb="competency-edited", noun=node, by=by, at=at, organisation=draft.framework.owner)
    return node


@transaction.atomic
def shift_competency(
    *, competency: Competency, down: bool, edit_token: str, by: Person | None, at: datetime
) -> Competency:
    """One place up or down among its siblings; it stays where it is at the end of them."""
    draft, node = _node(competency, edit_token)
    siblings = Competency.objects.filter(version=draft, parent=node.parent)
    beyond = siblings.filter(position__gt=node.position) if down else siblings.filter(position__lt=node.position)
    other = beyond.order_by("position" if down else "-position").first()
    if other is None:
        return node
    here, there = (node.position, node.path), (other.position, other.path)
    _settle(other, other.position, f"~{other.path}")
    _settle(node, *there)
    _settle(other, *here)
    for moved in (node, other):
        _hang(moved, moved.parent_id)
    record(verb="competency-moved", noun=node, by=by, at=at, organisation=draft.framework.owner)
    return node


@transaction.atomic
def place_competency(
    *, competency: Competency, parent: Competency | None, edit_token: str, by: Person | None, at: datetime
) -> Competency:
    """Under another parent, or among the areas, with all that is below it, after what is there."""
    draft, node = _node(competency, edit_token)
    parent, old = _parent(draft, parent), node.parent_id
    if parent is not None and (parent.path == node.path or parent.path.startswith(f"{node.path}.")):
        raise ValidationError(_("On ne range pas une compétence sous elle-même."), code="cycle")
    if (parent.pk if parent else None) == old:
        return node
    branch = Competency.objects.filter(version=draft, path__startswith=f"{node.path}.")
    height = max((path.count(".") for path in branch.values_list("path", flat=True)), default=node.path.count("."))
    _check_depth((parent.path.count(".") + 1 if parent else 0) + height - node.path.count(".") + 1)
    position, path = _place(draft, parent)
    node.parent = parent
    _settle(node, position, path)
    _hang(node, old)
    record(verb="competency-moved", noun=node, by=by, at=at, organisation=draft.framework.owner)
    return node


@transaction.atomic
def remove_competency(*, competency: Competency, edit_token: str, by: Person | None, at: datetime) -> int:
    """With its branch, unless a strand, a course or a crosswalk points at any of it. Returns how many went."""
    draft, node = _node(competency, edit_token)
    nodes = Competency.objects.filter(version=draft)
    number = remove_nodes(nodes.filter(pk=node.pk) | nodes.filter(path__startswith=f"{node.path}."))
    record(verb="competency-removed", noun=draft, by=by, at=at, organisation=draft.framework.owner, number=number)
    return number


def _node(competency: Competency, edit_token: str) -> tuple[FrameworkVersion, Competency]:
    """The draft, locked, and the node as it is now."""
    draft = opened(competency.version, edit_token)
    node = Competency.objects.select_related("parent").get(pk=competency.pk, version=draft)
    node.version = draft
    return draft, node


def _parent(draft: FrameworkVersion, parent: Competency | None) -> Competency | None:
    if parent is None:
        return None
    found = Competency.objects.filter(version=draft, pk=parent.pk).first()
    if found is None:
        raise ValidationError(_("Cette compétence n'est pas dans ce brouillon."), code="elsewhere")
    return found


def _kind(kind: str) -> str:
    if kind not in CompetencyKind.values:
        raise ValidationError(_("Dites si c'est un domaine, une compétence ou un énoncé."))
    return kind


def _identifier(draft: FrameworkVersion, code: str) -> str:
    """Ours, from the code, unless another node has it."""
    ours = competency_identifier(draft.framework.slug, draft.label, code)
    taken = not code or Competency.objects.filter(version=draft, identifier=ours).exists()
    return str(uuid4()) if taken else ours


def _check_depth(depth: int) -> None:
    if depth > DEPTH:
        raise ValidationError(_("Plus de %(depth)d niveaux d'emboîtement.") % {"depth": DEPTH})


def _place(draft: FrameworkVersion, parent: Competency | None) -> tuple[int, str]:
    """Position and path of a new last child."""
    _check_depth(parent.path.count(".") + 2 if parent else 1)
    siblings = Competency.objects.filter(version=draft, parent=parent)
    position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    step = f"{position:05d}"
    return position, f"{parent.path}.{step}" if parent else step


def _settle(node: Competency, position: int, path: str) -> None:
    """Write its place, and the paths of all below it, in two statements."""
    below = Competency.objects.filter(version=node.version, path__startswith=f"{node.path}.")
    below.update(path=Concat(Value(path), Substr("path", len(node.path) + 1)))
    node.position, node.path = position, path
    node.save(update_fields=["parent", "position", "path"])


def _hang(node: Competency, old_parent: UUID | None) -> None:
    """Its edge of the tree follows: a source's own where the parent stays, else ours."""
    edges = Association.objects.filter(version=node.version, kind=IS_CHILD_OF, origin=node)
    edge = edges.filter(destination=old_parent).order_by("pk").first()
    above = node.parent.identifier if node.parent else node.version.identifier
    ours = association_identifier(node.version.identifier, IS_CHILD_OF, node.identifier, above)
    if edge is None or old_parent != node.parent_id:
        edges.filter(destination=node.parent).delete()
        kept = edge or Association(version=node.version, kind=IS_CHILD_OF, origin=node)
        kept.identifier, kept.uri, kept.destination, kept.destination_link = ours, "", node.parent, {}
        edge = kept
    edge.position = node.position
    edge.save()


def _word(node: Competency, wordings: Sequence[Wording]) -> None:
    """A draft keeps one text a language: revisions begin once it is published."""
    for wording in wordings:
        if wording.status not in TextStatus.values:
            raise ValidationError(_("Dites si ce texte est officiel, non officiel ou un projet."))
        texts = CompetencyText.objects.filter(competency=node, language=wording.language)
        if not wording.title.strip():
            texts.delete()
            continue
        about = {
            "title": wording.title.strip(),
            "description": wording.description.strip(),
            "status": wording.status,
            "source": wording.source.strip(),
        }
        CompetencyText.objects.update_or_create(competency=node, language=wording.language, defaults=about)
    titles = dict(CompetencyText.objects.filter(competency=node).values_list("language", "title"))
    if node.version.language not in titles:
        raise ValidationError(_("Écrivez l'intitulé dans la langue du référentiel."), code="untitled")
    node.search_text = searchable(" ".join([node.code, *titles.values()]))
    node.save(update_fields=["search_text"])
