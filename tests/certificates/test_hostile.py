"""Files and requests made to fool the check of certificates, each with what it must be told."""

import base64
import io
import json
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from certificates.choices import Verdict
from certificates.queries import check_file, read_foreign, resolving, statuses
from certificates.queries.checks import result_of
from certificates.signing import encoded_list, sign, status_entries, status_list_document
from certificates.signing.integrity import JCS_SUITE
from tests.certificates.conftest import World
from tests.certificates.elsewhere import AT, Issuer
from tests.certificates.test_decisions import proposed
from tests.certificates.test_shares import shared

LIST = "https://ailleurs.example/lists/1"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    pages: dict[str, bytes] = {}
    monkeypatch.setattr(statuses, "fetch", lambda url, largest: pages[url])
    monkeypatch.setattr(resolving, "fetch_json", lambda url: json.loads(pages[url]))
    return pages


def status_of(
    issuer: Issuer, site: dict[str, bytes], set_bits: list[int], entry: dict[str, Any], **changes: Any
) -> str:
    """What is said of a badge whose entry is changed so, or whose list is."""
    encoded = encoded_list(set_bits)
    listed = status_list_document(address=LIST, issuer=issuer.did, purpose="revocation", encoded=encoded, valid_from=AT)
    listed["credentialSubject"].update(changes)
    site[LIST] = json.dumps(sign(listed, issuer.key, issuer.method, AT)).encode()
    [usual] = status_entries({"revocation": LIST}, 5)
    return result_of(read_foreign(issuer.file(credentialStatus={**usual, **entry}), AT).checks, "status")


@pytest.mark.parametrize(
    "entry",
    [
        {"statusSize": 2, "statusMessage": [{"status": "0x0", "message": "a"}, {"status": "0x1", "message": "b"}]},
        {"statusListIndex": "0000000000000000000005"},
        {"statusListIndex": "٥"},
        {"statusListIndex": "131072"},
        {"statusListIndex": "-5"},
        {"statusPurpose": "suspension"},
        {"statusPurpose": "message"},
    ],
)
def test_an_entry_that_could_be_read_in_two_ways_leaves_the_status_open(
    site: dict[str, bytes], entry: dict[str, Any]
) -> None:
    assert status_of(Issuer(), site, [], {}) == "ok"
    assert status_of(Issuer(), site, [5], {}) == "bad"
    assert status_of(Issuer(), site, [5], entry) == "unknown"


def pdf_around(data: bytes, words: bytes = b"BT (edited) Tj ET") -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        document.pages[0].obj.Contents = document.make_stream(words)
        document.attachments["certificat.json"] = data
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def test_of_a_page_from_elsewhere_it_is_said_that_nothing_proves_it() -> None:
    reading = read_foreign(pdf_around(Issuer().file()), AT)
    assert result_of(reading.checks, "signature") == "ok"
    assert "Ce que montre ce PDF n'est pas couvert" in reading.reason
    assert "Ce que montre ce PDF" not in read_foreign(Issuer().file(), AT).reason


def token(issuer: Issuer, header: dict[str, Any], body: str) -> bytes:
    parts = [base64.urlsafe_b64encode(text.encode()).rstrip(b"=") for text in (json.dumps(header), body)]
    message = b".".join(parts)
    return message + b"." + base64.urlsafe_b64encode(issuer.key.sign(message)).rstrip(b"=")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000])
