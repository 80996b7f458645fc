"""Credentials as tokens: what proves something, what contradicts itself, what proves nothing."""

import base64
import json
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certificates.signing import KeyKind, ResolvedKey, TokenError, credential_document, read_jwt, sign_jwt, verify_jwt
from tests.certificates.test_signing import AT, DID, KEY, RAW, badge, resolve

METHOD = f"{DID}#key-1"
P256 = ec.generate_private_key(ec.SECP256R1())
RSA = rsa.generate_private_key(65537, 2048)
ISSUED = credential_document(badge(valid_until=AT + timedelta(days=30)))
CLAIMS = json.loads(base64.urlsafe_b64decode(sign_jwt(ISSUED, KEY, METHOD).split(".")[1] + "=="))


def der(key: Any) -> bytes:
    return bytes(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def made(payload: Any, algorithm: str = "EdDSA", key: Any = KEY, **headers: Any) -> str:
    content = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return jwt.PyJWS().encode(content, key, algorithm=algorithm, headers={"kid": METHOD, **headers})


def authentic(token: str, key: ResolvedKey | None = None) -> bool:
    return verify_jwt(token, (lambda _: key) if key else resolve, at=AT).authentic


def test_a_signed_token_verifies_and_holds_the_credential() -> None:
    token = sign_jwt(ISSUED, KEY, METHOD)
    assert verify_jwt(token, resolve, at=AT).verified
    assert read_jwt(f" {token}\n").credential == ISSUED
    assert verify_jwt(token, resolve).authentic


def test_the_claims_are_those_that_open_badges_asks_for() -> None:
    assert {name: CLAIMS[name] for name in ("iss", "sub", "jti", "nbf", "exp")} == {
        "iss": DID,
        "sub": ISSUED["credentialSubject"]["id"],
        "jti": ISSUED["id"],
        "nbf": int(AT.timestamp()),
        "exp": int((AT + timedelta(days=30)).timestamp()),
    }
    assert "exp" not in read_jwt(sign_jwt(credential_document(badge()), KEY, METHOD)).claims


@pytest.mark.parametrize(
    ("algorithm", "key", "kind"), [("ES256", P256, KeyKind.P256), ("RS256", RSA, KeyKind.RSA)], ids=["ES256", "RS256"]
)
def test_tokens_of_others_verify_with_their_own_kind_of_key_only(algorithm: str, key: Any, kind: KeyKind) -> None:
    token = made(CLAIMS, algorithm, key)
    assert authentic(token, ResolvedKey(der(key), DID, kind))
    assert not authentic(token)
    for wrong in set(KeyKind) - {kind}:
        assert not authentic(token, ResolvedKey(der(key), DID, wrong))
    assert not authentic(token[:-8] + "AAAAAAAA", ResolvedKey(der(key), DID, kind))
    assert not authentic(made(CLAIMS), ResolvedKey(der(key), DID, kind))


@pytest.mark.filterwarnings("ignore:The RSA key")
def test_short_keys_and_other_curves_prove_nothing() -> None:
    short = rsa.generate_private_key(65537, 1024)  # noqa: S505
    curve = ec.generate_private_key(ec.SECP384R1())
    assert not authentic(made(CLAIMS, "RS256", short), ResolvedKey(der(short), DID, KeyKind.RSA))
    assert not ResolvedKey(der(curve), DID, KeyKind.P256).signed(b"x", bytes(64))
    assert not ResolvedKey(der(P256), DID, KeyKind.P256).signed(b"x", bytes(63))
    assert not ResolvedKey(b"nonsense", DID, KeyKind.RSA).signed(b"x", b"")


def test_a_header_that_proves_nothing_is_refused() -> None:
    own = {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(RAW).decode().rstrip("=")}
    body = sign_jwt(ISSUED, KEY, METHOD).split(".")[1]
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": METHOD}).encode()).decode().rstrip("=")
    for token in [
        f"{none}.{body}.",
        made(CLAIMS, "HS256", "a secret that is long enough, 32 bytes"),
        made(CLAIMS, kid="https://elsewhere.example/keys/1"),
        made(CLAIMS, crit=["exp"], exp=1),
        jwt.PyJWS().encode(json.dumps(CLAIMS).encode(), KEY, algorithm="EdDSA", headers={"jwk": own}),
    ]:
        assert verify_jwt(token, resolve, at=AT).readable is False


def test_a_changed_byte_and_another_key_are_found() -> None:
    head, body, tail = sign_jwt(ISSUED, KEY, METHOD).split(".")
    changed = base64.urlsafe_b64encode(json.dumps({**CLAIMS, "name": "Autre"}).encode()).decode().rstrip("=")
    outcome = verify_jwt(f"{head}.{changed}.{tail}", resolve, at=AT)
    assert (outcome.readable, outcome.issuer, outcome.signature) == (True, True, False)
    assert verify_jwt(f"{head}.{body}.{tail}", lambda _: None, at=AT).issuer is False
    assert verify_jwt(f"{head}.{body}.{tail}", lambda _: ResolvedKey(RAW, "did:web:x.example"), at=AT).issuer is False


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "did:web:x.example"},
        {"iss": None},
        {"sub": "urn:x:y"},
        {"jti": "urn:x:y"},
        {"nbf": 1},
        {"nbf": True},
        {"exp": "soon"},
        {"exp": 1e300},
        {"exp": float("nan")},
        {"validUntil": "next week"},
        {"credentialSubject": {"id": "urn:x:y"}},
    ],
    ids=str,
)
def test_claims_that_contradict_the_credential_are_refused(change: dict[str, Any]) -> None:
    outcome = verify_jwt(made({**CLAIMS, **change}), resolve, at=AT)
    assert outcome.readable is False
    assert outcome.reason != ""


