"""The levels of a framework version as a concept scheme of their own, and their other granularities as one each."""

from collections.abc import Iterator
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from curriculum.exporters.skos_naming import Naming, Statement, text_in
from curriculum.formats import FrameworkSpec, ScaleSpec
from curriculum.formats.skos import term

TYPE = term("rdf:type")


def level_statements(spec: FrameworkSpec, naming: Naming) -> Iterator[Statement]:
    """A level is a concept; the band it belongs to is its broader concept; `schema:position` is its rank."""
    if spec.levels:
        yield from _levels(spec, naming)
    for number, scale in enumerate(spec.scales, start=1):
        yield from _scale(scale, number, naming)


def _levels(spec: FrameworkSpec, naming: Naming) -> Iterator[Statement]:
    scheme = NamedNode(f"{naming.home}#levels")
    yield (naming.scheme, term("volet:levels"), scheme)
    yield (scheme, TYPE, term("skos:ConceptScheme"))
    bands: dict[tuple[tuple[str, str], ...], NamedNode] = {}
    for level in spec.levels:
        key = tuple(sorted(level.band.items()))
        if key and key not in bands:
            bands[key] = NamedNode(f"{naming.home}#band-{len(bands) + 1}")
            yield from _thing(bands[key], scheme, "", level.band)
        here = NamedNode(f"{naming.home}#level-{level.rank}")
        yield from _thing(here, scheme, level.code, level.title)
        yield (here, term("schema:position"), Literal(level.rank))
        if key:
            yield (here, term("skos:broader"), bands[key])


def _scale(scale: ScaleSpec, number: int, naming: Naming) -> Iterator[Statement]:
    scheme = NamedNode(f"{naming.home}#scale-{quote(scale.key, safe='')}")
    yield (naming.scheme, term("volet:scale"), scheme)
    yield (scheme, TYPE, term("skos:ConceptScheme"))
    yield (scheme, term("dct:identifier"), Literal(scale.key))
    for tongue, text in sorted(scale.title.items()):
        yield (scheme, term("dct:title"), text_in(text, tongue))
    yield (scheme, term("schema:position"), Literal(number))
    for place, rung in enumerate(scale.rungs, start=1):
        here = NamedNode(f"{scheme.value}-{place}")
        yield from _thing(here, scheme, rung.code, rung.title)
        yield (here, term("schema:position"), Literal(place))
        yield (here, term("volet:firstLevel"), Literal(rung.first))
        yield (here, term("volet:lastLevel"), Literal(rung.last))


def _thing(here: NamedNode, scheme: NamedNode, code: str, title: dict[str, str]) -> Iterator[Statement]:
    yield (here, TYPE, term("skos:Concept"))
    yield (here, term("skos:inScheme"), scheme)
    if code:
        yield (here, term("skos:notation"), Literal(code))
    for tongue, text in sorted(title.items()):
        yield (here, term("skos:prefLabel"), text_in(text, tongue))
