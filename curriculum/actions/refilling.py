"""A draft rewritten in place from a file that changed: what stays keeps its row, so that what points at it still does."""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from curriculum.actions.filling import BATCH, Nodes, associations, definitions, levels, nodes_of, texts
from curriculum.formats import CompetencySpec, FrameworkSpec
from curriculum.models import Association, Competency, CompetencyText, Definition, FrameworkVersion

NODE_FIELDS = ("code", "kind", "parent", "position", "path", "search_text", "type_label", "uri", "extra")


@dataclass(frozen=True)
class Changes:
    """How many nodes a file adds, changes, leaves as they are and takes away."""

    created: int
    updated: int
    unchanged: int
    removed: int


def changes_between(old: FrameworkSpec, new: FrameworkSpec) -> Changes:
    before, after = _places(old), _places(new)
    same = sum(1 for identifier, place in after.items() if before.get(identifier) == place)
    known = len(after.keys() & before.keys())
    return Changes(len(after) - known, known - same, same, len(before) - known)


def refill_framework(version: FrameworkVersion, spec: FrameworkSpec) -> None:
    """Inside the caller's transaction. Raises ValidationError where something points at what the file no longer has."""
    CompetencyText.objects.filter(competency__version=version).delete()
    Association.objects.filter(version=version).delete()
    Definition.objects.filter(version=version).delete()
    nodes = _write_nodes(version, spec)
    CompetencyText.objects.bulk_create(texts(nodes, spec.text_status), batch_size=BATCH)
    Association.objects.bulk_create(associations(version, spec, nodes), batch_size=BATCH)
    Definition.objects.bulk_create(definitions(version, spec), batch_size=BATCH)
    _write_levels(version, spec)


def _places(spec: FrameworkSpec) -> dict[str, tuple[CompetencySpec, str, int]]:
    """Each node without its children, with its parent and rank."""
    found: dict[str, tuple[CompetencySpec, str, int]] = {}
    waiting: list[tuple[tuple[CompetencySpec, ...], str]] = [(spec.competencies, "")]
    while waiting:
        siblings, above = waiting.pop()
        for rank, node in enumerate(siblings):
            found[node.identifier] = (replace(node, children=()), above, rank)
            waiting.append((node.children, node.identifier))
    return found


def _write_nodes(version: FrameworkVersion, spec: FrameworkSpec) -> Nodes:
    rows = {row.identifier: row for row in Competency.objects.filter(version=version).order_by("path")}
    nodes = list(nodes_of(version, spec.competencies, rows))
    kept = {node.identifier for node, _entry in nodes}
    Competency.objects.bulk_create((node for node, _entry in nodes if node.identifier not in rows), batch_size=BATCH)
    changed = [node for node, _entry in nodes if node.identifier in rows]
    Competency.objects.bulk_update(changed, NODE_FIELDS, batch_size=100)
    gone = [row for row in rows.values() if row.identifier not in kept]
    try:
        for row in reversed(gone):
            row.delete()
    except ProtectedError as error:
        names = {"code": row.code or row.identifier}
        raise ValidationError(
            _("« %(code)s » n'est plus dans le fichier, mais quelque chose s'y rapporte encore") % names
        ) from error
    return nodes


def _write_levels(version: FrameworkVersion, spec: FrameworkSpec) -> None:
    rows = {row.rank: row for row in version.levels.all()}
    for level in levels(version, spec):
        known = rows.pop(level.rank, None)
        level.pk = known.pk if known else None
        level.save()
    try:
        for row in rows.values():
            row.delete()
    except ProtectedError as error:
        raise ValidationError(
            _("le niveau « %(code)s » n'est plus dans le fichier, mais quelque chose s'y rapporte encore")
            % {"code": row.code}
        ) from error
