"""A framework version as SKOS, in Turtle and in JSON-LD. The same version always gives the same bytes."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from content.typography import figure
from curriculum.exporters.skos_levels import level_statements
from curriculum.exporters.skos_naming import Naming, Statement, Term, text_in, writable
from curriculum.formats import CompetencySpec, FrameworkSpec, association_identifier, framework_identifier
from curriculum.formats.exchange import Remark
from curriculum.formats.skos import JSON_TYPE, PREFIXES, STATEMENTS, STATUS_OF_LANGUAGE, relation_of, term

NOWHERE = "https://volet.invalid"
TYPE = term("rdf:type")
DATE = term("xsd:date")


def dump_turtle(spec: FrameworkSpec, base_url: str) -> bytes:
    triples = (Triple(*statement) for statement in _statements(spec, base_url))
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def dump_json_ld(spec: FrameworkSpec, base_url: str) -> bytes:
    """One object a resource. Names are shortened by a context that stands in the file: nobody has to fetch one."""
    graph: dict[str, dict[str, Any]] = {}
    for subject, predicate, value in _statements(spec, base_url):
        entry = graph.setdefault(subject.value, {"@id": subject.value})
        key = "@type" if predicate == TYPE else _short(predicate.value)
        entry.setdefault(key, []).append(_short(value.value) if key == "@type" else _value(value))
    document = {"@context": PREFIXES, "@graph": list(graph.values())}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def losses(spec: FrameworkSpec, base_url: str = NOWHERE) -> list[Remark]:
    """What SKOS can't hold of this version."""
    found = []
    if spec.definitions:
        reason = _("définitions, grilles et groupements du paquet CASE, que SKOS n'écrit pas : %(count)s")
        found.append(Remark(spec.label, reason % {"count": figure(len(spec.definitions))}))
    own = [node.identifier for node in spec.walk() if node.edge is not None]
    version = spec.identifier or framework_identifier(spec.slug, spec.label)
    own += [
        link.identifier
        for link in spec.associations
        if link.identifier != association_identifier(version, link.kind, link.origin, link.destination)
    ]
    if own:
        reason = _("relations qui perdent leur identifiant d'origine, car SKOS ne leur en donne pas : %(count)s")
        found.append(Remark(own[0], reason % {"count": figure(len(own))}))
    naming = Naming(spec, base_url)
    reason = _(
        "cette relation ne part pas d'une compétence, ou mène à quelque chose sans adresse : elle n'est pas écrite"
    )
    found += [Remark(link.identifier, reason) for link in spec.associations if naming.ends_of(link) is None]
    reason = _("cette adresse d'origine ne peut pas s'écrire en SKOS : la nôtre la remplace")
    return found + [Remark(address, reason) for address in naming.replaced]


def _statements(spec: FrameworkSpec, base_url: str) -> Iterator[Statement]:
    naming = Naming(spec, base_url)
    yield from _scheme(spec, naming)
    beyond: dict[str, list[tuple[NamedNode, NamedNode]]] = {}
    for link in spec.associations:
        ends = naming.ends_of(link)
        if ends is not None:
            beyond.setdefault(ends[0].value, []).append((relation_of(link.kind), ends[1]))
    yield from _concepts(spec, naming, beyond)
    yield from level_statements(spec, naming)


def _scheme(spec: FrameworkSpec, naming: Naming) -> Iterator[Statement]:
    statements: list[tuple[str, Term]] = [
        ("rdf:type", term("skos:ConceptScheme")),
        *(("dct:title", text_in(text, tongue)) for tongue, text in sorted(spec.title.items())),
        *_filled("volet:name", spec.name),
        *_filled("volet:slug", spec.slug),
        *_filled("owl:versionInfo", spec.label),
        *_filled("dct:language", spec.language),
        *_filled("dct:identifier", spec.identifier),
        *_filled("dct:publisher", spec.publisher),
        *_filled("dct:creator", spec.creator),
        *_address_or_text("dct:license", spec.licence),
        *_address_or_text("dct:source", spec.source),
    ]
    if spec.description:
        statements.append(("dct:description", text_in(spec.description, spec.language)))
    for name, day in (
        ("dct:dateAccepted", spec.adopted_on),
        ("schema:validFrom", spec.starts_on),
        ("schema:validThrough", spec.ends_on),
    ):
        if day is not None:
            statements.append((name, Literal(day.isoformat(), datatype=DATE)))
    statements += _filled("volet:adoptionStatus", spec.adoption_status)
    for tongue, status in sorted(spec.text_status.items()):
        statements += _filled(STATUS_OF_LANGUAGE[status], tongue)
    statements += [("skos:hasTopConcept", naming.of(node)) for node in spec.competencies]
    for name, value in statements:
        yield (naming.scheme, term(name), value)
    yield from _kept(naming.scheme, spec.extra)


