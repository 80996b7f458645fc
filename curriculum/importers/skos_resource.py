"""One resource of an RDF file: each statement is taken once, and what nobody took is kept as it stands."""

import datetime
import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import BlankNode, Literal

from curriculum.formats.skos import PREFIXES, STATEMENTS, term
from curriculum.importers.rdf import Graph, Term

TONGUE_LENGTH = 8  # `CompetencyText.language`
PLAIN = f"{PREFIXES['xsd']}string"


class Resource:
    """`main` is the language of what has no tag; `untagged` says that such a text was met."""

    def __init__(self, graph: Graph, subject: Term, main: str) -> None:
        self.graph, self.subject, self.main = graph, subject, main
        self.left = graph.statements(subject)
        self.untagged = False

    def values(self, name: str) -> list[Term]:
        """What is left to say for one property; nested descriptions aside."""
        wanted = term(name)
        return [value for predicate, value in self.left if predicate == wanted and not _nested(value)]

    def take(self, *names: str, maximum: int | None = None) -> str:
        """The first text or address, in our language rather than another; "" when there is none that short."""
        for name in names:
            found = [value for value in self.values(name) if value.value.strip()]
            found = [value for value in found if maximum is None or len(value.value) <= maximum]
            found.sort(key=lambda value: self._rank(value))
            if found:
                self.left.remove((term(name), found[0]))
                return found[0].value
        return ""

    def take_date(self, name: str) -> datetime.date | None:
        for value in self.values(name):
            try:
                day = datetime.date.fromisoformat(value.value.strip()[:10])
            except ValueError:
                continue
            self.left.remove((term(name), value))
            return day
        return None

    def take_json(self, name: str) -> dict[str, Any]:
        for value in self.values(name):
            try:
                found = json.loads(value.value)
                written = json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
            except (ValueError, RecursionError):  # half a character, or a number that JSON doesn't have, among them
                continue
            if isinstance(found, dict) and b"\\u0000" not in written:
                self.left.remove((term(name), value))
                return found
        return {}

    def texts(self, *names: str) -> dict[str, str]:
        """A text per language, from the first property that has any."""
        for name in names:
            found: dict[str, str] = {}
            literals = [value for value in self.values(name) if isinstance(value, Literal)]
            for value in sorted(literals, key=lambda value: not value.language):
                tongue = self._tongue(value)
                if tongue not in found and value.value.strip():
                    found[tongue] = value.value
                    self.untagged = self.untagged or not value.language
                    self.left.remove((term(name), value))
            if found:
                return found
        return {}

    def leftovers(self, own_type: str, read: Iterable[str]) -> tuple[dict[str, Any], int]:
        """What nobody took, in one order whatever the file's; and how many nested descriptions can't be kept.

        `read` are the properties that were read otherwise, `own_type` the type that goes without saying.
        """
        extra, gone = self.take_json("volet:extra"), {term(name) for name in read}
        common = (term("rdf:type"), term(own_type))
        left = [entry for entry in self.left if entry[0] not in gone and entry != common]
        kept = [[predicate.value, _as_json(value)] for predicate, value in left if not _nested(value)]
        kept.sort(key=lambda entry: (entry[0], json.dumps(entry[1], sort_keys=True)))
        return ({**extra, STATEMENTS: kept} if kept else extra), len(left) - len(kept)

    def _tongue(self, value: Literal) -> str:
        tongue = value.language or self.main
        return tongue if len(tongue) <= TONGUE_LENGTH else tongue.split("-")[0][:TONGUE_LENGTH]

    def _rank(self, value: Term) -> int:
        language = value.language if isinstance(value, Literal) else None
        return 0 if language == self.main else 1 if not language else 2


def _nested(value: Term) -> bool:
    return isinstance(value, BlankNode)


def _as_json(value: Term) -> dict[str, str]:
    if not isinstance(value, Literal):
        return {"@id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == PLAIN:
        return {"@value": value.value}
    return {"@value": value.value, "@type": value.datatype.value}
