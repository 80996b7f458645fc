"""The credential inside a JWT, before anything of it is believed (Open Badges 3.0 §8.2; VC-JWT 1.1 had it under `vc`)."""

import base64
import binascii
import json
from typing import Any, Final

#: Claims of JWT beside the credential; `signing.tokens` holds them against it.
CLAIMS: Final = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud"})


def credential_of_token(token: str) -> dict[str, Any]:
    """The unverified credential of a compact JWT. Raises ValueError where there is none."""
    payload = decoded(token.split(".")[1])
    inner = payload.get("vc")
    if isinstance(inner, dict):
        return inner
    return {name: value for name, value in payload.items() if name not in CLAIMS}


def decoded(part: str) -> dict[str, Any]:
    """A part of a JWT as the JSON object it is. Raises ValueError."""
    try:
        value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)), object_pairs_hook=_once)
    except (binascii.Error, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("not a token") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a key is repeated")
    return read
