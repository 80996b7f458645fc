"""Identifiers of issuers and the keys in their documents, ours and those of others."""

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certificates.signing import KeyKind, did_document, did_key, encode_public, key_in_document, key_of_did_key
from certificates.signing.did import did_key_method, did_web_address
from certificates.signing.multikey import P256_PUBLIC, base58
from tests.certificates.test_signing import DID, RAW

MULTIKEY = encode_public(RAW)
P256 = ec.generate_private_key(ec.SECP256R1()).public_key()
RSA = rsa.generate_private_key(65537, 2048).public_key()
POINT = P256.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def number(value: int) -> str:
    return base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).decode().rstrip("=")


OKP = {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(RAW).decode().rstrip("=")}
EC = {"kty": "EC", "crv": "P-256", "x": number(P256.public_numbers().x), "y": number(P256.public_numbers().y)}
BIG = {"kty": "RSA", "n": number(RSA.public_numbers().n), "e": "AQAB"}


def document(**method: Any) -> dict[str, Any]:
    entry = {"id": f"{DID}#k", "type": "JsonWebKey", "controller": DID, **method}
    return {"id": DID, "verificationMethod": [entry], "assertionMethod": [f"{DID}#k"]}


def kind(found: Any) -> KeyKind | None:
    return found.kind if found else None


@pytest.mark.parametrize(
    ("did", "address"),
    [
        ("did:web:volet.example", "https://volet.example/.well-known/did.json"),
        ("did:web:volet.example%3A8000:issuers:pins", "https://volet.example:8000/issuers/pins/did.json"),
        ("did:web:volet.example:..:x", None),
        ("did:web:volet.example:a%2Fb", None),
        ("did:web:a..b", None),
        ("did:web:user%40volet.example", None),
        ("did:web:", None),
        ("did:web", None),
        ("did:key:z6Mk", None),
        ("https://volet.example", None),
        ("", None),
    ],
)
def test_the_document_of_an_identifier_has_one_address(did: str, address: str | None) -> None:
    assert did_web_address(did) == address


def test_a_did_key_is_its_own_key() -> None:
    for method in (did_key(MULTIKEY), did_key_method(MULTIKEY)):
        found = key_of_did_key(method)
        assert found is not None
        assert (found.raw, found.controller, found.kind) == (RAW, did_key(MULTIKEY), KeyKind.ED25519)
    assert kind(key_of_did_key(did_key(base58(P256_PUBLIC + POINT)))) == KeyKind.P256


@pytest.mark.parametrize(
    "method",
    [
        MULTIKEY,
        f"did:key:{MULTIKEY}#other",
        "did:key:zzz0",
        "did:key:" + base58(b"\xed\x01short"),
        "did:key:" + base58(P256_PUBLIC + b"\x02" + b"\xff" * 32),
        "did:key:" + base58(b"\x12\x34" + RAW),
        "did:web:volet.example#key-1",
    ],
)
def test_what_is_no_key_is_none(method: str) -> None:
    assert key_of_did_key(method) is None


def test_our_own_documents_give_their_keys() -> None:
    found = key_in_document(did_document(DID, [("key-1", MULTIKEY)]), f"{DID}#key-1")
    assert found is not None
    assert (found.raw, found.controller) == (RAW, DID)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ({"publicKeyMultibase": MULTIKEY}, KeyKind.ED25519),
        ({"publicKeyJwk": OKP}, KeyKind.ED25519),
        ({"publicKeyJwk": EC}, KeyKind.P256),
        ({"publicKeyJwk": BIG}, KeyKind.RSA),
        ({"id": "#k", "publicKeyJwk": OKP}, KeyKind.ED25519),
        ({"publicKeyJwk": OKP, "revoked": "2026-01-01T00:00:00Z"}, None),
        ({"publicKeyJwk": OKP, "controller": "did:web:x.example"}, None),
        ({"publicKeyJwk": {**OKP, "d": "AA"}}, None),
        ({"publicKeyJwk": {**OKP, "x": "AA"}}, None),
        ({"publicKeyJwk": {**OKP, "x": 3}}, None),
        ({"publicKeyJwk": {**EC, "y": "AA"}}, None),
        ({"publicKeyJwk": {**BIG, "n": "A" * 3_000}}, None),
        ({"publicKeyJwk": {"kty": "EC", "crv": "secp256k1"}}, None),
        ({"publicKeyJwk": {"kty": "OKP", "crv": "Ed25519"}}, None),
        ({"publicKeyJwk": "x"}, None),
        ({"id": 3, "publicKeyJwk": OKP}, None),
        ({"id": f"{DID}#other", "publicKeyJwk": OKP}, None),
    ],
    ids=range(17),
)
def test_keys_in_documents_of_others(method: dict[str, Any], expected: KeyKind | None) -> None:
    assert kind(key_in_document(document(**method), f"{DID}#k")) == expected


@pytest.mark.parametrize(
    "change",
    [{"id": "did:web:x.example"}, {"assertionMethod": []}, {"assertionMethod": "x"}, {"verificationMethod": [3]}],
    ids=str,
)
def test_a_key_that_isnt_published_for_signing_is_none(change: dict[str, Any]) -> None:
    assert key_in_document({**document(publicKeyJwk=OKP), **change}, f"{DID}#k") is None


def test_a_method_may_stand_where_it_is_used() -> None:
    embedded = {"id": DID, "assertionMethod": [{"id": "#k", "controller": DID, "publicKeyMultibase": MULTIKEY}]}
    assert kind(key_in_document(embedded, f"{DID}#k")) == KeyKind.ED25519
    assert key_in_document("x", f"{DID}#k") is None
