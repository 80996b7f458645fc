"""Signing and checking, against the W3C's vectors and an independent implementation."""

import copy
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from certificates.signing import (
    Badge,
    CanonicalError,
    ResolvedKey,
    credential_document,
    decode_public,
    holder_name,
    sign,
    verify,
)
from certificates.signing.canonical import canonical_nquads
from certificates.signing.multikey import unbase58

DATA = Path(__file__).parents[3] / "shared" / "data" / "credentials"
VECTORS = DATA / "vectors" / "vc-di-eddsa" / "TestVectors"
EXAMPLES = {"https://www.w3.org/ns/credentials/examples/v2": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}
needs_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason="the W3C vectors are not on this machine")

DID = "did:web:volet.example:issuers:pins"
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PAYLOAD: dict[str, Any] = {
    "format": "volet.award/1",
    "language": "fr",
    "title": "Images et données des publics",
    "summary": "La personne sait protéger l'image des enfants.",
    "criteria": "Épreuve réussie dans la salle.",
    "limits": "Ce certificat n'est ni le BAFA, ni un diplôme.",
    "achievement": {"version_id": "7b0f0a4e-7f27-4b06-9e3c-4d5e0b4f8f10", "label": "1.0"},
    "issuer": {"did": DID, "name": "Les Pins", "url": "https://volet.example/issuers/pins/"},
    "organisation": {"id": "0e2b37c1-5c6f-4a63-8a41-31f5ce6ccf0c", "name": "Aroéven", "url": ""},
    "statements": [
        {
            "text": f"sait faire la chose {n}",
            "level_text": "DigComp 2.2, niveau 3",
            "competency": {
                "code": code,
                "title": title,
                "url": f"https://volet.example/frameworks/digcomp/2.2/{code}/",
            },
        }
        for n, (code, title) in enumerate([("4.2", "Protéger les données"), ("2.5", "Netiquette"), ("4.2", "Encore")])
    ],
}


def badge(name: str = "Zoë Çağlar-Łukasiewicz", **changes: Any) -> Badge:
    values: dict[str, Any] = {
        "payload": PAYLOAD,
        "address": "https://volet.example/v/8wYwH2bq0kq2Qy1m3kA9Dw/",
        "number": "PINS-2026-0001-K7M2X",
        "subject": "urn:uuid:0f6c2f5e-7a0e-4f0b-9f6d-2b7f4a1f9c31",
        "name": name,
        "awarded_at": AT,
        "valid_until": None,
        "evidence": [("Identité vérifiée", "Vue par Claire Martin le 20 novembre 2026.")],
    }
    return Badge(**{**values, **changes})


KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RAW = KEY.public_key().public_bytes_raw()


def resolve(method: str) -> ResolvedKey | None:
    return ResolvedKey(RAW, DID) if method == f"{DID}#key-1" else None


def signed(**changes: Any) -> dict[str, Any]:
    return sign(credential_document(badge(**changes)), KEY, f"{DID}#key-1", AT)


def vector(name: str) -> str:
    return (VECTORS / "eddsa-rdfc-2022" / name).read_text()


@needs_vectors
def test_our_signature_equals_the_w3c_vector_byte_for_byte() -> None:
    expected = json.loads(vector("signedDataInt.json"))
    secret = unbase58(json.loads((VECTORS / "keyPair.json").read_text())["privateKeyMultibase"])[2:]
    proof = expected["proof"]
    document = {name: value for name, value in expected.items() if name != "proof"}

    assert canonical_nquads(document, extra_contexts=EXAMPLES).decode() == vector("canonDocDataInt.txt")
    config = {**{k: v for k, v in proof.items() if k != "proofValue"}, "@context": document["@context"]}
    assert canonical_nquads(config, extra_contexts=EXAMPLES).decode() == vector("proofCanonDataInt.txt")
    ours = sign(
        document,
        Ed25519PrivateKey.from_private_bytes(secret),
        proof["verificationMethod"],
        datetime.fromisoformat(proof["created"]),
        extra_contexts=EXAMPLES,
    )
    assert ours == expected


