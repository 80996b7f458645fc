"""The bytes of a JSON file → a mapping that every database can hold, or the reason why not."""

import json
import math
import re
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from curriculum.formats.case_values import Json
from curriculum.formats.exchange import Remark
from curriculum.importers.weighing import too_full, too_full_of_json

DEPTH = 50
#: What a number of JSON holds exactly on every system (RFC 8259 §6).
INTEGER = 2**53
BROKEN = re.compile(r"[\x00\ud800-\udfff]")


class Unreadable(Exception):
    """The file can't be read any further: `remark` says where and why."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(reason)
        self.remark = Remark(where, reason)


def read_json(data: bytes, name: str) -> Json:
    """Raises `Unreadable`."""
    if too_full_of_json(data):
        raise Unreadable(name, too_full())
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(
            _("ligne %(line)d") % {"line": line}, _("ce fichier n'est pas en UTF-8 : enregistrez-le en UTF-8")
        ) from error
    try:
        found = json.loads(
            text, object_pairs_hook=_mapping, parse_int=_integer, parse_float=_real, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        where = _("ligne %(line)d") % {"line": error.lineno}
        raise Unreadable(where, _("ce JSON est incomplet ou mal formé")) from error
    except RecursionError as error:
        raise Unreadable(name, _too_deep()) from error
    if not isinstance(found, dict):
        raise Unreadable(name, _("ce fichier devrait être un objet JSON avec « CFDocument »"))
    _check(found, name)
    return found


def _mapping(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _value in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Unreadable(_near(found), _("la clé « %(key)s » est écrite deux fois") % {"key": twice[:80]})
    return found


def _near(found: Json) -> str:
    identifier = found.get("identifier")
    return identifier[:200] if isinstance(identifier, str) and identifier else "JSON"


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > INTEGER:
        _refuse_number(digits)
    return int(digits)


def _real(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        _refuse_number(digits)
    return number


def _constant(word: str) -> NoReturn:
    _refuse_number(word)


def _refuse_number(digits: str) -> NoReturn:
    raise Unreadable(
        "JSON", _("« %(number)s » n'est pas un nombre que JSON permet d'échanger") % {"number": digits[:40]}
    )


def _check(found: Json, name: str) -> None:
    """Neither nested without end, nor with characters that a database refuses."""
    waiting: list[tuple[Any, int]] = [(found, 1)]
    while waiting:
        held, depth = waiting.pop()
        if depth > DEPTH:
            raise Unreadable(name, _too_deep())
        for value in [*held, *held.values()] if isinstance(held, dict) else held:
            if isinstance(value, str):
                _check_text(value, held, name)
            elif isinstance(value, dict | list):
                waiting.append((value, depth + 1))


def _check_text(value: str, held: Any, name: str) -> None:
    if BROKEN.search(value):
        where = _near(held) if isinstance(held, dict) else name
        shown = value.encode("ascii", "backslashreplace").decode().replace("\0", "\\u0000")
        reason = _("« %(text)s » contient un caractère interdit (nul ou incomplet)")
        raise Unreadable(where.encode("ascii", "replace").decode().replace("\0", "?"), reason % {"text": shown[:80]})


def _too_deep() -> str:
    return _("plus de %(depth)d niveaux d'emboîtement") % {"depth": DEPTH}
