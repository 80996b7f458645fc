"""Certificates of other issuers: what can be checked is checked, and nothing is called true that Volet can't know."""

import hashlib
import json
from datetime import date
from typing import Any

import pytest

from certificates.choices import ForeignFormat, Verdict
from certificates.fetching import FetchError
from certificates.queries import check_file, read_foreign
from certificates.queries.foreign import ForeignReading
from certificates.signing import bake_png, bake_svg, encoded_list, sign, sign_jwt, status_entries, status_list_document
from tests.certificates.elsewhere import AT, HOLDER, Issuer
from tests.certificates.pictures import PNG, SVG

pytestmark = pytest.mark.django_db
WEB = "did:web:ailleurs.example"
KEYS = "https://ailleurs.example/.well-known/did.json"
LIST = "https://ailleurs.example/status/1"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The web, as the door would give it: addresses and what stands there. All else can't be reached."""
    pages: dict[str, bytes] = {}

    def fetch(url: str, **_limits: Any) -> bytes:
        if url not in pages:
            raise FetchError("nothing there")
        return pages[url]

    monkeypatch.setattr("certificates.queries.resolving.fetch_json", lambda url: json.loads(fetch(url)))
    monkeypatch.setattr("certificates.queries.statuses.fetch", fetch)
    return pages


def results(reading: ForeignReading) -> dict[str, str]:
    return {check.key: check.result for check in reading.checks}


def revocable(issuer: Issuer, site: dict[str, bytes], *, revoked: bool) -> bytes:
    document = status_list_document(
        address=LIST,
        issuer=issuer.did,
        purpose="revocation",
        encoded=encoded_list([5] if revoked else []),
        valid_from=AT,
    )
    site[LIST] = json.dumps(sign(document, issuer.key, issuer.method, AT)).encode()
    return issuer.file(credentialStatus=status_entries({"revocation": LIST}, 5))


def test_a_badge_of_a_key_is_intact_and_its_issuer_unknown() -> None:
    issuer = Issuer()
    reading = read_foreign(issuer.file(), AT)
    assert results(reading) == {
        "readable": "ok",
        "signature": "ok",
        "issuer": "warn",
        "dates": "ok",
        "schema": "ok",
        "status": "warn",
    }
    assert (reading.verdict, reading.sound) == (Verdict.ELSEWHERE, True)
    assert (reading.format, reading.issuer, reading.issuer_name) == (ForeignFormat.JSON, issuer.did, "Réseau Ailleurs")
    assert (reading.title, reading.holder_name) == ("Photographier un groupe", HOLDER)
    assert (reading.awarded_on, reading.valid_until) == (date(2026, 1, 5), None)
    assert reading.statements == [
        {
            "text": "sait publier une image",
            "framework": "DigComp 2.2, niveau 3",
            "code": "3.3",
            "level": "3",
            "url": "https://ailleurs.example/digcomp/3.3",
        }
    ]
    assert "Volet ne connaît pas cet émetteur" in reading.reason


def test_a_site_that_publishes_the_key_is_named_and_not_trusted(site: dict[str, bytes]) -> None:
    issuer = Issuer(WEB)
    site[KEYS] = json.dumps(issuer.did_document()).encode()
    reading = read_foreign(issuer.file(), AT)
    assert (results(reading)["signature"], results(reading)["issuer"]) == ("ok", "warn")
    said = next(check.detail for check in reading.checks if check.key == "issuer")
    assert "qui contrôle le site ailleurs.example" in said
    assert reading.verdict == Verdict.ELSEWHERE


def test_a_site_that_cannot_be_read_leaves_it_open(site: dict[str, bytes]) -> None:
    reading = read_foreign(Issuer(WEB).file(), AT)
    assert (results(reading)["signature"], results(reading)["issuer"]) == ("unknown", "unknown")
    assert (reading.verdict, reading.sound) == (Verdict.ELSEWHERE, False)
    assert check_file(Issuer(WEB).file(), AT).name == ""


def test_a_site_that_publishes_another_key_shows_a_forgery(site: dict[str, bytes]) -> None:
    site[KEYS] = json.dumps(Issuer(WEB).did_document()).encode()
    reading = read_foreign(Issuer(WEB).file(), AT)
    assert (results(reading)["signature"], reading.verdict) == ("bad", Verdict.ALTERED)


def test_a_badge_that_names_another_issuer_than_its_key_is_not_to_be_trusted() -> None:
    named = {"id": "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi", "type": ["Profile"], "name": "Autre"}
    reading = read_foreign(Issuer().file(issuer=named), AT)
    assert (results(reading)["issuer"], reading.verdict, reading.sound) == ("bad", Verdict.ALTERED, False)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Diplôme d'État"},
        {"validFrom": "2020-01-01T00:00:00Z"},
        {"mention": "très bien"},
        {"@context": ["https://www.w3.org/ns/credentials/v2", "file:///etc/passwd"]},
        {"proof": None},
        {"proof": []},
        {"proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}},
    ],
    ids=str,
)
def test_a_changed_badge_is_not_to_be_trusted(change: dict[str, Any]) -> None:
    finding = check_file(json.dumps({**Issuer().signed(), **change}).encode(), AT)
    assert (finding.verdict, finding.name, finding.tone) == (Verdict.ALTERED, "", "bad")


