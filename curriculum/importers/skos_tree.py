"""The concepts of one scheme of an RDF file, and the tree they make."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from pyoxigraph import Literal, NamedNode

from content.typography import figure
from curriculum.formats.exchange import Parsed, Remark
from curriculum.formats.framework import DEPTH
from curriculum.formats.skos import term
from curriculum.importers.rdf import Graph, Refused, Term

MEMBERSHIP = ("skos:inScheme", "skos:topConceptOf")
ROOT = None


@dataclass
class Forest:
    """`below[None]` are the roots. `beyond` holds the further parents of a concept that has several."""

    scheme: NamedNode | None
    below: dict[NamedNode | None, list[NamedNode]] = field(default_factory=lambda: defaultdict(list))
    beyond: dict[NamedNode, list[NamedNode]] = field(default_factory=dict)


def grow_forest(graph: Graph, parsed: Parsed) -> Forest:
    """Raises `Refused`; what is merely odd becomes a warning of `parsed`."""
    scheme, concepts = _members(graph, parsed)
    if not concepts:
        raise Refused("skos:Concept", _("ce fichier ne contient aucun concept"))
    limit = settings.VOLET_LIMITS["nodes"]
    if len(concepts) > limit:
        raise Refused("skos:Concept", _("ce fichier a plus de %(limit)s éléments") % {"limit": figure(limit)})
    forest = Forest(scheme)
    parents = _parents(graph, scheme, concepts, parsed)
    for concept in concepts:
        above = parents[concept]
        forest.below[above[0] if above else ROOT].append(concept)
        if above[1:]:
            forest.beyond[concept] = above[1:]
    if forest.beyond:
        reason = _(
            "concepts à plusieurs parents : %(count)s ; le premier parent fait l'arbre, les autres sont des relations"
        )
        parsed.warnings.append(Remark(next(iter(forest.beyond)).value, reason % {"count": figure(len(forest.beyond))}))
    for siblings in forest.below.values():
        _sort(graph, siblings)
    _refuse_cycles(forest, concepts, parents)
    return forest


def _members(graph: Graph, parsed: Parsed) -> tuple[NamedNode | None, list[NamedNode]]:
    """The scheme with most concepts, and these; those that name no scheme go with it."""
    aside = {value for subject in graph.subjects() for name in ("volet:levels", "volet:scale")
             for value in graph.values(subject, name)}  # fmt: skip
    concept_type, scheme_type = term("skos:Concept"), term("skos:ConceptScheme")
    schemes: dict[Term, list[NamedNode]] = {}
    loose: list[NamedNode] = []
    nameless = 0
    for subject in graph.subjects():
        types = graph.values(subject, "rdf:type")
        if scheme_type in types and subject not in aside:
            schemes.setdefault(subject, [])
            for top in graph.values(subject, "skos:hasTopConcept"):
                if isinstance(top, NamedNode):
                    schemes[subject].append(top)
        homes = [home for name in MEMBERSHIP for home in graph.values(subject, name)]
        if concept_type not in types and not homes:
            continue
        if not isinstance(subject, NamedNode):
            nameless += 1
        elif not homes:
            loose.append(subject)
        for home in homes:
            if home not in aside and isinstance(subject, NamedNode):
                schemes.setdefault(home, []).append(subject)
    if nameless:
        reason = _("concepts sans adresse (nœuds anonymes), laissés de côté : %(count)s")
        parsed.warnings.append(Remark("skos:Concept", reason % {"count": figure(nameless)}))
    return _largest({scheme: list(dict.fromkeys(found)) for scheme, found in schemes.items()}, loose, parsed)


def _largest(
    schemes: dict[Term, list[NamedNode]], loose: list[NamedNode], parsed: Parsed
) -> tuple[NamedNode | None, list[NamedNode]]:
    held = {concept for found in schemes.values() for concept in found}
    loose = [concept for concept in loose if concept not in held]
    ranked = sorted(schemes, key=lambda scheme: -len(schemes[scheme]))
    if not ranked:
        if loose:
            parsed.warnings.append(
                Remark("skos:ConceptScheme", _("aucune liste n'est déclarée : le nom du fichier en tient lieu"))
            )
        return None, loose
    chosen, others = ranked[0], ranked[1:]
    if others and schemes[chosen] and len(schemes[others[0]]) == len(schemes[chosen]):
        names = ", ".join(scheme.value for scheme in ranked if len(schemes[scheme]) == len(schemes[chosen]))
        raise Refused(
            "skos:ConceptScheme", _("plusieurs listes de même taille : gardez-en une (%(names)s)") % {"names": names}
        )
    for other in others:
        reason = _("autre liste, laissée de côté ; concepts : %(count)s")
        parsed.warnings.append(Remark(other.value, reason % {"count": figure(len(schemes[other]))}))
    return (chosen if isinstance(chosen, NamedNode) else None), [*schemes[chosen], *loose]


def _parents(
    graph: Graph, scheme: NamedNode | None, concepts: list[NamedNode], parsed: Parsed
) -> dict[NamedNode, list[NamedNode]]:
    """What each concept says is broader, then what says it is narrower; a parent that isn't there is none."""
    inside = set(concepts)
    parents: dict[NamedNode, list[NamedNode]] = {}
    for concept in concepts:
        found = []
        for parent in graph.values(concept, "skos:broader"):
            if parent in inside and isinstance(parent, NamedNode):
                found.append(parent)
            elif parent != scheme:
                reason = _("le concept plus large « %(parent)s » n'est pas dans ce fichier")
                parsed.warnings.append(Remark(concept.value, reason % {"parent": parent.value}))
        parents[concept] = found
    for concept in concepts:
        for child in graph.values(concept, "skos:narrower"):
            if child in inside and isinstance(child, NamedNode):
                parents[child].append(concept)
    return {concept: list(dict.fromkeys(found)) for concept, found in parents.items()}