def _concepts(
    spec: FrameworkSpec, naming: Naming, beyond: dict[str, list[tuple[NamedNode, NamedNode]]]
) -> Iterator[Statement]:
    """Parents before children; the broader of the tree before the others."""
    waiting: list[tuple[CompetencySpec, NamedNode | None, int]] = []
    waiting += reversed([(node, None, place) for place, node in enumerate(spec.competencies, start=1)])
    while waiting:
        node, parent, place = waiting.pop()
        here = naming.of(node)
        for name, value in _concept(node, parent, place, naming):
            yield (here, term(name), value)
        yield from ((here, relation, end) for relation, end in beyond.get(here.value, ()))
        yield from _kept(here, node.extra)
        waiting += reversed([(child, here, number) for number, child in enumerate(node.children, start=1)])


def _concept(node: CompetencySpec, parent: NamedNode | None, place: int, naming: Naming) -> Iterator[tuple[str, Term]]:
    yield "rdf:type", term("skos:Concept")
    yield "skos:inScheme", naming.scheme
    yield from _filled("skos:notation", node.code)
    for tongue, text in sorted(node.title.items()):
        yield "skos:prefLabel", text_in(text, tongue)
    for tongue, text in sorted(node.description.items()):
        yield "skos:definition", text_in(text, tongue)
    if parent is None:
        yield "skos:topConceptOf", naming.scheme
    else:
        yield "skos:broader", parent
    for child in node.children:
        yield "skos:narrower", naming.of(child)
    yield "schema:position", Literal(place)
    yield "dct:identifier", Literal(node.identifier)
    yield "volet:kind", Literal(node.kind)
    yield from _filled("volet:typeLabel", node.type_label)


def _kept(subject: NamedNode, extra: dict[str, Any]) -> Iterator[Statement]:
    """What the source says beyond our fields: as statements where it came so, else as one JSON text."""
    for predicate, value in extra.get(STATEMENTS, ()):
        yield (subject, NamedNode(predicate), _term_of(value))
    rest = {key: value for key, value in extra.items() if key != STATEMENTS}
    if rest:
        text = json.dumps(rest, ensure_ascii=False, sort_keys=True)
        yield (subject, term("volet:extra"), Literal(text, datatype=NamedNode(JSON_TYPE)))


def _filled(name: str, text: str) -> list[tuple[str, Term]]:
    return [(name, Literal(text))] if text else []


def _address_or_text(name: str, text: str) -> list[tuple[str, Term]]:
    address = writable(text) if text.startswith(("http://", "https://")) else None
    return [(name, address)] if address else _filled(name, text)


def _term_of(value: dict[str, str]) -> Term:
    if "@id" in value:
        return NamedNode(value["@id"])
    if "@language" in value:
        return Literal(value["@value"], language=value["@language"])
    return Literal(value["@value"], datatype=NamedNode(value["@type"]) if "@type" in value else None)


def _short(address: str) -> str:
    for prefix, start in PREFIXES.items():
        if address.startswith(start):
            return f"{prefix}:{address.removeprefix(start)}"
    return address


def _value(value: Term) -> str | dict[str, str]:
    if isinstance(value, NamedNode):
        return {"@id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype == term("xsd:string"):
        return value.value
    return {"@value": value.value, "@type": value.datatype.value}
