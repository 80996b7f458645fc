"""Bytes of Turtle or JSON-LD → what they say of each resource. Nothing is ever fetched: all that counts is in the file."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from curriculum.formats.exchange import Remark
from curriculum.formats.skos import term
from curriculum.importers.weighing import too_full, too_full_of_json, too_many_statements

Term = NamedNode | Literal | BlankNode
BOM = b"\xef\xbb\xbf"


class Refused(Exception):
    """The file can't be read: `remark` says where and why."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(reason)
        self.remark = Remark(where, reason)


class Graph:
    """Statements by subject, in the order of the file, each once."""

    def __init__(self) -> None:
        self._about: dict[Term, dict[tuple[NamedNode, Term], None]] = {}

    def add(self, subject: Term, predicate: NamedNode, value: Term) -> None:
        self._about.setdefault(subject, {})[predicate, value] = None

    def subjects(self) -> Iterator[Term]:
        yield from self._about

    def statements(self, subject: Term) -> list[tuple[NamedNode, Term]]:
        return list(self._about.get(subject, ()))

    def values(self, subject: Term, name: str) -> list[Term]:
        """What the file says of a resource for one property: `values(concept, "skos:broader")`."""
        wanted = term(name)
        return [value for predicate, value in self._about.get(subject, ()) if predicate == wanted]


def read_turtle(data: bytes) -> Graph:
    return _graph(_text(data).encode(), RdfFormat.TURTLE)


def read_json_ld(data: bytes) -> Graph:
    if too_full_of_json(data):
        raise Refused("JSON-LD", too_full())
    text = _text(data)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused(_line(error.lineno), _("ce JSON est incomplet ou mal formé")) from error
    except RecursionError as error:
        raise Refused(_line(1), _("trop d'emboîtements")) from error
    remote = next(_remote_contexts(document), "")
    if remote:
        reason = _("le contexte « %(address)s » est ailleurs, et rien n'est cherché sur le réseau : écrivez-le ici")
        raise Refused("@context", reason % {"address": remote[:200]})
    return _graph(text.encode(), RdfFormat.JSON_LD)


def _text(data: bytes) -> str:
    data = data.removeprefix(BOM)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(_line(line), _("ce fichier n'est pas en UTF-8")) from error
    if "\0" in text:
        raise Refused(_line(text[: text.index("\0")].count("\n") + 1), _("un caractère nul n'est pas permis"))
    return text


def _graph(data: bytes, form: RdfFormat) -> Graph:
    graph = Graph()
    try:
        for count, quad in enumerate(parse(data, format=form), start=1):
            if too_many_statements(count):
                raise Refused("RDF", too_full())
            subject, value = quad.subject, quad.object
            if isinstance(value, Literal) and "\0" in value.value:
                raise Refused(str(subject), _("un caractère nul n'est pas permis"))
            if isinstance(subject, NamedNode | BlankNode) and isinstance(value, NamedNode | BlankNode | Literal):
                graph.add(subject, quad.predicate, value)
    except SyntaxError as error:
        where = _line(error.lineno) if error.lineno else "JSON-LD"
        raise Refused(where, _("ce fichier est mal écrit ou coupé (« %(why)s »)") % {"why": error.msg}) from error
    except (ValueError, OSError) as error:
        raise Refused("JSON-LD", _("ce fichier est mal écrit ou coupé (« %(why)s »)") % {"why": error}) from error
    for subject in graph.subjects():
        for found in graph.values(subject, "owl:imports"):
            reason = _("ce fichier en appelle un autre (%(address)s), et rien n'est cherché sur le réseau")
            raise Refused("owl:imports", reason % {"address": found.value})
    return graph


def _remote_contexts(value: Any) -> Iterator[str]:
    """Addresses that a reader of JSON-LD would fetch: a context given by its address, or imported."""
    waiting = [value]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, list):
            waiting += entry
        elif isinstance(entry, dict):
            contexts = entry.get("@context", [])
            for context in contexts if isinstance(contexts, list) else [contexts]:
                if isinstance(context, str):
                    yield context
                elif isinstance(context, dict) and "@import" in context:
                    yield str(context["@import"])
            waiting += entry.values()


def _line(number: int) -> str:
    return _("ligne %(number)d") % {"number": number}
