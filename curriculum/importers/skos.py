"""SKOS in Turtle or JSON-LD → a framework version. Tolerant: what is odd is said, what has no field is kept as it stands."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from curriculum.formats.exchange import Parsed, Remark
from curriculum.importers.rdf import Graph, Refused, read_json_ld, read_turtle
from curriculum.importers.skos_scheme import Scheme
from curriculum.importers.skos_tree import grow_forest


def parse_turtle(data: bytes, name: str) -> Parsed:
    return _parse("skos-ttl", read_turtle, data, name)


def parse_json_ld(data: bytes, name: str) -> Parsed:
    return _parse("skos-jsonld", read_json_ld, data, name)


def refuse_rdf_xml(data: bytes, name: str) -> Parsed:
    reason = _("le RDF/XML n'est pas lu : enregistrez ce fichier en Turtle (.ttl) ou en JSON-LD (.jsonld)")
    return Parsed("skos-rdfxml", errors=[Remark(name, reason)])


def knows_turtle(data: bytes, name: str) -> bool:
    head = data[:4096].decode("utf-8", "ignore")
    return name.lower().endswith((".ttl", ".turtle", ".nt")) or bool(
        re.search(r"^\s*@?(prefix|base)\s", head, re.I | re.M)
    )


def knows_json_ld(data: bytes, name: str) -> bool:
    head = data[:4096].decode("utf-8", "ignore")
    if name.lower().endswith(".jsonld"):
        return True
    return head.lstrip("\ufeff \t\r\n")[:1] in {"{", "["} and bool(re.search(r'"@(context|graph|id|type)"', head))


def knows_rdf_xml(data: bytes, name: str) -> bool:
    return name.lower().endswith((".rdf", ".owl")) or b"<rdf:RDF" in data[:4096]


def _parse(form: str, read: Callable[[bytes], Graph], data: bytes, name: str) -> Parsed:
    parsed = Parsed(form)
    try:
        graph = read(data)
        forest = grow_forest(graph, parsed)
        parsed.spec = Scheme(graph, forest, parsed, name).spec()
    except Refused as refused:
        parsed.errors.append(refused.remark)
    return parsed
