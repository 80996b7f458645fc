"""The form of credentials, ours and those of others: the published fixtures, one line each, and why they are refused."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from certificates.signing import (
    CanonicalError,
    credential_document,
    data_model,
    problems_of,
    read_jwt,
    sign,
    unbake,
    verify,
    verify_jwt,
)
from certificates.signing.did import key_of_multibase
from certificates.signing.shape import credential_problems
from tests.certificates.test_compiled import STATUS
from tests.certificates.test_signing import AT, DATA, KEY, badge

BADGES = DATA / "vectors" / "ob30-inspector"
INPUTS = DATA / "vectors" / "vc-data-model-2.0-test-suite" / "tests" / "input"
needs_badges = pytest.mark.skipif(not BADGES.is_dir(), reason="the fixtures of 1EdTech are not on this machine")
needs_inputs = pytest.mark.skipif(not INPUTS.is_dir(), reason="the inputs of the W3C are not on this machine")

SOUND: list[str] = []
SUBJECT = "credentialSubject"
FORMER = ["@context", "validFrom"]

#: File → what its form lacks. Files with a sound form are wrong elsewhere, if at all: see JUDGED.
FORMS: dict[str, list[str]] = {
    "simple.json": SOUND,
    "complete.json": SOUND,
    "simple-context-alias.json": SOUND,
    "simple-context-version.json": SOUND,
    "simple-did-key-method.json": SOUND,
    "simple-did-web-method.json": SOUND,
    "simple-multiple-proofs.json": SOUND,
    "simple-json.png": SOUND,
    "simple-json.svg": SOUND,
    "simple-jwt.png": SOUND,
    "simple-jwt.svg": SOUND,
    "simple.1ob": SOUND,
    "bit-string-list/credential-status-revoked.json": SOUND,
    "bit-string-list/credential-status-revoked-blank-nodes.json": SOUND,
    "sd/derivedcredential.json": SOUND,
    "simple-err-expired.json": SOUND,
    "simple-err-proof-method.json": SOUND,
    "simple-err-proof-method-no-scheme.json": SOUND,
    "simple-err-proof-method-unknown-did-method.json": SOUND,
    "simple-err-proof-method-unknown-scheme.json": SOUND,
    "simple-err-proof-value.json": SOUND,
    "simple-err-context.json": ["@context", "validFrom", f"{SUBJECT}.achievement"],
    "simple-err-type.json": ["type", f"{SUBJECT}.achievement"],
    "simple-err-issuer.json": ["issuer.id", "issuer", f"{SUBJECT}.achievement"],
    "simple-err-issued.json": [f"{SUBJECT}.achievement"],
    "simple-err-issuer-type.json": ["issuer.type"],
    "simple-err-issuer-parentorg-type.json": ["issuer.parentOrg.type"],
    "simple-err-issuer-otheridentifier-type.json": ["issuer.otherIdentifier.type"],
    "simple-err-evidence-type.json": ["evidence[1].type"],
    "simple-err-credential-subject-type.json": [f"{SUBJECT}.type"],
    "simple-err-credential-subject-identifier-type.json": [f"{SUBJECT}.identifier.type"],
    "simple-err-credential-subject-profile-type.json": [f"{SUBJECT}.source.type"],
    "simple-err-credential-subject-result-type.json": [f"{SUBJECT}.result.type"],
    "simple-err-credential-subject-achievement-result-description-type.json": [
        f"{SUBJECT}.achievement.resultDescription.type"
    ],
    # Badges of the former data model (VC 1.1), and what is no badge at all.
    "simple_v1.json": FORMER,
    "simple-eddsa-2022.json": FORMER,
    "credential-status-revoked.json": FORMER,
    "complete_v1.json": [*FORMER, f"{SUBJECT}.identifier.identityType"],
    "simple-noproof.json": [*FORMER, f"{SUBJECT}.achievement"],
    "simple.jwt": [*FORMER, f"{SUBJECT}.achievement"],
    "simple-jwt_v1.png": FORMER,
    "simple-jwt_v1.svg": FORMER,
    "endorsement-valid.json": ["type", f"{SUBJECT}.type", f"{SUBJECT}.achievement"],
}


def credential_of(name: str) -> dict[str, Any]:
    data = (BADGES / name).read_bytes()
    text = unbake(data) or data.decode()
    found: dict[str, Any] = json.loads(text) if text.lstrip().startswith("{") else read_jwt(text).credential
    return found


@needs_badges
@pytest.mark.parametrize(("name", "expected"), FORMS.items(), ids=FORMS)
def test_every_badge_of_1edtech_is_judged_by_its_form(name: str, expected: list[str]) -> None:
    assert problems_of(credential_of(name)) == expected


#: File → (readable, issuer, signature), with each file's own key taken at its word where its issuer's address names it.
JUDGED: dict[str, tuple[bool, bool, bool]] = {
    "simple.json": (True, True, True),
    "simple-context-alias.json": (True, True, True),
    "simple-context-version.json": (True, True, True),
    "simple-did-web-method.json": (True, True, True),
    "simple-err-expired.json": (True, True, True),
    # The key is another's: `urn:uuid:…` doesn't control did:key, example.com isn't example.edu.
    "simple-did-key-method.json": (True, False, False),
    "simple-err-proof-method.json": (True, False, False),
    "simple-err-proof-method-no-scheme.json": (True, False, False),
    "simple-err-proof-method-unknown-did-method.json": (True, False, False),
    "simple-err-proof-method-unknown-scheme.json": (True, False, False),
    "simple-err-proof-value.json": (True, True, False),
    # Endorsements with contexts of their own inside: more than we read, so nothing is said of them.
    "complete.json": (False, False, False),
    # Two proofs; a suite that discloses parts; the former suite.
    "simple-multiple-proofs.json": (False, False, False),
    "sd/derivedcredential.json": (False, False, False),
    "simple-eddsa-2022.json": (False, False, False),
}


def named_key(method: str) -> Any:
    """What the fixtures mean: the key is in the fragment, its controller before it. Nothing that we would trust."""
    controller, _hash, multibase = method.partition("#")
    return key_of_multibase(multibase or method.removeprefix("did:key:"), controller)


@needs_badges
@pytest.mark.parametrize(("name", "expected"), JUDGED.items(), ids=JUDGED)
def test_every_proof_of_1edtech_is_judged(name: str, expected: tuple[bool, bool, bool]) -> None:
    outcome = verify(credential_of(name), named_key, at=AT)
    assert (outcome.readable, outcome.issuer, outcome.signature) == expected


@needs_badges
def test_an_expired_badge_is_so() -> None:
    assert not verify(credential_of("simple-err-expired.json"), named_key, at=AT).current


@needs_badges
@pytest.mark.parametrize("name", ["simple.jwt", "simple-jwt.png", "simple-jwt.svg", "simple-jwt_v1.png"])
def test_a_token_that_names_no_did_proves_nothing(name: str) -> None:
    data = (BADGES / name).read_bytes()
    outcome = verify_jwt(unbake(data) or data.decode(), named_key, at=AT)
    assert (outcome.readable, outcome.reason) == (False, "no DID says whose key this is")


@needs_badges
def test_the_data_model_of_a_badge_is_named() -> None:
    assert [
        data_model(credential_of(name)) for name in ("simple.json", "simple_v1.json", "simple-err-context.json")
    ] == [
        "2.0",
        "1.1",
        "",
    ]
    assert [data_model({"@context": value}) for value in (None, [], 3, [{}])] == [""] * 4


def issued(path: Path) -> dict[str, Any]:
    """As the suite's own runner does: the issuer is the implementation's, « past » and « future » are dates."""
    text = path.read_text().replace("PAST DATE", "2020-01-01T00:00:00Z").replace("FUTURE DATE", "2090-01-01T00:00:00Z")
    document: dict[str, Any] = json.loads(text)
    ours = "did:web:volet.example"
    if path.name.endswith("-ok.json") and isinstance(document.get("issuer"), dict):
        document["issuer"] = {"id": ours, **document["issuer"]}
    if "no-issuer" not in path.name:
        document.setdefault("issuer", ours)
    return document


FILES = sorted(path for path in INPUTS.rglob("credential-*.json")) + sorted(INPUTS.rglob("issuer-*.json"))


@needs_inputs
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_credential_of_the_w3c_suite_is_judged(path: Path) -> None:
    """Those that are wrong only by what their own context says are refused when they would be signed: we take no context
    that isn't pinned."""
    document = issued(path)
    if path.name.endswith("-ok.json"):
        assert credential_problems(document) == []
    elif not credential_problems(document):
        with pytest.raises(CanonicalError, match="@context must be a list of known addresses"):
            sign(document, KEY, "did:web:volet.example#k", AT)