def _sort(graph: Graph, siblings: list[NamedNode]) -> None:
    """By `schema:position` where all have one, else by code where all have one, else as the file has them."""
    positions = {concept: _first(graph, concept, "schema:position") for concept in siblings}
    codes = {concept: _first(graph, concept, "skos:notation") for concept in siblings}
    if all(re.fullmatch(r"[0-9]{1,9}", position) for position in positions.values()):
        siblings.sort(key=lambda concept: int(positions[concept]))
    elif all(codes.values()):
        siblings.sort(key=lambda concept: _natural(codes[concept]))


def _first(graph: Graph, concept: NamedNode, name: str) -> str:
    return next((value.value for value in graph.values(concept, name) if isinstance(value, Literal)), "")


def _natural(text: str) -> list[tuple[int, int, str]]:
    """« 2.10 » after « 2.9 »."""
    parts = re.findall(r"[0-9]{1,9}|[^0-9]+", text)
    return [(0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts]


def _refuse_cycles(forest: Forest, concepts: list[NamedNode], parents: dict[NamedNode, list[NamedNode]]) -> None:
    reached: set[NamedNode] = set()
    row, depth = list(forest.below[ROOT]), 0
    while row:
        depth += 1
        if depth > DEPTH:
            raise Refused(row[0].value, _("plus de %(depth)d niveaux d'emboîtement") % {"depth": DEPTH})
        reached.update(row)
        row = [child for concept in row for child in forest.below.get(concept, ())]
    here = next((concept for concept in concepts if concept not in reached), None)
    if here is None:
        return
    path: list[NamedNode] = []
    while here not in path:
        path.append(here)
        here = parents[here][0]
    names = " → ".join(concept.value for concept in [*path[path.index(here) :], here])
    raise Refused(here.value, _("ces concepts tournent en rond : %(names)s") % {"names": names})


def repeated(codes: list[str]) -> list[str]:
    return [code for code, count in Counter(codes).items() if count > 1 and code]
