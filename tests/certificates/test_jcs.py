"""Proofs over the JSON itself (`eddsa-jcs-2022`), which other issuers make."""

import json
from typing import Any

import pytest

from certificates.signing import CanonicalError, ResolvedKey, decode_public, verify
from certificates.signing.jcs import canonical_jcs
from tests.certificates.test_signing import AT, VECTORS, needs_vectors


def vector(name: str) -> str:
    return (VECTORS / "eddsa-jcs-2022" / name).read_text().strip()


def checked(credential: dict[str, Any]) -> tuple[bool, bool]:
    raw = decode_public(json.loads((VECTORS / "keyPair.json").read_text())["publicKeyMultibase"])
    outcome = verify(credential, lambda _: ResolvedKey(raw, credential["issuer"]), at=AT)
    return outcome.readable, outcome.authentic


@needs_vectors
def test_the_canonical_form_is_that_of_the_w3c_vector_byte_for_byte() -> None:
    signed = json.loads(vector("signedJCS.json"))
    document = {name: value for name, value in signed.items() if name != "proof"}
    assert canonical_jcs(document).decode() == vector("canonDocJCS.txt")
    assert canonical_jcs(json.loads(vector("proofConfigJCS.json"))).decode() == vector("proofCanonJCS.txt")


@needs_vectors
def test_the_w3c_vector_verifies_and_a_changed_one_does_not() -> None:
    signed = json.loads(vector("signedJCS.json"))
    assert checked(signed) == (True, True)
    assert checked({**signed, "proof": [signed["proof"]]}) == (True, True)
    assert checked({**signed, "name": "Autre"}) == (True, False)
    assert checked({**signed, "added": "x"}) == (True, False)
    assert checked({**signed, "@context": signed["@context"][:1]}) == (False, False)
    assert checked({**signed, "name": 1.5}) == (False, False)
    for proof in ({**signed["proof"], "cryptosuite": "eddsa-rdfc-2022"}, {**signed["proof"], "nonce": "x"}):
        assert checked({**signed, "proof": proof}) == (False, False)
    assert checked({**signed, "proof": [signed["proof"]] * 2}) == (False, False)


def test_keys_are_sorted_as_javascript_sorts_them() -> None:
    value = {"\ufb33": 1, "\U0001f600": [True, None, "\x7f\u2028\n"], "a": {}}
    assert canonical_jcs(value).decode() == '{"a":{},"\U0001f600":[true,null,"\x7f\u2028\\n"],"\ufb33":1}'


@pytest.mark.parametrize("value", [1.5, 2**53, "\ud800", {"a": [0.1]}], ids=repr)
def test_what_two_readers_could_write_differently_is_refused(value: Any) -> None:
    with pytest.raises(CanonicalError):
        canonical_jcs(value)


def test_depth_ends_in_a_refusal() -> None:
    deep: Any = "x"
    for _level in range(30):
        deep = [deep]
    with pytest.raises(CanonicalError):
        canonical_jcs(deep)
