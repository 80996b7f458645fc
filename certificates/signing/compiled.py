"""Signing many badges of one achievement fast: the canonical form is made once, with marks where awards differ.

RDFC-1.0 spends its time on naming the blank nodes. Where their first-degree hashes (§4.6) all differ, those hashes alone
give the names: that is all that is recomputed here. Anything else (two blank nodes alike, an address with odd characters)
goes to the reference, `integrity.sign`. The first of every kind is compared with the reference, then one in a hundred.
"""

import hashlib
import random
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.signing.badge import Badge, credential_document
from certificates.signing.canonical import canonical_nquads
from certificates.signing.integrity import proof_config, sign, with_proof
from certificates.signing.ledger import digest

ONE_IN: Final = 100
MOST_TEMPLATES: Final = 64
ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+", re.ASCII)
QUAD: Final = re.compile(
    r'(_:\w+|<[^>]*>) (<[^>]*>) (_:\w+|<[^>]*>|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?) \.\n'
)
#: Canonical N-Quads (RDFC-1.0 §6.1): these by a letter; other control characters, and what XML 1.1
#: has no place for, by number.
ESCAPES: Final = {n: f"\\u{n:04X}" for n in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)} | {
    ord(character): "\\" + letter for character, letter in zip('\b\t\n\f\r"\\', 'btnfr"\\', strict=True)
}
_chance = random.SystemRandom()


class CompiledMismatch(RuntimeError):
    """The fast form isn't the reference's. Nothing may be signed with it: use `integrity.sign`."""


class _NotCompiled(ValueError):
    """A document that only the reference can put into canonical form."""


@dataclass(frozen=True)
class _Template:
    """Canonical quads as pieces of text: at odd places of `pieces` the name of a slot. `nodes` holds the names of blank
    nodes, `touching` for each of them the quads it stands in."""

    pieces: tuple[tuple[str, ...], ...]
    nodes: tuple[str, ...]
    touching: Mapping[str, tuple[int, ...]]

    def fill(self, values: Mapping[str, str]) -> bytes:
        """The canonical form with these values, already escaped."""
        slots = dict.fromkeys(self.nodes, "_:z") | dict(values)
        seen = {}
        for node in self.nodes:
            own = {**slots, node: "_:a"}
            text = "".join(sorted(_line(self.pieces[n], own) for n in self.touching[node]))
            seen[hashlib.sha256(text.encode()).hexdigest()] = node
        if len(seen) != len(self.nodes):
            raise _NotCompiled("two blank nodes look the same")
        slots |= {node: f"_:c14n{n}" for n, (_hash, node) in enumerate(sorted(seen.items()))}
        lines = {_line(pieces, slots) for pieces in self.pieces}
        if len(lines) != len(self.pieces):
            raise _NotCompiled("two statements are one")
        # By code point, which is the order of the UTF-8 bytes too.
        return "".join(sorted(lines)).encode()


@dataclass
class CompiledSigner:
    """Signs badges with one key. Templates are kept by what is common: the payload of the award and which parts it has."""

    key: Ed25519PrivateKey
    verification_method: str
    one_in: int = ONE_IN
    _templates: dict[tuple[Any, ...], _Template] = field(default_factory=dict)

    def sign(self, badge: Badge, created: datetime) -> dict[str, Any]:
        """What `integrity.sign` gives for the badge. Raises CompiledMismatch if a sample shows that it isn't."""
        document = credential_document(badge)
        try:
            message, fresh = self._message(badge, document, created)
        except _NotCompiled:
            return sign(document, self.key, self.verification_method, created)
        signed = with_proof(document, proof_config(self.verification_method, created), self.key.sign(message))
        sampled = fresh or _chance.randrange(self.one_in) == 0
        if sampled and signed != sign(document, self.key, self.verification_method, created):
            raise CompiledMismatch("the compiled form is not that of the reference")
        return signed

    def _message(self, badge: Badge, document: dict[str, Any], created: datetime) -> tuple[bytes, bool]:
        values = dict(_variables(document))
        config = {**proof_config(self.verification_method, created), "@context": document["@context"]}
        shape = (digest(badge.payload), badge.image, tuple(values), _purposes(badge.status))
        fresh = shape not in self._templates
        if fresh:
            if len(self._templates) >= MOST_TEMPLATES:
                self._templates.clear()
            self._templates[shape] = _compile(document, tuple(values))
        if ("proof",) not in self._templates:
            self._templates["proof",] = _compile(config, (("created",),))
        filled = (
            self._templates["proof",].fill({"/created": _escaped(("created",), config["created"])}),
            self._templates[shape].fill({_slot(path): _escaped(path, value) for path, value in values.items()}),
        )
        return b"".join(hashlib.sha256(text).digest() for text in filled), fresh