def test_dates_are_held_against_the_clock_with_a_few_minutes_grace() -> None:
    issuer = Issuer()
    soon, later = issuer.file(validFrom="2026-03-02T09:33:00Z"), issuer.file(validFrom="2026-03-02T10:30:00Z")
    over = issuer.file(validUntil="2026-02-01T00:00:00Z")
    assert [results(read_foreign(data, AT))["dates"] for data in (soon, later, over)] == ["ok", "bad", "warn"]
    assert read_foreign(later, AT).headline == "Délivré ailleurs, pas encore valable"
    assert read_foreign(over, AT).headline == "Délivré ailleurs, expiré le 1er février 2026"
    assert [read_foreign(data, AT).sound for data in (soon, later, over)] == [True, False, False]


def test_the_issuer_s_list_says_whether_it_was_withdrawn(site: dict[str, bytes]) -> None:
    issuer = Issuer()
    kept = read_foreign(revocable(issuer, site, revoked=False), AT)
    assert (results(kept)["status"], kept.verdict, kept.sound) == ("ok", Verdict.ELSEWHERE, True)
    gone = read_foreign(revocable(issuer, site, revoked=True), AT)
    assert (results(gone)["status"], gone.verdict, gone.sound) == ("bad", Verdict.REVOKED, False)


def test_a_list_that_is_missing_or_signed_by_another_leaves_it_open(site: dict[str, bytes]) -> None:
    issuer = Issuer()
    data = revocable(issuer, site, revoked=False)
    other = status_list_document(
        address=LIST, issuer=issuer.did, purpose="revocation", encoded=encoded_list([]), valid_from=AT
    )
    stranger = Issuer()
    site[LIST] = json.dumps(sign(other, stranger.key, stranger.method, AT)).encode()
    assert results(read_foreign(data, AT))["status"] == "unknown"
    site.clear()
    assert (results(read_foreign(data, AT))["status"], read_foreign(data, AT).sound) == ("unknown", False)


def test_every_form_of_a_badge_is_read_by_its_content() -> None:
    issuer = Issuer()
    text = json.dumps(issuer.signed())
    token = sign_jwt(issuer.badge(), issuer.key, issuer.method)
    forms = {
        ForeignFormat.JSON: text.encode(),
        ForeignFormat.JWT: token.encode(),
        ForeignFormat.PNG: bake_png(PNG, text),
        ForeignFormat.SVG: bake_svg(SVG, text).encode(),
    }
    for form, data in forms.items():
        reading = read_foreign(data, AT)
        assert (reading.format, reading.verdict, reading.sound) == (form, Verdict.ELSEWHERE, True)
    assert read_foreign(bake_png(PNG, token), AT).sound


def test_a_changed_token_is_not_to_be_trusted() -> None:
    issuer = Issuer()
    head, body, tail = sign_jwt(issuer.badge(), issuer.key, issuer.method).split(".")
    _head, other, _tail = sign_jwt(issuer.badge(name="Diplôme"), issuer.key, issuer.method).split(".")
    assert body != other
    assert read_foreign(f"{head}.{other}.{tail}".encode(), AT).verdict == Verdict.ALTERED


def test_a_list_of_one_proof_is_one_proof_and_two_are_not_judged() -> None:
    signed = Issuer().signed()
    one = {**signed, "proof": [signed["proof"]]}
    two = {**signed, "proof": [signed["proof"], signed["proof"]]}
    assert read_foreign(json.dumps(one).encode(), AT).sound
    assert results(read_foreign(json.dumps(two).encode(), AT))["signature"] == "unknown"


def test_an_old_open_badge_is_named_and_not_checked() -> None:
    old = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://x.example/1"}
    reading = read_foreign(json.dumps(old).encode(), AT)
    assert (reading.verdict, reading.checks) == (Verdict.ELSEWHERE, [])
    assert "ancienne version" in reading.reason


def test_a_typed_address_is_held_against_the_hashed_one_of_the_file() -> None:
    digest = hashlib.sha256(b"ana@example.org" + b"sel").hexdigest()
    subject = Issuer().badge()["credentialSubject"]
    identity = {"type": "IdentityObject", "hashed": True, "identityType": "emailAddress", "salt": "sel"}
    hashed = {**subject, "identifier": [{**identity, "identityHash": f"sha256${digest}"}]}
    data = Issuer().file(credentialSubject=hashed)
    answers = [check_file(data, AT, typed).matches for typed in ("Ana@Example.org ", "eva@example.org", HOLDER)]
    assert answers == [True, False, None]
    assert check_file(Issuer().file(), AT, "deux ana").matches is True


def test_what_a_file_says_is_clipped_to_what_a_row_keeps() -> None:
    long = Issuer().badge()["credentialSubject"]
    long["achievement"] = {**long["achievement"], "name": "x" * 5_000}
    reading = read_foreign(Issuer().file(credentialSubject=long, id="https://x.example/" + "y" * 900), AT)
    assert (len(reading.title), len(reading.identifier)) == (300, 500)
