"""Identifiers, digests and search texts: what is derived from a file's content, the same on every installation."""

import dataclasses
import hashlib
import json
import unicodedata
import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

#: Namespace of the identifiers we give to competencies that come without one (RFC 9562 §5.5).
COMPETENCIES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:volet:competency")
VERSIONS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:volet:framework-version")
ASSOCIATIONS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:volet:association")
#: Metadata of a field that came after files were published: while it is empty, it doesn't count in the digest.
LATER = {"later": True}
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'"})


def competency_identifier(slug: str, label: str, code: str) -> str:
    """The UUIDv5 of a competency of ours, from its framework's slug, the version's label and its code."""
    return str(uuid.uuid5(COMPETENCIES, f"{slug}/{label}/{code}"))


def framework_identifier(slug: str, label: str) -> str:
    """The UUIDv5 of a framework version that comes without an identifier."""
    return str(uuid.uuid5(VERSIONS, f"{slug}/{label}"))


def association_identifier(version: str, kind: str, origin: str, destination: str) -> str:
    """The UUIDv5 of an association of ours, from the identifiers of its version and of its two ends."""
    return str(uuid.uuid5(ASSOCIATIONS, f"{version}/{kind}/{origin}/{destination}"))


def digest_of(spec: "DataclassInstance") -> str:
    """SHA-256 of what a file says. Comments, order of keys and layout don't count, nor do the lines."""
    content = json.dumps(_content(spec), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()


def searchable(text: str) -> str:
    """A text as it is searched: lower case, without accents, ligatures opened, one space between words. A null character,
    which PostgreSQL refuses to hear of, is a space."""
    text = text.replace("\0", " ")
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(bare.translate(LIGATURES).split())


def _content(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        every = ((field, getattr(value, field.name)) for field in dataclasses.fields(value) if field.compare)
        return {field.name: _content(held) for field, held in every if held or not field.metadata.get("later")}
    if isinstance(value, tuple):
        return [_content(entry) for entry in value]
    return value
