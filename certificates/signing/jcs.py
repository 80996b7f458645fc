"""JSON Canonicalization Scheme (RFC 8785) of what credentials hold: texts, whole numbers, yes and no. Fractions are refused.

Beside `ledger.canonical_json` because here others choose the keys: they are sorted by UTF-16 code units, and anything that
two implementations could write differently is refused.
"""

import json
from typing import Any, Final

from certificates.signing.canonical import DEEPEST, CanonicalError

#: Beyond this a JavaScript reader sees another number (RFC 7493 §2.2).
LARGEST: Final = 2**53 - 1


def canonical_jcs(value: Any) -> bytes:
    """Raises CanonicalError."""
    try:
        return json.dumps(_ordered(value, 0), separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise CanonicalError("half a character") from error


def _ordered(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise CanonicalError("nested too deeply")
    if isinstance(value, dict):
        return {
            key: _ordered(value[key], depth + 1) for key in sorted(value, key=lambda name: name.encode("utf-16-be"))
        }
    if isinstance(value, list):
        return [_ordered(inner, depth + 1) for inner in value]
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST):
        raise CanonicalError("a number that two readers could write differently")
    return value