@needs_vectors
def test_the_w3c_vector_verifies_with_its_own_key_only() -> None:
    credential = json.loads(vector("signedDataInt.json"))
    pair = json.loads((VECTORS / "keyPair.json").read_text())
    raw = decode_public(pair["publicKeyMultibase"])
    issuer = credential["issuer"]

    def check(key: bytes) -> bool:
        return verify(credential, lambda _: ResolvedKey(key, issuer), at=AT, extra_contexts=EXAMPLES).verified

    assert check(raw)
    assert not check(RAW)


def test_a_signed_badge_verifies() -> None:
    outcome = verify(signed(), resolve, at=AT)
    assert outcome.verified
    assert outcome.reason == ""


def test_the_holders_name_is_read_back_as_signed() -> None:
    assert holder_name(signed(name="Nguyễn Thị Ánh")) == "Nguyễn Thị Ánh"
    assert holder_name({"credentialSubject": {"identifier": "x"}}) == ""
    assert holder_name({"credentialSubject": {"identifier": ["x", {"identityType": "emailAddress"}]}}) == ""
    assert holder_name({}) == ""


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [path for key, inner in value.items() for path in paths(inner, (*here, key))]
    if isinstance(value, list):
        return [path for n, inner in enumerate(value) for path in paths(inner, (*here, n))]
    return [here]


@pytest.mark.parametrize("path", [p for p in paths(credential_document(badge())) if p[0] != "@context"], ids=str)
def test_every_value_of_a_credential_is_covered_by_the_signature(path: tuple[Any, ...]) -> None:
    credential: Any = copy.deepcopy(signed())
    inner = credential
    for step in path[:-1]:
        inner = inner[step]
    old = inner[path[-1]]
    inner[path[-1]] = (not old) if isinstance(old, bool) else old[:-1] + ("0" if old[-1] != "0" else "1")
    assert not verify(credential, resolve, at=AT).authentic


@pytest.mark.parametrize(
    "field", ["created", "verificationMethod", "proofPurpose", "proofValue", "cryptosuite", "type"]
)
def test_every_field_of_the_proof_counts(field: str) -> None:
    credential = signed()
    credential["proof"][field] += "1"
    assert not verify(credential, resolve, at=AT).authentic


@pytest.mark.parametrize(
    "change",
    [
        {"comment": "not covered"},
        {"@included": [{"id": "urn:x:y"}]},
        {"@context": ["https://www.w3.org/ns/credentials/v2", "file:///etc/passwd"]},
        {"@context": ["https://www.w3.org/ns/credentials/v2", {"name": "urn:x:other"}]},
        {"@context": []},
        {"@context": None},
        {"description": None},
        {"id": "not-absolute"},
        {"issuer": "did:web:elsewhere.example"},
        {"issuer": 3},
        {"proof": []},
        {"proof": None},
    ],
    ids=str,
)
def test_a_document_with_parts_that_no_signature_covers_is_refused(change: dict[str, Any]) -> None:
    assert not verify({**signed(), **change}, resolve, at=AT).authentic


@pytest.mark.parametrize(
    "change",
    [{"comment": "x"}, {"@graph": []}, {"description": None}, {"name": 1.5}, {"credentialSubject": {"x": "y"}}],
    ids=str,
)
def test_nothing_is_signed_that_would_stay_uncovered(change: dict[str, Any]) -> None:
    with pytest.raises(CanonicalError):
        sign({**credential_document(badge()), **change}, KEY, f"{DID}#key-1", AT)


def test_an_undefined_term_deep_inside_is_refused() -> None:
    credential = signed()
    credential["credentialSubject"]["achievement"]["alignment"][0]["invented"] = "x"
    assert not verify(credential, resolve, at=AT).readable


def test_a_deeply_nested_document_ends_in_a_refusal() -> None:
    inner: Any = "x"
    for _ in range(2_000):
        inner = [inner]
    assert not verify({**signed(), "name": inner}, resolve, at=AT).readable


def test_a_poisoned_graph_of_blank_nodes_is_refused_quickly() -> None:
    credential = signed()
    credential["evidence"] = [{"type": ["Evidence"], "name": "x"} for _ in range(5_000)]
    assert not verify(credential, resolve, at=AT).readable


