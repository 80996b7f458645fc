"""The levels that our own SKOS files carry beside the concepts. A level that isn't whole is left out, with a warning."""

from django.utils.translation import gettext as _
from pyoxigraph import NamedNode

from curriculum.formats import LevelSpec, RungSpec, ScaleSpec
from curriculum.formats.exchange import Parsed, Remark
from curriculum.formats.framework import RANKS
from curriculum.importers.rdf import Graph, Term
from curriculum.importers.skos_resource import Resource

CODE = 20  # `ProficiencyLevel.code`


class Levels:
    """Of the scheme whose address is `scheme`."""

    def __init__(self, graph: Graph, scheme: NamedNode | None, main: str, parsed: Parsed) -> None:
        self.graph, self.scheme, self.main, self.parsed = graph, scheme, main, parsed
        self.within: dict[Term, list[Term]] = {}
        if scheme and (graph.values(scheme, "volet:levels") or graph.values(scheme, "volet:scale")):
            for subject in graph.subjects():
                for home in graph.values(subject, "skos:inScheme"):
                    self.within.setdefault(home, []).append(subject)

    def levels(self) -> tuple[LevelSpec, ...]:
        found: dict[int, LevelSpec] = {}
        for subject in self._members("volet:levels"):
            if not self.graph.values(subject, "schema:position"):
                continue  # a band
            entry = Resource(self.graph, subject, self.main)
            rank, code = _integer(entry.take("schema:position")), entry.take("skos:notation")
            if rank not in RANKS or rank in found or len(code) > CODE:
                self._warn(subject)
                continue
            bands = [Resource(self.graph, band, self.main) for band in self.graph.values(subject, "skos:broader")]
            band = bands[0].texts("skos:prefLabel") if bands else {}
            found[rank] = LevelSpec(rank, code, entry.texts("skos:prefLabel"), band)
        return tuple(found[rank] for rank in sorted(found))

    def scales(self) -> tuple[ScaleSpec, ...]:
        found = []
        for scheme in self.graph.values(self.scheme, "volet:scale") if self.scheme else []:
            entry = Resource(self.graph, scheme, self.main)
            rungs = [rung for subject in self.within.get(scheme, []) if (rung := self._rung(subject)) is not None]
            rungs.sort(key=lambda rung: rung[0])
            place = _integer(entry.take("schema:position"))
            scale = ScaleSpec(entry.take("dct:identifier"), entry.texts("dct:title"), tuple(r for _n, r in rungs))
            found.append((place, scale))
        return tuple(scale for _place, scale in sorted(found, key=lambda pair: pair[0]))

    def _rung(self, subject: Term) -> tuple[int, RungSpec] | None:
        entry = Resource(self.graph, subject, self.main)
        first, last = (_integer(entry.take(name)) for name in ("volet:firstLevel", "volet:lastLevel"))
        if first not in RANKS or last not in RANKS:
            self._warn(subject)
            return None
        rung = RungSpec(entry.take("skos:notation"), entry.texts("skos:prefLabel"), first, last)
        return _integer(entry.take("schema:position")), rung

    def _members(self, name: str) -> list[Term]:
        schemes = self.graph.values(self.scheme, name) if self.scheme else []
        return [subject for scheme in schemes for subject in self.within.get(scheme, [])]

    def _warn(self, subject: Term) -> None:
        self.parsed.warnings.append(Remark(subject.value, _("ce niveau est incomplet : il est laissé de côté")))


def _integer(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