def test_a_claim_may_be_missing_but_not_stand_alone() -> None:
    assert authentic(made({name: value for name, value in CLAIMS.items() if name not in {"exp", "nbf", "sub"}}))
    assert not authentic(made({name: value for name, value in CLAIMS.items() if name != "validUntil"}))
    assert authentic(made({**CLAIMS, "credentialSubject": []}))


def test_a_credential_of_the_former_model_is_read_from_its_claim() -> None:
    inner = {"type": ["VerifiableCredential"], "issuanceDate": "2026-03-02T09:30:00Z", "credentialSubject": {}}
    token = made({"vc": inner, "iss": DID, "jti": "urn:x:1", "nbf": int(AT.timestamp())})
    assert read_jwt(token).credential == {"id": "urn:x:1", "issuer": DID, **inner}
    assert verify_jwt(token, resolve, at=AT).verified
    assert not verify_jwt(token, resolve, at=AT - timedelta(days=1)).started


@pytest.mark.parametrize(
    "text",
    ["", "a.b", "a.b.c.d", "é.b.c", "YQ.YQ.YQ", "W10.W10.", "a.eyJ9.c", "_w._w._w", "A" * 1_000_001, "e30.e30.e"],
)
def test_what_is_no_token_is_not_read(text: str) -> None:
    with pytest.raises(TokenError):
        read_jwt(text)


def test_a_name_that_stands_twice_is_refused() -> None:
    with pytest.raises(TokenError, match="twice"):
        read_jwt(made(b'{"iss": "a", "iss": "b"}'))


def test_a_clock_that_runs_ahead_a_little_is_forgiven_at_the_beginning_only() -> None:
    token = sign_jwt(ISSUED, KEY, METHOD)
    assert verify_jwt(token, resolve, at=AT - timedelta(minutes=4)).started
    assert not verify_jwt(token, resolve, at=AT - timedelta(minutes=6)).started
    assert not verify_jwt(token, resolve, at=AT + timedelta(days=30, minutes=1)).current
