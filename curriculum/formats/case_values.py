"""The values of CASE fields: read tolerantly (`read`), written strictly (`mend`)."""

import datetime
import math
import re
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from curriculum.formats.case import RELATIONS

Json = dict[str, Any]

UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[A-Za-z0-9:/?#\[\]@!$&'()*+,;=%\-._~]+\Z")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+\-]\d\d:\d\d)\Z")
DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
EXTENSION = re.compile(r"ext:[A-Za-z0-9._\-]+\Z")
#: Namespace of the UUIDs that stand for identifiers that are none (RFC 9562 §5.5).
FOREIGN = uuid.uuid5(uuid.NAMESPACE_URL, "urn:volet:case")
NOTHING: tuple[Any, ...] = (None, "", [], {})
INTEGER_LIMIT = 2**31


def public_identifier(identifier: str) -> str:
    """The identifier in CASE: as it is where it is a UUID, else the UUIDv5 made from it."""
    return identifier if UUID.match(identifier) else str(uuid.uuid5(FOREIGN, identifier))


def read(kind: str, value: Any) -> Any:
    """The value with the harmless mistakes of real exports undone: number for text, one thing for a list of it…"""
    if kind in {"integer", "number"}:
        return _number(value, kind)
    if kind in {"texts", "links"}:
        entries = value if isinstance(value, list) else [value]
        one = "text" if kind == "texts" else "link"
        return [read(one, entry) for entry in entries if entry not in NOTHING]
    if kind in {"link", "end"}:
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        return {key: held for key, held in value.items() if held is not None} if isinstance(value, dict) else value
    if kind in {"object", "objects"} or kind.startswith("["):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def mend(kind: str, value: Any) -> Any:
    """The nearest value that the schema allows, None where there is none; a value that is allowed comes back equal."""
    return KINDS[kind](value)


def _number(value: Any, kind: str) -> Any:
    if isinstance(value, str):
        try:
            number = float(value) if kind == "number" or "." in value else int(value)
        except ValueError:
            return value
        if not math.isfinite(number):
            return value
        value = number
    if isinstance(value, float) and kind == "integer" and math.isfinite(value) and value == int(value):
        return int(value)
    return value


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _uuid(value: Any) -> str | None:
    return public_identifier(value) if isinstance(value, str) else None


def mend_uri(value: Any) -> str | None:
    if not isinstance(value, str) or not value or URI.match(value):
        return value or None if isinstance(value, str) else None
    quoted = quote(value, safe=":/?#[]@!$&'()*+,;=%-._~")
    return quoted if URI.match(quoted) else f"urn:volet:{quote(value, safe='')}"


def _moment(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.datetime.fromisoformat(value)
    except ValueError:
        return None
    if MOMENT.match(value):
        return value
    return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).isoformat(timespec="seconds")


def _date(value: Any) -> str | None:
    if not isinstance(value, str) or not DATE.match(value[:10]):
        return None
    try:
        return datetime.date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return None


def _integer(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and -INTEGER_LIMIT <= value < INTEGER_LIMIT else None


def _real(value: Any) -> float | None:
    real = isinstance(value, int | float) and not isinstance(value, bool)
    return value if real and math.isfinite(value) else None


def _texts(value: Any) -> list[str] | None:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else None


def _link(value: Any) -> Json | None:
    if not isinstance(value, dict):
        return None
    uri, identifier = mend_uri(value.get("uri")), value.get("identifier")
    if uri is None:
        return None
    named = identifier if isinstance(identifier, str) and identifier else uri
    return {"title": _title(value), "identifier": public_identifier(named), "uri": uri}


def _end(value: Any) -> Json | None:
    link = _link(value)
    if link is None:
        return None
    identifier, target = value.get("identifier"), value.get("targetType")
    if isinstance(identifier, str) and identifier:
        link["identifier"] = identifier
    if isinstance(target, str) and (target == "CASE" or EXTENSION.match(target)):
        link["targetType"] = target
    return link


def _title(value: Json) -> str:
    title = value.get("title", "")
    return title if isinstance(title, str) else ""


def _relation(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    if value in RELATIONS or EXTENSION.match(value):
        return value
    word = re.sub(r"[^A-Za-z0-9._\-]", "", value.removeprefix("ext:"))
    return f"ext:{word or 'other'}"


def _object(value: Any) -> Json | None:
    return value if isinstance(value, dict) else None


def _objects(value: Any) -> list[Json] | None:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else None


KINDS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "case": lambda value: value if value == "1.1" else None,
    "uuid": _uuid,
    "uri": mend_uri,
    "moment": _moment,
    "date": _date,
    "integer": _integer,
    "number": _real,
    "texts": _texts,
    "link": _link,
    "links": lambda value: [m for m in map(_link, value) if m] if isinstance(value, list) else None,
    "end": _end,
    "relation": _relation,
    "object": _object,
    "objects": _objects,
}
