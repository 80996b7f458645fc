"""Keys, DIDs and digests."""

import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from certificates.signing import (
    MultikeyError,
    SealError,
    decode_public,
    did_document,
    did_web,
    encode_public,
    holder_commitment,
    leaf_hash,
    new_key,
    private_key,
)
from certificates.signing.multikey import base58, unbase58

DID = "did:web:volet.example:issuers:pins"
RAW = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key().public_bytes_raw()


@given(st.binary(max_size=60))
def test_base58_gives_back_what_it_got(data: bytes) -> None:
    assert unbase58(base58(data)) == data


@pytest.mark.parametrize("text", ["", "u123", "z0", "zOI", "z" + "1" * 500, encode_public(bytes(32))[:-1], "z6"])
def test_a_wrong_multikey_is_refused(text: str) -> None:
    with pytest.raises(MultikeyError):
        decode_public(text)


def test_a_public_key_has_32_bytes() -> None:
    assert decode_public(encode_public(RAW)) == RAW
    with pytest.raises(MultikeyError):
        encode_public(b"short")


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000:issuers:pins"),
        ("https://volet.example", "did:web:volet.example:issuers:pins"),
        ("https://exemple.fr/volet", "did:web:exemple.fr:volet:issuers:pins"),
    ],
)
def test_a_did_names_where_its_document_is(base_url: str, expected: str) -> None:
    assert did_web(base_url, "pins") == expected


def test_a_did_document_keeps_old_keys() -> None:
    document = did_document(DID, [("key-2", "zNew"), ("key-1", "zOld")])
    assert [method["id"] for method in document["verificationMethod"]] == [f"{DID}#key-2", f"{DID}#key-1"]
    assert document["assertionMethod"] == [f"{DID}#key-2", f"{DID}#key-1"]
    assert {method["controller"] for method in document["verificationMethod"]} == {DID}


def test_a_private_key_opens_with_its_master_key_only(tmp_path: Path) -> None:
    master = tmp_path / "keys" / "master_key"
    made = new_key(master)
    assert master.stat().st_mode & 0o777 == 0o600
    key = private_key(master, made.private_sealed)
    assert encode_public(key.public_key().public_bytes_raw()) == made.public_multibase
    other = tmp_path / "other" / "master_key"
    new_key(other)
    for path in (other, tmp_path / "missing"):
        with pytest.raises(SealError):
            private_key(path, made.private_sealed)
    other.write_text("not a key")
    with pytest.raises(SealError):
        private_key(other, made.private_sealed)


def test_a_second_key_uses_the_same_master_key(tmp_path: Path) -> None:
    master = tmp_path / "master_key"
    first, content = new_key(master), master.read_bytes()
    second = new_key(master)
    assert master.read_bytes() == content
    assert first.public_multibase != second.public_multibase


def test_a_leaf_hash_is_rfc_9162s() -> None:

    expected = hashlib.sha256(b'\x00{"a":1,"b":"\xc3\xa9"}').hexdigest()
    assert leaf_hash({"b": "é", "a": 1}) == expected


def test_a_commitment_needs_the_salt_and_ignores_how_accents_are_typed() -> None:
    assert holder_commitment("s", "Zoë") == holder_commitment("s", "Zoe\u0308")
    assert holder_commitment("s", "Zoë") != holder_commitment("t", "Zoë")
    assert holder_commitment("s", "Zoë") != holder_commitment("s", "Zoe")
