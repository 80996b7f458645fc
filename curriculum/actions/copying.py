"""The parts of a version, written again under a draft: nodes keep their identifiers, texts their last revision."""

from uuid import UUID, uuid4

from curriculum.formats import association_identifier, searchable
from curriculum.formats.framework import IS_CHILD_OF
from curriculum.models import (
    Association,
    Competency,
    CompetencyText,
    Definition,
    FrameworkVersion,
    ProficiencyLevel,
)

BATCH = 500


def copy_parts(old: FrameworkVersion, draft: FrameworkVersion) -> None:
    """A constant number of queries for each 500 rows."""
    ProficiencyLevel.objects.bulk_create(
        ProficiencyLevel(version=draft, rank=level.rank, code=level.code, title=level.title, band=level.band)
        for level in old.levels.all()
    )
    texts = _latest(old)
    nodes = _copied_nodes(old, draft, texts)
    Competency.objects.bulk_create(nodes.values(), batch_size=BATCH)
    CompetencyText.objects.bulk_create(
        (
            CompetencyText(
                competency=nodes[text.competency_id],
                language=text.language,
                title=text.title,
                description=text.description,
                status=text.status,
                source=text.source,
            )
            for held in texts.values()
            for text in held.values()
        ),
        batch_size=BATCH,
    )
    Association.objects.bulk_create(_associations(old, draft, nodes), batch_size=BATCH)
    Definition.objects.bulk_create(
        (
            Definition(version=draft, kind=entry.kind, identifier=entry.identifier, data=entry.data)
            for entry in old.definitions.all()
        ),
        batch_size=BATCH,
    )


def _latest(old: FrameworkVersion) -> dict[UUID, dict[str, CompetencyText]]:
    """The last revision in each language, by node: errata become part of the next version."""
    found: dict[UUID, dict[str, CompetencyText]] = {}
    for text in CompetencyText.objects.filter(competency__version=old).order_by("competency__path", "revision", "pk"):
        found.setdefault(text.competency_id, {})[text.language] = text
    return found


def _copied_nodes(
    old: FrameworkVersion, draft: FrameworkVersion, texts: dict[UUID, dict[str, CompetencyText]]
) -> dict[UUID, Competency]:
    """Unsaved copies, parents first, by the key of the original. The address of a source stays with the original."""
    copies: dict[UUID, Competency] = {}
    for node in old.competencies.order_by("path"):
        titles = (text.title for text in texts.get(node.pk, {}).values())
        copies[node.pk] = Competency(
            id=uuid4(),
            version=draft,
            identifier=node.identifier,
            code=node.code,
            kind=node.kind,
            parent=copies[node.parent_id] if node.parent_id else None,
            position=node.position,
            path=node.path,
            search_text=searchable(" ".join([node.code, *titles])),
            type_label=node.type_label,
            extra=node.extra,
        )
    return copies


def _associations(old: FrameworkVersion, draft: FrameworkVersion, nodes: dict[UUID, Competency]) -> list[Association]:
    """Edges of the tree become ours; what goes beyond the tree keeps what its source says."""
    copies = []
    for entry in old.associations.all():
        origin = nodes[entry.origin_id] if entry.origin_id else None
        destination = nodes[entry.destination_id] if entry.destination_id else None
        copy = Association(
            version=draft,
            identifier=entry.identifier,
            uri=entry.uri,
            kind=entry.kind,
            origin=origin,
            destination=destination,
            origin_link=entry.origin_link,
            destination_link=entry.destination_link,
            position=entry.position,
            extra=entry.extra,
        )
        if origin and entry.kind == IS_CHILD_OF and origin.parent == destination:
            above = destination.identifier if destination else draft.identifier
            copy.identifier = association_identifier(draft.identifier, IS_CHILD_OF, origin.identifier, above)
            copy.uri, copy.origin_link, copy.destination_link = "", {}, {}
        copies.append(copy)
    return copies
