"""What a framework version says, as the dataclass of its file formats: the other way round from the importers."""

from collections import defaultdict

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
        text_status=reader.status,
        levels=tuple(LevelSpec(level.rank, level.code, level.title, level.band) for level in version.levels.all()),
        competencies=reader.children_of(None),
        identifier=_unless_ours(version.identifier, framework_identifier(version.framework.slug, version.label)),
        uri=version.uri,
        creator=version.creator,
        description=version.description,
        adoption_status=version.adoption_status,
        starts_on=version.starts_on,
        ends_on=version.ends_on,
        scales=scales_of(version),
        associations=tuple(reader.spec_of(entry) for entry in reader.beyond),
        definitions=tuple(DefinitionSpec(d.kind, d.identifier, d.data) for d in version.definitions.order_by("pk")),
        extra=version.extra,
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
        self.titles: dict[object, dict[str, str]] = defaultdict(dict)
        self.descriptions: dict[object, dict[str, str]] = defaultdict(dict)
        for text in CompetencyText.objects.filter(competency__version=version, revision=1).order_by("pk"):
            self.titles[text.competency_id][text.language] = text.title
            self.status.setdefault(text.language, text.status)
            if text.description:
                self.descriptions[text.competency_id][text.language] = text.description
        self.nodes: dict[object, Competency] = {}
        self.below: dict[object, list[Competency]] = defaultdict(list)
        for node in Competency.objects.filter(version=version).defer("search_text").order_by("path"):
            self.nodes[node.pk] = node
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
        return CompetencySpec(
            code=node.code,
            kind=node.kind,
            title=self.titles[node.pk],
            identifier=node.identifier,
            children=self.children_of(node),
            type_label=node.type_label,
            uri=node.uri,
            description=self.descriptions.get(node.pk, {}),
            extra=node.extra,
            edge=self._edge(node),
        )

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
        return AssociationSpec(
            identifier=entry.identifier,
            kind=entry.kind,
            origin=self._end(entry.origin_id, entry.origin_link),
            destination=self._end(entry.destination_id, entry.destination_link),
            uri=entry.uri,
            origin_link=entry.origin_link,
            destination_link=entry.destination_link,
            position=entry.position,
            extra=entry.extra,
        )

    def _end(self, pk: object, link: dict[str, str]) -> str:
        node = self.nodes.get(pk) if pk else None
        return node.identifier if node else str(link.get("identifier", self.version.identifier))