def test_a_number_that_is_none_is_no_part_of_a_certificate(number: str) -> None:
    issuer = Issuer()
    body = json.dumps({**issuer.badge(), "iss": issuer.did}).replace('"Une épreuve."', number)
    body = json.dumps({**issuer.badge(name="MARK"), "iss": issuer.did}).replace('"MARK"', number)
    signed = token(issuer, {"alg": "EdDSA", "kid": issuer.method}, body)
    proof = issuer.signed()["proof"] | {"cryptosuite": JCS_SUITE}
    plain = json.dumps({**issuer.badge(name="MARK"), "proof": proof}).replace('"MARK"', number).encode()
    for data in (signed, plain):
        assert read_foreign(data, AT).verdict in {Verdict.UNREADABLE, Verdict.ALTERED}


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"crit": ["exp"]},
        {"crit": []},
        {"b64": False},
        {"kid": Issuer().method},
        {"kid": None},
        {"kid": ["did:key:z6Mk"]},
        {"alg": ["EdDSA"]},
        {"alg": {"a": 1}},
        {"jwk": {"kty": "OKP"}, "kid": ""},
    ],
)
def test_a_header_that_plays_tricks_proves_nothing(change: dict[str, Any]) -> None:
    issuer = Issuer()
    body = json.dumps({**issuer.badge(), "iss": issuer.did})
    header = {"alg": "EdDSA", "kid": issuer.method}
    assert result_of(read_foreign(token(issuer, header, body), AT).checks, "signature") == "ok"
    assert read_foreign(token(issuer, {**header, **change}, body), AT).verdict == Verdict.ALTERED


def test_a_claim_beside_the_credential_of_a_token_is_not_read_as_its_own() -> None:
    """`vc` and a second subject around it: another reader would see that one."""
    issuer = Issuer()
    body = json.dumps({"iss": issuer.did, "vc": issuer.badge(), **issuer.badge(name="Autre chose")})
    reading = read_foreign(token(issuer, {"alg": "EdDSA", "kid": issuer.method}, body), AT)
    assert reading.verdict in {Verdict.ALTERED, Verdict.UNREADABLE}


@pytest.mark.parametrize(
    "proof",
    [
        {"proofPurpose": "authentication"},
        {"verificationMethod": Issuer().method},
        {"previousProof": "urn:uuid:1"},
        {"id": "urn:x"},
        {"domain": "x"},
        {"created": "hier"},
        {"created": "2026-13-45T10:00:00Z"},
        {"created": 7},
    ],
)
def test_a_proof_with_another_purpose_or_controller_proves_nothing(proof: dict[str, Any]) -> None:
    signed = Issuer().signed()
    data = json.dumps({**signed, "proof": {**signed["proof"], **proof}}).encode()
    assert result_of(read_foreign(data, AT).checks, "signature") != "ok"


def test_a_proof_from_another_day_than_its_holder_says() -> None:
    issuer = Issuer()
    document = issuer.badge(validFrom="2026-01-05T10:00:00Z")
    future = sign(document, issuer.key, issuer.method, AT.replace(year=2031))
    assert not read_foreign(json.dumps(future).encode(), AT).sound


def test_a_class_that_opens_one_link_together_is_not_shut_out(world: World) -> None:
    link = shared(proposed(world))
    answers = {Client().get(reverse("share-open", args=[link.token])).status_code for _one in range(130)}
    assert answers == {200}


def test_links_that_never_were_do_not_shut_out_the_others(world: World) -> None:
    link = shared(proposed(world))
    for number in range(121):
        assert Client().get(reverse("share-open", args=[f"{link.token[:-4]}{number:04}"])).status_code == 404
    assert Client().get(reverse("share-open", args=[link.token])).status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_page_asked_again_after_a_withdrawal_is_never_the_old_one(client: Client, world: World, method: str) -> None:
    award = world.award("Ana Deux")
    address = reverse("award-verify", args=[award.public_id])
    first = client.get(address)
    world.revoke(award)
    headers = {"If-None-Match": first.get("ETag", '"x"'), "If-Modified-Since": "Fri, 01 Jan 2038 00:00:00 GMT"}
    again = getattr(client, method)(address, headers=headers)
    assert (again.status_code, "no-store" in again["Cache-Control"], b"Ana Deux" in again.content) == (200, True, False)


def test_an_own_file_under_another_certifier_s_name_is_altered(world: World) -> None:
    from certificates.choices import FormKind
    from tests.certificates.test_verify_files import file_of

    ours = json.loads(file_of(world.award("Ana Deux"), FormKind.CREDENTIAL))
    thief = Issuer()
    stolen = {name: value for name, value in ours.items() if name != "proof"}
    stolen["issuer"] = {**stolen["issuer"], "id": thief.did}
    forged = sign(stolen, thief.key, thief.method, AT)
    finding = check_file(json.dumps(forged).encode(), AT)
    assert (finding.verdict, finding.name) == (Verdict.ALTERED, "")
