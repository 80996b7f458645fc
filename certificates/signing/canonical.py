"""From a JSON-LD document to its canonical N-Quads (RDFC-1.0), strictly: what isn't covered by the signature is refused.

JSON-LD silently drops a property no context defines, so that a signature doesn't cover it. We parse with a sentinel
`@vocab` in front: an undefined term then shows up in the quads and the document is refused (as "safe mode" does). For
the same reason keywords (`@…`) inside the document, contexts below the top, relative addresses and null values are refused.
"""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize

from certificates.signing.contexts import ContextError, pinned

SENTINEL: Final = "urn:volet:undefined#"
DEEPEST: Final = 24
MOST_QUADS: Final = 2_000
MOST_BLANK_NODES: Final = 100
MOST_LOOKALIKES: Final = 12


class CanonicalError(ValueError):
    """A document that can't be signed or checked: not JSON-LD we know, or with parts no signature would cover."""


def canonical_nquads(document: Mapping[str, Any], *, extra_contexts: Mapping[str, Any] | None = None) -> bytes:
    """The RDFC-1.0 form of `document`. `extra_contexts` (address → context) serves test vectors only."""
    body = {key: value for key, value in document.items() if key != "@context"}
    _screen(body, 0)
    inlined = {"@context": [{"@vocab": SENTINEL}, *_contexts(document, extra_contexts or {})], **body}
    dataset = _dataset(json.dumps(inlined, ensure_ascii=False).encode())
    if _lookalikes(dataset) > MOST_LOOKALIKES:
        raise CanonicalError("too many nodes that look the same")
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = (serialize(dataset, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    return b"".join(sorted(lines))


def _contexts(document: Mapping[str, Any], extra: Mapping[str, Any]) -> list[Any]:
    named = document.get("@context")
    urls = named if isinstance(named, list) else [named]
    if not urls:
        raise CanonicalError("no @context")
    contexts: list[Any] = []
    for url in urls:
        if not isinstance(url, str):
            raise CanonicalError("@context must be a list of known addresses")
        try:
            context = extra[url] if url in extra else pinned(url)
        except ContextError as error:
            raise CanonicalError(str(error)) from error
        contexts.extend(context if isinstance(context, list) else [context])
    return contexts


def _dataset(data: bytes) -> Dataset:
    dataset, blank = Dataset(), set()
    try:
        for count, quad in enumerate(parse(data, format=RdfFormat.JSON_LD), 1):
            if SENTINEL in f"{quad.predicate} {quad.object}":
                raise CanonicalError("a term that no context defines")
            for node in (quad.subject, quad.object):
                if type(node).__name__ == "BlankNode":
                    blank.add(str(node))
            if count > MOST_QUADS or len(blank) > MOST_BLANK_NODES:
                raise CanonicalError("too large a document")
            dataset.add(quad)
    except SyntaxError as error:
        raise CanonicalError(f"not valid JSON-LD: {error}") from error
    if not len(dataset):
        raise CanonicalError("a document that says nothing")
    return dataset


def _lookalikes(dataset: Dataset) -> int:
    """How many blank nodes share all their quads with another one, the names of blank nodes left out. RDFC-1.0 tries
    every order of these (§4.8): nine inside each of two twins take half a minute, and each one more ten times as long."""
    around: dict[str, list[tuple[str, str, str]]] = {}
    for quad in dataset:
        ends = [quad.subject, quad.object]
        blank = [str(node) for node in ends if type(node).__name__ == "BlankNode"]
        for name in set(blank):
            subject, value = (_seen_from(name, node) for node in ends)
            around.setdefault(name, []).append((subject, str(quad.predicate), value))
    shapes = Counter(tuple(sorted(quads)) for quads in around.values())
    return sum(count for count in shapes.values() if count > 1)


def _seen_from(name: str, node: object) -> str:
    if type(node).__name__ != "BlankNode":
        return str(node)
    return "_:this" if str(node) == name else "_:other"


def _screen(value: object, depth: int) -> None:
    if depth > DEEPEST:
        raise CanonicalError("nested too deeply")
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.startswith("@"):
                raise CanonicalError(f"the keyword {key[:40]} is not accepted inside a document")
            if key in {"id", "type"} and not _absolute(key, inner):
                raise CanonicalError(f"{key} is not an address or a name")
            _screen(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _screen(inner, depth + 1)
    elif value is None or isinstance(value, float):
        raise CanonicalError("a value that no signature covers exactly")


def _absolute(key: str, value: object) -> bool:
    if key == "type":
        return isinstance(value, str) or (isinstance(value, list) and all(isinstance(name, str) for name in value))
    return isinstance(value, str) and ":" in value and not value.startswith("_:")
