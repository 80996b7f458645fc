"""Credentials as signed tokens: VC-JWT as Open Badges 3.0 §8.2 has it (the credential and its claims side by side).

A token signs its bytes, so nothing in it can stay uncovered. What it must prove besides is who signed: only a `kid` that
is a DID URL can be followed to the issuer. A `jwk` in the header proves nothing, since anyone can put his own there.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.signing.dates import moment_of, within
from certificates.signing.integrity import Verification, issuer_of
from certificates.signing.keys import KeyKind, ResolvedKey

ALGORITHMS: Final = {"EdDSA": KeyKind.ED25519, "Ed25519": KeyKind.ED25519, "ES256": KeyKind.P256, "RS256": KeyKind.RSA}
COMPACT: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*", re.ASCII)
CLAIMS: Final = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})
#: What may not stand around a credential of the former model: another reader would take it for the credential.
AROUND: Final = frozenset({"@context", "credentialSubject", "issuer", "type", "validFrom", "validUntil"})
LONGEST: Final = 1_000_000
#: Seconds since 1970 that a date can hold (year 9999), so that no claim makes the comparison overflow.
LATEST: Final = 253_402_300_800


class TokenError(ValueError):
    """Not a token that holds a credential."""


@dataclass(frozen=True)
class Token:
    """A token taken apart, nothing checked yet. `credential` is the document without the claims of the token."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    credential: dict[str, Any]
    message: bytes
    signature: bytes


def sign_jwt(document: Mapping[str, Any], key: Ed25519PrivateKey, verification_method: str) -> str:
    """The token of an unsigned credential. Its subject needs an `id`: the claim `sub` is required."""
    claims: dict[str, Any] = {
        "iss": issuer_of(document),
        "sub": document["credentialSubject"]["id"],
        "jti": document["id"],
        "nbf": int(moment_of(document["validFrom"]).timestamp()),
    }
    if "validUntil" in document:
        claims["exp"] = int(moment_of(document["validUntil"]).timestamp())
    payload = json.dumps({**document, **claims}, ensure_ascii=False, separators=(",", ":")).encode()
    return jwt.PyJWS().encode(payload, key, algorithm="EdDSA", headers={"kid": verification_method, "typ": "JWT"})


def read_jwt(text: str) -> Token:
    """Take a token apart. Raises TokenError on anything but three parts of base64url JSON with a credential inside."""
    text = text.strip()
    if len(text) > LONGEST or not COMPACT.fullmatch(text):
        raise TokenError("not a compact token")
    head, body, tail = text.split(".")
    header, claims = _object(head), _object(body)
    inner = claims.get("vc")
    if isinstance(inner, dict):
        if AROUND & set(claims):
            raise TokenError("a second credential around the one inside")
        # VC Data Model 1.1 §6.3.1: the claims of the token say what the credential inside may leave out.
        credential = {"id": claims.get("jti"), "issuer": claims.get("iss"), **inner}
        credential = {name: value for name, value in credential.items() if value is not None}
    else:
        credential = {name: value for name, value in claims.items() if name not in CLAIMS}
    return Token(header, claims, credential, f"{head}.{body}".encode(), _bytes(tail))


def verify_jwt(
    token: str, resolve_key: Callable[[str], ResolvedKey | None], *, at: datetime | None = None
) -> Verification:
    """Check form, issuer, signature and dates, as `integrity.verify` does for embedded proofs. Never raises on bad input."""
    try:
        read = read_jwt(token)
        method = _method(read)
        _agree(read)
    except ValueError as error:
        return Verification(False, reason=str(error))
    key = resolve_key(method)
    if key is None or key.controller != issuer_of(read.credential):
        return Verification(True, reason="the issuer doesn't control this key")
    if key.kind != ALGORITHMS[read.header["alg"]] or not key.signed(read.message, read.signature):
        return Verification(True, issuer=True, reason="the signature doesn't match")
    started, current = within(read.credential, at or datetime.now(UTC))
    return Verification(True, issuer=True, signature=True, started=started, current=current)


def _method(token: Token) -> str:
    """The verification method that the header names, where the header is one we can hold to its word."""
    algorithm = token.header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise TokenError("an algorithm that proves nothing, or unknown")
    if "crit" in token.header or token.header.get("b64", True) is not True:
        raise TokenError("an extension of the token format that we don't know")
    kid = token.header.get("kid")
    if not isinstance(kid, str) or not kid.startswith("did:"):
        raise TokenError("no DID says whose key this is")
    return kid


def _agree(token: Token) -> None:
    """Claims and credential must say the same (Open Badges 3.0 §8.2.1): a reader may look at either."""
    credential, claims = token.credential, token.claims
    subject = credential.get("credentialSubject")
    pairs = [
        ("iss", issuer_of(credential)),
        ("sub", subject.get("id") if isinstance(subject, Mapping) else None),
        ("jti", credential.get("id")),
    ]
    if not isinstance(claims.get("iss"), str):
        raise TokenError("the claim iss is missing")
    for name, value in pairs:
        if name in claims and value is not None and claims[name] != value:
            raise TokenError(f"the claim {name} contradicts the credential")
    for claim, names in (("nbf", ("validFrom", "issuanceDate")), ("exp", ("validUntil", "expirationDate"))):
        said = next((credential[name] for name in names if name in credential), None)
        if claim not in claims:
            continue
        seconds = claims[claim]
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not abs(seconds) < LATEST:
            raise TokenError(f"the claim {claim} is not a number of seconds")
        if said is None:
            raise TokenError(f"the claim {claim} stands alone")
        if int(seconds) != int(moment_of(said).timestamp()):
            raise TokenError(f"the claim {claim} contradicts the credential")


def _object(part: str) -> dict[str, Any]:
    try:
        value = json.loads(_bytes(part), object_pairs_hook=_once)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise TokenError("not JSON") from error
    if not isinstance(value, dict):
        raise TokenError("not a JSON object")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two readers of a name that stands twice could see two different things."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise TokenError("a name stands twice")
    return found


def _bytes(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise TokenError("not base64url") from error