OURS = credential_document(badge(status=STATUS, image="https://volet.example/b.png"))

MADE = OURS["credentialSubject"]["achievement"]
NAMED = {"type": "IdentityObject", "hashed": False, "identityHash": "x", "identityType": "ext:x"}


def test_our_own_badges_have_the_form() -> None:
    assert problems_of(OURS) == []
    assert credential_problems(OURS) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"id": "no address"}, ["id"]),
        ({"type": ["VerifiableCredential", "AchievementCredential", 3]}, ["type"]),
        ({"issuer": "did:web:x.example"}, []),
        ({"issuer": 3}, ["issuer.id", "issuer"]),
        ({"validFrom": "yesterday"}, ["validFrom"]),
        ({"validFrom": "2026-01-01T00:00:00"}, ["validFrom"]),
        ({"validUntil": "2020-01-01T00:00:00+01:00"}, ["validUntil"]),
        ({"credentialStatus": {"type": "X", "id": "x"}}, ["credentialStatus.id"]),
        ({"credentialSchema": {"type": "X"}}, ["credentialSchema.id"]),
        ({"termsOfUse": ["x"]}, ["termsOfUse.type"]),
        ({"name": {"@value": "x", "other": "y"}}, ["name"]),
        ({"evidence": "x"}, ["evidence.type", "evidence[0]"]),
        ({"credentialSubject": [{"id": "x"}]}, ["credentialSubject.id", "credentialSubject"]),
        ({"@context": "https://www.w3.org/ns/credentials/v2"}, ["@context"]),
    ],
    ids=str,
)
def test_one_thing_wrong_is_one_thing_said(change: dict[str, Any], expected: list[str]) -> None:
    assert problems_of({**OURS, **change}) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"creditsEarned": True}, ["credentialSubject.creditsEarned"]),
        ({"creditsEarned": 1.5}, []),
        ({"identifier": [{**NAMED, "hashed": 1}]}, ["credentialSubject.identifier.hashed"]),
        ({"achievement": {**MADE, "achievementType": "Pastry"}}, ["credentialSubject.achievement.achievementType"]),
        ({"achievement": {**MADE, "achievementType": "ext:Pastry"}}, []),
        ({"identifier": None, "id": "urn:x:y"}, []),
        ({"identifier": None, "id": ""}, ["credentialSubject.id"]),
    ],
    ids=str,
)
def test_the_classes_are_held_to_their_table(change: dict[str, Any], expected: list[str]) -> None:
    found = problems_of({**OURS, "credentialSubject": {**OURS["credentialSubject"], **change}})
    assert found == expected


def test_no_more_is_said_than_anyone_reads_and_depth_ends() -> None:
    assert len(problems_of({})) == 6
    deep: Any = {"id": "urn:x:y", "type": ["Profile"]}
    for _level in range(30):
        deep = {"id": "urn:x:y", "type": ["Profile"], "parentOrg": deep}
    changed = copy.deepcopy(OURS)
    changed["issuer"] = deep
    assert problems_of(changed) == ["issuer" + ".parentOrg" * 13]
