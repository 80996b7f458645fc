"""The parts of a framework version, from what a file says: levels, nodes, texts, associations, definitions."""

from collections.abc import Iterator

from curriculum.formats import CompetencySpec, FrameworkSpec, association_identifier, searchable
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
Nodes = list[tuple[Competency, CompetencySpec]]


def fill_framework(version: FrameworkVersion, spec: FrameworkSpec) -> None:
    """Write the parts of a new draft; a constant number of statements for each 500 rows."""
    ProficiencyLevel.objects.bulk_create(levels(version, spec))
    nodes = list(nodes_of(version, spec.competencies))
    Competency.objects.bulk_create((node for node, _entry in nodes), batch_size=BATCH)
    CompetencyText.objects.bulk_create(texts(nodes, spec.text_status), batch_size=BATCH)
    Association.objects.bulk_create(associations(version, spec, nodes), batch_size=BATCH)
    Definition.objects.bulk_create(definitions(version, spec), batch_size=BATCH)


def levels(version: FrameworkVersion, spec: FrameworkSpec) -> Iterator[ProficiencyLevel]:
    for level in spec.levels:
        yield ProficiencyLevel(version=version, rank=level.rank, code=level.code, title=level.title, band=level.band)


def definitions(version: FrameworkVersion, spec: FrameworkSpec) -> Iterator[Definition]:
    for entry in spec.definitions:
        yield Definition(version=version, kind=entry.kind, identifier=entry.identifier, data=entry.data)


def nodes_of(
    version: FrameworkVersion,
    specs: tuple[CompetencySpec, ...],
    rows: dict[str, Competency] | None = None,
    parent: Competency | None = None,
) -> Iterator[tuple[Competency, CompetencySpec]]:
    """Unsaved competencies, parents first; those of `rows`, by identifier, are the ones that are there already.

    The path is the position at each depth, on five digits: it sorts as the tree.
    """
    for position, spec in enumerate(specs, start=1):
        step = f"{position:05d}"
        node = (rows or {}).get(spec.identifier) or Competency(version=version, identifier=spec.identifier)
        node.code, node.kind, node.parent, node.position = spec.code, spec.kind, parent, position
        node.path = f"{parent.path}.{step}" if parent else step
        node.search_text = searchable(" ".join([spec.code, *spec.title.values()]))
        node.type_label, node.uri, node.extra = spec.type_label, spec.uri, spec.extra
        yield node, spec
        yield from nodes_of(version, spec.children, rows, node)


def texts(nodes: Nodes, status: dict[str, str]) -> Iterator[CompetencyText]:
    for node, entry in nodes:
        for language, title in entry.title.items():
            yield CompetencyText(
                competency=node,
                language=language,
                title=title,
                description=entry.description.get(language, ""),
                status=status[language],
            )


def associations(version: FrameworkVersion, spec: FrameworkSpec, nodes: Nodes) -> Iterator[Association]:
    """The edges of the tree, the file's own where it has them, then what goes beyond the tree."""
    known = {node.identifier: node for node, _entry in nodes}
    for node, entry in nodes:
        edge, parent = entry.edge, node.parent
        above = parent.identifier if parent else version.identifier
        yield Association(
            version=version,
            identifier=edge.identifier
            if edge
            else association_identifier(version.identifier, IS_CHILD_OF, node.identifier, above),
            uri=edge.uri if edge else "",
            kind=IS_CHILD_OF,
            origin=node,
            destination=parent,
            origin_link=edge.origin_link if edge else {},
            destination_link=edge.destination_link if edge else {},
            position=edge.position if edge else node.position,
            extra=edge.extra if edge else {},
        )
    for beyond in spec.associations:
        yield Association(
            version=version,
            identifier=beyond.identifier,
            uri=beyond.uri,
            kind=beyond.kind,
            origin=known.get(beyond.origin),
            destination=known.get(beyond.destination),
            origin_link=beyond.origin_link,
            destination_link=beyond.destination_link,
            position=beyond.position,
            extra=beyond.extra,
        )