Path = tuple[str | int, ...]


def _variables(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Where awards of one achievement differ, and what this one has there."""
    paths: list[Path] = [
        ("id",),
        ("validFrom",),
        ("awardedDate",),
        ("credentialSubject", "id"),
        ("credentialSubject", "licenseNumber"),
        ("credentialSubject", "identifier", 0, "identityHash"),
        *[("evidence", n, name) for n in range(len(document["evidence"])) for name in ("name", "narrative")],
    ]
    if "validUntil" in document:
        paths.append(("validUntil",))
    entries = document.get("credentialStatus", [])
    places: list[Path] = [(n,) for n in range(len(entries))] if isinstance(entries, list) else [()]
    for place in places:
        paths.extend(("credentialStatus", *place, name) for name in ("id", "statusListIndex", "statusListCredential"))
    for path in paths:
        value: Any = document
        for step in path:
            value = value[step]
        yield path, value


def _purposes(status: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """What is *not* variable in the entries of status: any other field stays part of the shape."""
    variable = {"id", "statusListIndex", "statusListCredential"}
    return tuple((name, str(value)) for entry in status for name, value in entry.items() if name not in variable)


def _compile(document: Mapping[str, Any], paths: Sequence[Path]) -> _Template:
    """The canonical quads of the document with a mark in each variable place. The marks are random: no text can hold one."""
    token = secrets.token_hex(12)
    marked: Any = _copied(document)
    marks: dict[str, str] = {}
    for number, path in enumerate(paths):
        mark = f"urn:volet:{token}:{number}:"
        holder = marked
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = mark
        marks[mark] = _slot(path)
    text = canonical_nquads(marked).decode()
    quads = QUAD.findall(text)
    if "".join(f"{s} {p} {o} .\n" for s, p, o in quads) != text:
        raise _NotCompiled("quads of a form that isn't compiled")
    cut = re.compile(f"({'|'.join(map(re.escape, marks))})")
    pieces: list[tuple[str, ...]] = []
    touching: dict[str, list[int]] = {}
    for number, (subject, predicate, value) in enumerate(quads):
        for node in {subject, value}:
            if node.startswith("_:"):
                touching.setdefault(node, []).append(number)
        pieces.append(_joined(*(_cut(term, cut, marks) for term in (subject, predicate, value)), (".\n",)))
    return _Template(tuple(pieces), tuple(touching), {node: tuple(places) for node, places in touching.items()})


def _cut(term: str, cut: re.Pattern[str], marks: Mapping[str, str]) -> tuple[str, ...]:
    """A term as fixed text and slots in turn, a space behind it."""
    if term.startswith("_:"):
        return ("", term, " ")
    parts = [marks.get(part, part) for part in cut.split(term)]
    return (*parts[:-1], parts[-1] + " ")


def _joined(*terms: Sequence[str]) -> tuple[str, ...]:
    """Terms one after the other: where two of them meet, fixed text meets fixed text."""
    whole = [""]
    for term in terms:
        whole[-1] += term[0]
        whole.extend(term[1:])
    return tuple(whole)


def _copied(value: Any) -> Any:
    """A copy in which lists and objects are new, whatever kind of mapping they were."""
    if isinstance(value, Mapping):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list | tuple) else value


def _line(pieces: Sequence[str], slots: Mapping[str, str]) -> str:
    if len(pieces) == 1:
        return pieces[0]
    return "".join([slots[piece] if place % 2 else piece for place, piece in enumerate(pieces)])


def _slot(path: Path) -> str:
    return "".join(f"/{step}" for step in path)


def _escaped(path: Path, value: str) -> str:
    if path[-1] in {"id", "statusListCredential"}:
        if not ADDRESS.fullmatch(value):
            raise _NotCompiled("an address with odd characters")
        return value
    return value.translate(ESCAPES)