def test_nodes_that_only_an_endless_search_could_tell_apart_are_refused() -> None:
    credential = signed()
    alike = [
        {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": "x"} for _ in range(12)
    ]
    credential["credentialSubject"] = [{"type": ["AchievementSubject"], "identifier": alike} for _ in range(2)]
    assert "look the same" in verify(credential, resolve, at=AT).reason


def test_a_few_nodes_that_look_the_same_are_fine() -> None:
    document = {**credential_document(badge()), "evidence": [{"type": ["Evidence"], "name": "x"} for _ in range(12)]}
    assert verify(sign(document, KEY, f"{DID}#key-1", AT), resolve, at=AT).verified


def test_dates_are_held_against_the_clock() -> None:
    credential = signed(valid_until=AT + timedelta(days=30))
    early, late = AT - timedelta(days=1), AT + timedelta(days=31)
    assert verify(credential, resolve, at=AT).verified
    assert (verify(credential, resolve, at=early).started, verify(credential, resolve, at=early).current) == (
        False,
        True,
    )
    assert (verify(credential, resolve, at=late).started, verify(credential, resolve, at=late).current) == (True, False)
    assert verify(credential, resolve, at=late).authentic


def test_a_date_that_cannot_be_read_holds_for_nothing() -> None:
    document = {**credential_document(badge()), "validUntil": "2026-99-01T00:00:00Z"}
    outcome = verify(sign(document, KEY, f"{DID}#key-1", AT), resolve, at=AT)
    assert (outcome.authentic, outcome.started, outcome.current) == (True, False, False)


def test_a_context_that_is_not_the_pinned_file_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    from certificates.signing import contexts

    monkeypatch.setattr(contexts, "PINNED", {"urn:x": ("credentials-v2.json", "0" * 64)})
    with pytest.raises(contexts.ContextError, match="not the pinned file"):
        contexts.pinned("urn:x")
    monkeypatch.setattr(contexts, "find_spec", lambda _name: None)
    with pytest.raises(contexts.ContextError, match="not installed"):
        contexts.pinned("urn:x")


def test_what_is_no_json_ld_or_says_nothing_is_refused() -> None:
    for context, reason in [({"name": 3}, "not valid JSON-LD"), ({"id": "@id"}, "says nothing")]:
        with pytest.raises(CanonicalError, match=reason):
            canonical_nquads({"@context": ["urn:x"], "id": "urn:x:y"}, extra_contexts={"urn:x": context})


def test_a_key_of_another_issuer_is_refused() -> None:
    outcome = verify(signed(), lambda _: ResolvedKey(RAW, "did:web:elsewhere.example"), at=AT)
    assert (outcome.readable, outcome.issuer, outcome.signature) == (True, False, False)


def public_pem() -> bytes:
    return KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_an_independent_verifier_accepts_our_credential_and_refuses_one_changed_byte() -> None:
    ldp = pytest.importorskip("openbadgeslib.ob3")
    pytest.importorskip("pyld")
    verifier = ldp.OB3LdpVerifier(pubkey_pem=public_pem(), issuer_did=DID)
    text = json.dumps(signed(), ensure_ascii=False)
    verifier.verify(text)
    for old, new in [("Zoë", "Zoe"), ("PINS-2026", "PINS-2025"), ("sait faire la chose 1", "sait faire la chose 9")]:
        assert old in text
        with pytest.raises(Exception, match=r".+"):
            verifier.verify(text.replace(old, new))


def pyld_normalised(document: dict[str, Any]) -> str:
    """The canonical form by pyld, the reference implementation in Python, with the same pinned contexts."""
    jsonld = pytest.importorskip("pyld").jsonld
    from certificates.signing.contexts import pinned

    def loader(url: str, _: Any = None) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": pinned(url)}, "contentType": None}

    result: str = jsonld.normalize(
        document, {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": loader}
    )
    return result


names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120)


@examples(deadline=None)
@given(name=names)
def test_any_name_gives_the_canonical_form_of_the_reference_implementation(name: str) -> None:
    document = credential_document(badge(name=name))
    assert canonical_nquads(document).decode() == pyld_normalised(document)


@examples(deadline=None)
@given(name=names)
def test_any_name_survives_signing(name: str) -> None:
    credential = json.loads(json.dumps(signed(name=name)))
    assert verify(credential, resolve, at=AT).verified
    assert holder_name(credential) == name
