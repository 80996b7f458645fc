"""What a framework version says, as the dataclass of its file formats: the other way round from the importers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from curriculum.formats import (
    AssociationSpec,
    CompetencySpec,
    DefinitionSpec,
    FrameworkSpec,
    LevelSpec,
    RungSpec,
    ScaleSpec,
    association_identifier,
    framework_identifier,
)
from curriculum.formats.framework import IS_CHILD_OF
from curriculum.models import Association, Competency, CompetencyText, FrameworkVersion


def framework_spec(version: FrameworkVersion) -> FrameworkSpec:
    """The version as it was published: errata (later revisions of texts) are no part of its file. Five queries."""
    reader = _Reader(version)
    return replace(
        framework_head(version),
        text_status=reader.status,
        competencies=reader.children_of(None),
        associations=tuple(reader.spec_of(entry) for entry in reader.beyond),
        definitions=tuple(DefinitionSpec(d.kind, d.identifier, d.data) for d in version.definitions.order_by("pk")),
    )


def framework_head(version: FrameworkVersion) -> FrameworkSpec:
    """What the version says of itself, without its nodes and what hangs on them. One query, none with levels fetched."""
    return FrameworkSpec(
        slug=version.framework.slug,
        label=version.label,
        language=version.language,
        name=version.framework.name,
        title=version.title,
        publisher=version.publisher,
        source=version.source,
        licence=version.licence,
        adopted_on=version.adopted_on,
        text_status={},
        levels=tuple(LevelSpec(level.rank, level.code, level.title, level.band) for level in version.levels.all()),
        competencies=(),
        identifier=_unless_ours(version.identifier, framework_identifier(version.framework.slug, version.label)),
        uri=version.uri,
        creator=version.creator,
        description=version.description,
        adoption_status=version.adoption_status,
        starts_on=version.starts_on,
        ends_on=version.ends_on,
        scales=scales_of(version),
        extra=version.extra,
    )


def node_spec(node: Competency, texts: Iterable[CompetencyText]) -> CompetencySpec:
    """A node by itself, without its children and its edge; `texts` are those of its first revision."""
    return CompetencySpec(
        code=node.code,
        kind=node.kind,
        title={text.language: text.title for text in texts},
        identifier=node.identifier,
        type_label=node.type_label,
        uri=node.uri,
        description={text.language: text.description for text in texts if text.description},
        extra=node.extra,
    )


def association_spec(entry: Association, identifiers: Mapping[object, str], document: str) -> AssociationSpec:
    """`identifiers` has those of the nodes inside, by key; an end that is no node and has no link is the document."""

    def end(pk: object, link: dict[str, str]) -> str:
        return identifiers[pk] if pk in identifiers else str(link.get("identifier", document))

    return AssociationSpec(
        identifier=entry.identifier,
        kind=entry.kind,
        origin=end(entry.origin_id, entry.origin_link),
        destination=end(entry.destination_id, entry.destination_link),
        uri=entry.uri,
        origin_link=entry.origin_link,
        destination_link=entry.destination_link,
        position=entry.position,
        extra=entry.extra,
    )


def scales_of(version: FrameworkVersion) -> tuple[ScaleSpec, ...]:
    """The other granularities of the version's levels."""
    return tuple(
        ScaleSpec(scale["key"], scale["title"], tuple(RungSpec(**rung) for rung in scale["rungs"]))
        for scale in version.scales
    )


def _unless_ours(identifier: str, ours: str) -> str:
    return "" if identifier == ours else identifier


class _Reader:
    """The parts of one version, read once."""

    def __init__(self, version: FrameworkVersion) -> None:
        self.version = version
        self.status: dict[str, str] = {}
        self.texts: dict[object, list[CompetencyText]] = defaultdict(list)
        for text in CompetencyText.objects.filter(competency__version=version, revision=1).order_by("pk"):
            self.texts[text.competency_id].append(text)
            self.status.setdefault(text.language, text.status)
        self.nodes: dict[object, Competency] = {}
        self.identifiers: dict[object, str] = {}
        self.below: dict[object, list[Competency]] = defaultdict(list)
        for node in Competency.objects.filter(version=version).defer("search_text").order_by("path"):
            self.nodes[node.pk] = node
            self.identifiers[node.pk] = node.identifier
            self.below[node.parent_id].append(node)
        self.edges: dict[object, Association] = {}
        self.beyond: list[Association] = []
        for entry in Association.objects.filter(version=version).order_by("pk"):
            self._sort(entry)

    def _sort(self, entry: Association) -> None:
        node = self.nodes.get(entry.origin_id) if entry.kind == IS_CHILD_OF else None
        if node is not None and node.pk not in self.edges and entry.destination_id == node.parent_id:
            self.edges[node.pk] = entry
        else:
            self.beyond.append(entry)

    def children_of(self, parent: Competency | None) -> tuple[CompetencySpec, ...]:
        return tuple(self._node(node) for node in self.below[parent.pk if parent else None])

    def _node(self, node: Competency) -> CompetencySpec:
        bare = node_spec(node, self.texts.get(node.pk, ()))
        return replace(bare, children=self.children_of(node), edge=self._edge(node))

    def _edge(self, node: Competency) -> AssociationSpec | None:
        """The source's own edge; None where it is the one we derive from the tree."""
        entry = self.edges.get(node.pk)
        if entry is None:
            return None
        parent = self.nodes.get(node.parent_id)
        above = parent.identifier if parent else self.version.identifier
        ours = association_identifier(self.version.identifier, IS_CHILD_OF, node.identifier, above)
        plain = not (entry.uri or entry.origin_link or entry.destination_link or entry.extra)
        if entry.identifier == ours and plain and entry.position == node.position:
            return None
        return self.spec_of(entry)

    def spec_of(self, entry: Association) -> AssociationSpec:
        return association_spec(entry, self.identifiers, self.version.identifier)
