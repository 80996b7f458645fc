"""Identifiers of issuers (did:web, did:key) and the documents that publish their keys, ours and those of others.

Sources: did:web method §3, did:key method §3, Controlled Identifiers 1.0 §2.2 (Multikey, JsonWebKey). Nothing is fetched.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey, EllipticCurvePublicNumbers
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certificates.signing.contexts import DID_CONTEXTS
from certificates.signing.keys import KeyKind, ResolvedKey
from certificates.signing.multikey import ED25519_PUBLIC, P256_PUBLIC, MultikeyError, unbase58

HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?", re.IGNORECASE | re.ASCII)
STEP: Final = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=@-]{1,200}", re.ASCII)
MOST_METHODS: Final = 200


def did_web(base_url: str, slug: str) -> str:
    """The DID whose document is at `<base_url>/issuers/<slug>/did.json`. A port's colon is percent-encoded."""
    parts = urlsplit(base_url)
    steps = [step for step in parts.path.split("/") if step]
    return ":".join(["did:web", quote(parts.netloc, safe=".-"), *(quote(step) for step in steps), "issuers", slug])


def did_key(public_multibase: str) -> str:
    """The DID that *is* a key: for issuers without a domain. Its key never changes."""
    return f"did:key:{public_multibase}"


def did_key_method(public_multibase: str) -> str:
    """The verification method of `did_key`."""
    return f"{did_key(public_multibase)}#{public_multibase}"


def did_document(did: str, keys: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`keys` are (kid, publicKeyMultibase), newest first. Retired keys stay: what they signed stays true."""
    methods = [
        {"id": f"{did}#{kid}", "type": "Multikey", "controller": did, "publicKeyMultibase": multibase}
        for kid, multibase in keys
    ]
    return {
        "@context": list(DID_CONTEXTS),
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def did_web_address(did: str) -> str | None:
    """Where the document of a did:web is published, or None for another or a malformed DID. Whether that address may be
    asked for (it could be one of this very network) is for the caller to decide."""
    method, *steps = did.split(":")[1:] or [""]
    host, path = (unquote(steps[0]), [unquote(step) for step in steps[1:]]) if steps else ("", [])
    if not did.startswith("did:") or method != "web" or not HOST.fullmatch(host) or ".." in host:
        return None
    if any(not STEP.fullmatch(step) or step in {".", ".."} for step in path):
        return None
    return f"https://{host}/{'/'.join(path) if path else '.well-known'}/did.json"


def key_of_did_key(method: str) -> ResolvedKey | None:
    """The key inside a did:key or its verification method, which must name that same key. None if it is another kind."""
    did, _hash, fragment = method.partition("#")
    multibase = did.removeprefix("did:key:")
    if multibase == did or fragment not in {"", multibase}:
        return None
    return key_of_multibase(multibase, did)


def key_of_multibase(multibase: object, controller: str) -> ResolvedKey | None:
    """A Multikey of Ed25519 or P-256."""
    try:
        data = unbase58(multibase if isinstance(multibase, str) else "")
        if data.startswith(ED25519_PUBLIC) and len(data) == 34:
            return ResolvedKey(data[2:], controller)
        if data.startswith(P256_PUBLIC) and len(data) == 35:
            return _elliptic(EllipticCurvePublicKey.from_encoded_point(SECP256R1(), data[2:]), controller)
    except (MultikeyError, ValueError):
        return None
    return None


def key_in_document(document: object, method: str) -> ResolvedKey | None:
    """The key that a DID document of any issuer publishes under `method` *for signing credentials*, else None.

    It must be the document of that DID, list the method under `assertionMethod`, and control it itself. A key that is marked
    as revoked counts for nothing: whoever stole it can date a signature as he likes.
    """
    did = method.partition("#")[0]
    if not isinstance(document, Mapping) or document.get("id") != did:
        return None
    allowed = {_name(entry, did) for entry in _list(document.get("assertionMethod"))}
    for entry in _methods(document):
        if _name(entry, did) == method and method in allowed:
            if entry.get("controller") != did or "revoked" in entry:
                return None
            return key_of_multibase(entry.get("publicKeyMultibase"), did) or key_of_jwk(entry.get("publicKeyJwk"), did)
    return None


def key_of_jwk(jwk: object, controller: str) -> ResolvedKey | None:
    """A JSON Web Key (RFC 7517, 8037): Ed25519, P-256 or RSA, the public half only."""
    if not isinstance(jwk, Mapping) or "d" in jwk:
        return None
    try:
        match jwk.get("kty"), jwk.get("crv"):
            case "OKP", "Ed25519":
                raw = _decoded(jwk["x"])
                return ResolvedKey(raw, controller) if len(raw) == 32 else None
            case "EC", "P-256":
                numbers = EllipticCurvePublicNumbers(_number(jwk["x"]), _number(jwk["y"]), SECP256R1())
                return _elliptic(numbers.public_key(), controller)
            case "RSA", _:
                public = RSAPublicNumbers(_number(jwk["e"]), _number(jwk["n"])).public_key()
                return ResolvedKey(_der(public), controller, KeyKind.RSA)
    except (KeyError, TypeError, ValueError):
        return None
    return None


def _methods(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    listed = [*_list(document.get("verificationMethod")), *_list(document.get("assertionMethod"))]
    return (entry for entry in listed[:MOST_METHODS] if isinstance(entry, Mapping))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _name(entry: object, did: str) -> str:
    """The absolute name of a method, given as itself or by its name; `#key-1` is relative to the document."""
    name = entry.get("id") if isinstance(entry, Mapping) else entry
    if not isinstance(name, str):
        return ""
    return did + name if name.startswith("#") else name


def _decoded(text: str) -> bytes:
    if len(text) > 2_000:
        raise ValueError("too long a number")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _number(text: str) -> int:
    return int.from_bytes(_decoded(text), "big")


def _der(public: RSAPublicKey | EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _elliptic(public: EllipticCurvePublicKey, controller: str) -> ResolvedKey:
    return ResolvedKey(_der(public), controller, KeyKind.P256)
