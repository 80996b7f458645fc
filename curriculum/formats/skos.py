"""The words of RDF that framework files use, shared by the SKOS reader and writer (docs/how-to/exchange-frameworks.md).

What SKOS has no word for (kind of node, status of a translation, other granularities of the levels) is said in our own
vocabulary, `urn:volet:skos:`, which other tools ignore.
"""

from functools import cache
from urllib.parse import quote, unquote

from django.urls import reverse
from pyoxigraph import NamedNode

from curriculum.formats.framework import IS_CHILD_OF

PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "volet": "urn:volet:skos:",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
#: Our key in `extra` for statements that have no field: `[[predicate, {"@id"} or {"@value", "@language"|"@type"}], …]`.
STATEMENTS = "rdf"
JSON_TYPE = f"{PREFIXES['rdf']}JSON"
#: CASE association types that have a word in SKOS or Dublin Core. `isChildOf` beyond the tree is one more `broader`.
RELATIONS = {
    IS_CHILD_OF: "skos:broader",
    "isRelatedTo": "skos:related",
    "exactMatchOf": "skos:exactMatch",
    "ext:closeMatch": "skos:closeMatch",
    "ext:broadMatch": "skos:broadMatch",
    "ext:narrowMatch": "skos:narrowMatch",
    "ext:relatedMatch": "skos:relatedMatch",
    "isPartOf": "dct:isPartOf",
    "replacedBy": "dct:isReplacedBy",
}
OTHER_RELATIONS = f"{PREFIXES['volet']}association:"
STATUS_OF_LANGUAGE = {
    "official": "volet:officialLanguage",
    "unofficial": "volet:unofficialLanguage",
    "draft": "volet:draftLanguage",
}


@cache
def term(name: str) -> NamedNode:
    """The address of a prefixed name: `term("skos:broader")`."""
    prefix, local = name.split(":", 1)
    return NamedNode(PREFIXES[prefix] + local)


def relation_of(kind: str) -> NamedNode:
    """The property for an association type."""
    return term(RELATIONS[kind]) if kind in RELATIONS else NamedNode(OTHER_RELATIONS + quote(kind, safe=""))


def kind_of(relation: NamedNode) -> str:
    """The association type that a property stands for, or "" when it stands for none."""
    if relation.value.startswith(OTHER_RELATIONS):
        return unquote(relation.value.removeprefix(OTHER_RELATIONS))
    return _KINDS.get(relation.value, "")


def version_address(base_url: str, slug: str, label: str) -> str:
    """Where an installation shows this version: its URI when the source gave none."""
    return base_url.rstrip("/") + reverse("framework-version", args=[slug, label])


def node_address(base_url: str, slug: str, label: str, identifier: str) -> str:
    return base_url.rstrip("/") + reverse("competency-detail", args=[slug, label, identifier])


_KINDS = {term(name).value: kind for kind, name in RELATIONS.items()}
