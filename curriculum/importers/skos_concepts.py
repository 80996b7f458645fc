"""The concepts of a scheme as competencies, and their relations beyond the tree as associations."""

import re
import uuid

from django.conf import settings
from django.utils.translation import gettext as _
from pyoxigraph import Literal, NamedNode

from curriculum.choices import CompetencyKind
from curriculum.formats import AssociationSpec, CompetencySpec, association_identifier
from curriculum.formats.exchange import Parsed, Remark
from curriculum.formats.framework import IS_CHILD_OF
from curriculum.formats.skos import kind_of, node_address, relation_of
from curriculum.importers.rdf import Graph
from curriculum.importers.skos_resource import Resource
from curriculum.importers.skos_tree import ROOT, Forest

UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
CODE, TYPE_LABEL, IDENTIFIER, ADDRESS, KIND = 40, 80, 200, 500, 40
READ = (
    "skos:inScheme",
    "skos:topConceptOf",
    "skos:narrower",
    "skos:broader",
    "skos:broaderTransitive",
    "skos:narrowerTransitive",
    "schema:position",
)


class Concepts:
    """`untagged` and `nested` count texts without a language and descriptions that can't be kept."""

    def __init__(self, graph: Graph, forest: Forest, parsed: Parsed, main: str) -> None:
        self.graph, self.forest, self.parsed, self.main = graph, forest, parsed, main
        self.untagged = self.nested = 0
        self.identifiers = self._identifiers()

    def tree(self, slug: str, label: str) -> tuple[CompetencySpec, ...]:
        return tuple(self._node(root, 0, (slug, label)) for root in self.forest.below[ROOT])

    def associations(self, version: str) -> tuple[AssociationSpec, ...]:
        """In the order of the tree, then of the properties and of what they lead to. `version` is its identifier."""
        made, waiting = [], list(reversed(self.forest.below[ROOT]))
        while waiting:
            concept = waiting.pop()
            waiting += reversed(self.forest.below.get(concept, []))
            for predicate, value in sorted(self._relations(concept), key=lambda pair: (pair[0].value, pair[1].value)):
                kind = kind_of(predicate)
                inside = version if value == self.forest.scheme else self.identifiers.get(value, "")
                if len(kind) > KIND or len(value.value) > ADDRESS:
                    self._warn(concept, _("relation trop longue, laissée de côté : %(kind)s") % {"kind": kind[:80]})
                    continue
                made.append(_association(version, kind, self.identifiers[concept], inside, value.value))
        return tuple(made)

    def _identifiers(self) -> dict[NamedNode, str]:
        """The file's own where it is one (a UUID, or what we wrote), else a UUIDv5 of the address. None twice."""
        found: dict[NamedNode, str] = {}
        taken: set[str] = set()
        for concept in (concept for siblings in self.forest.below.values() for concept in siblings):
            identifier = own_identifier(Resource(self.graph, concept, self.main))
            if identifier in taken:
                reason = _("l'identifiant « %(identifier)s » est écrit deux fois : celui-ci est refait")
                self._warn(concept, reason % {"identifier": identifier})
                identifier = ""
            found[concept] = identifier or str(uuid.uuid5(uuid.NAMESPACE_URL, concept.value))
            taken.add(found[concept])
        return found

    def _node(self, concept: NamedNode, depth: int, version: tuple[str, str]) -> CompetencySpec:
        about = Resource(self.graph, concept, self.main)
        own_identifier(about)
        for relation in self._relations(concept):
            about.left.remove(relation) if relation in about.left else None
        below, identifier = self.forest.below.get(concept, []), self.identifiers[concept]
        code, kind = about.take("skos:notation", maximum=CODE), about.take("volet:kind")
        title = about.texts("skos:prefLabel", "rdfs:label", "dct:title") or self._title(concept, code)
        self.untagged += about.untagged
        address = kept_address(concept, node_address(settings.VOLET_BASE_URL, *version, identifier))
        type_label, description = about.take("volet:typeLabel", maximum=TYPE_LABEL), about.texts("skos:definition")
        extra, nested = about.leftovers("skos:Concept", READ)
        self.nested += nested
        return CompetencySpec(
            code=code,
            kind=kind if kind in CompetencyKind.values else _kind_at(depth, bool(below)),
            title=title,
            identifier=identifier,
            children=tuple(self._node(child, depth + 1, version) for child in below),
            type_label=type_label,
            uri=address,
            description=description,
            extra=extra,
        )

    def _title(self, concept: NamedNode, code: str) -> dict[str, str]:
        title = code or concept.value.rstrip("/#").rpartition("/")[2] or concept.value
        self._warn(concept, _("ce concept n'a pas d'intitulé : « %(title)s » en tient lieu") % {"title": title})
        return {self.main: title}

    def _relations(self, concept: NamedNode) -> list[tuple[NamedNode, NamedNode]]:
        """Statements that become associations: not the tree's own."""
        found = [
            (predicate, value)
            for predicate, value in self.graph.statements(concept)
            if isinstance(value, NamedNode) and kind_of(predicate) not in {"", IS_CHILD_OF}
        ]
        further = list(self.forest.beyond.get(concept, ()))
        scheme = self.forest.scheme
        below_another = concept not in self.forest.below[ROOT]
        if scheme is not None and below_another and scheme in self.graph.values(concept, "skos:broader"):
            further.append(scheme)
        return [*found, *((relation_of(IS_CHILD_OF), parent) for parent in further)]

    def _warn(self, concept: NamedNode, reason: str) -> None:
        self.parsed.warnings.append(Remark(concept.value, reason))


def own_identifier(resource: Resource) -> str:
    """Taken from `dct:identifier` when it is a UUID or we wrote it: elsewhere people put a code there, which isn't one."""
    values = [value for value in resource.values("dct:identifier") if 0 < len(value.value) <= IDENTIFIER]
    given = [value.value for value in values if isinstance(value, Literal)]
    ours = resource.values("volet:kind") or resource.values("volet:slug")
    found = next((text for text in given if UUID.fullmatch(text)), given[0] if given and ours else "")
    resource.left = [entry for entry in resource.left if not (entry[1] in values and entry[1].value == found)]
    return found


def kept_address(subject: NamedNode | None, ours: str) -> str:
    """The source's address, verbatim; empty when it is ours, or too long to be kept."""
    return "" if subject is None or subject.value == ours or len(subject.value) > ADDRESS else subject.value


def _association(version: str, kind: str, origin: str, inside: str, address: str) -> AssociationSpec:
    destination = inside or address
    link = {} if inside else {"title": address, "identifier": address, "uri": address}
    identifier = association_identifier(version, kind, origin, destination)
    return AssociationSpec(identifier, kind, origin, destination, destination_link=link)


def _kind_at(depth: int, has_children: bool) -> str:
    """Where the file doesn't say: domains hold competences, and what is below these states them."""
    if depth == 0 and has_children:
        return CompetencyKind.AREA.value
    return CompetencyKind.COMPETENCE.value if depth < 2 else CompetencyKind.STATEMENT.value
