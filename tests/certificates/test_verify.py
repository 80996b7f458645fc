"""« Ce certificat est-il vrai ? »: by link, by number, by file; each answer in words, never a 500."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from certificates.actions import correct_award, make_forms
from certificates.actions.forms import content_of
from certificates.choices import Verdict
from certificates.models import Award, AwardHolder, IssuedForm
from certificates.queries import check_file, check_link, check_number
from people.actions import erase_person
from tests.certificates.conftest import AT, World
from tests.certificates.reading import answer_of, text

NAME = "Inès Benali"
pytestmark = pytest.mark.usefixtures("fresh_limits")


def files(award: Award) -> tuple[bytes, bytes]:
    credential, pdf = make_forms(award=award, at=AT)
    return content_of(credential), content_of(pdf)


def link(award: Award, rest: str = "") -> str:
    return f"/v/{award.public_id}/{rest}"


def drop(client: Client, content: bytes, name: str = "certificat.pdf") -> Any:
    return client.post("/verify/", {"file": SimpleUploadedFile(name, content)})


# By link


def test_the_link_shows_the_name_large_and_asks_to_compare(client: Client, world: World) -> None:
    page = client.get(link(world.award(NAME)))
    assert page.status_code == 200
    shown = text(page)
    assert "Vrai et valable" in shown
    assert f'<h2 class="page-title">{NAME}</h2>' in shown
    assert "Comparez avec votre document" in shown
    assert "ni le BAFA" in shown
    for statement in world.version.targets.values_list("statement", flat=True):
        assert statement in shown.replace("&#x27;", "'")
    assert (page["X-Robots-Tag"], page["Cache-Control"]) == ("noindex, nofollow", "private, no-store")


def test_each_competency_leads_to_its_page_in_the_version_that_was_certified(client: Client, world: World) -> None:
    award = world.award(NAME)
    shown = client.get(link(award)).content.decode()
    addresses = [line["competency"]["url"] for line in award.payload["statements"]]
    assert [address for address in addresses if f'<a href="{address}">' not in shown] == []
    assert {address.split("/frameworks/")[1].split("/")[1] for address in addresses} == {
        target.competency.version.label for target in world.version.targets.select_related("competency__version")
    }


@pytest.mark.parametrize("rest", ["", "certificate.pdf", "credential.json"])
def test_a_null_character_in_a_link_is_unknown_here(client: Client, world: World, rest: str) -> None:
    assert client.get(f"/v/a%00b/{rest}", follow=True).status_code == 404


def test_an_unknown_link_is_unknown_here(client: Client, world: World) -> None:
    page = client.get("/v/AAAAAAAAAAAAAAAAAAAAAA/")
    assert page.status_code == 404
    assert "Inconnu ici" in text(page)


@pytest.mark.parametrize(
    ("kind", "verdict", "words"),
    [
        ("revoked", Verdict.REVOKED, "Retiré le 2 mars 2026"),
        ("suspended", Verdict.SUSPENDED, "Suspendu le 2 mars 2026"),
    ],
)
def test_a_withdrawn_or_suspended_certificate_shows_no_name_and_gives_no_file(
    client: Client, world: World, kind: str, verdict: Verdict, words: str
) -> None:
    award = world.award(NAME)
    credential, pdf = files(award)
    world.change(award, kind, "motif secret")
    page = text(client.get(link(award)))
    assert words in page
    assert "Benali" not in page
    assert "motif secret" not in page
    for name in ("certificate.pdf", "credential.json"):
        assert client.get(link(award, name)).headers["Location"] == link(award)
    assert {check_file(data, AT).verdict for data in (credential, pdf)} == {verdict}


def test_a_withdrawal_is_dated_where_the_issuer_is(world: World) -> None:
    award = world.award(NAME)
    world.certifier_body.time_zone = "Indian/Reunion"
    world.certifier_body.save()
    late = AT.replace(hour=21)
    world.revoke(award, "Fraude", at=late)
    assert check_link(award.public_id, late).title == "Retiré le 3 mars 2026"


def test_a_corrected_certificate_reads_as_replaced_and_never_shows_the_old_name(client: Client, world: World) -> None:
    old = world.award("Ines Benaly")
    credential, _pdf = files(old)
    new = correct_award(award=old, name=NAME, reason="Faute de frappe", by=world.certifier, at=AT)
    for page in (client.get(link(old)), client.post("/verify/", {"number": old.number, "name": "Ines Benaly"})):
        assert "Remplacé par une version corrigée" in answer_of(page)
        for hidden in ("Benal", "Faute", new.number, "correspond"):
            assert hidden not in answer_of(page)
    assert check_file(credential, AT).name == ""
    assert check_link(new.public_id, AT).name == NAME


def test_an_expired_certificate_is_true_but_expired(make_world: Callable[..., World]) -> None:
    world = make_world(validity_months=1)
    award = world.award(NAME)
    credential, pdf = files(award)
    later = AT + timedelta(days=60)
    for finding in (check_link(award.public_id, later), check_file(credential, later), check_file(pdf, later)):
        assert (finding.verdict, finding.name) == (Verdict.EXPIRED, NAME)
        assert finding.title == "Vrai, mais expiré le 2 avril 2026"


def test_a_name_changed_in_the_database_is_found(world: World) -> None:
    award = world.award(NAME)
    holder = award.holder
    holder.delete()
    AwardHolder.objects.create(award=award, name="Eva Faux", salt=holder.salt)
    finding = check_link(award.public_id, AT)
    assert (finding.verdict, finding.name) == (Verdict.ALTERED, "")


# Files


def test_files_are_made_at_the_first_download_and_kept(client: Client, world: World) -> None:
    award = world.award(NAME)
    first = client.get(link(award, "certificate.pdf"))
    pdf = b"".join(first.streaming_content)
    assert (first["Content-Type"], pdf[:5]) == ("application/pdf", b"%PDF-")
    assert first["Content-Disposition"] == f'attachment; filename="certificat-{award.number}.pdf"'
    assert first["Cache-Control"] == "private, no-store"
    assert b"".join(client.get(link(award, "certificate.pdf")).streaming_content) == pdf
    credential = client.get(link(award, "credential.json"))
    assert credential["Content-Type"] == "application/vc+ld+json"
    assert json.loads(b"".join(credential.streaming_content))["id"].endswith(link(award))
    assert IssuedForm.objects.count() == 2


def test_a_file_that_cannot_be_made_is_said(client: Client, world: World, settings: Any, tmp_path: Any) -> None:
    award = world.award(NAME)
    settings.VOLET_KEYS = tmp_path / "lost"
    page = client.get(link(award, "certificate.pdf"))
    assert page.status_code == 503
    assert "master_key" in text(page)


def test_the_dropped_pdf_and_the_dropped_signed_file_are_true(client: Client, world: World) -> None:
    for content in files(world.award(NAME)):
        page = text(drop(client, content))
        assert "Vrai et valable" in page
        assert NAME in page
        assert "<strong>Signature intacte</strong> : oui" in page


def test_a_changed_signed_file_is_altered(client: Client, world: World) -> None:
    credential, _pdf = files(world.award(NAME))
    page = text(drop(client, credential.replace("Inès".encode(), b"Eva "), "x.json"))
    assert "Modifié : ne vous y fiez pas" in page
    assert "Benali" not in page


def test_a_swapped_name_an_added_term_and_another_issuer_are_altered(world: World) -> None:
    credential = json.loads(files(world.award(NAME))[0])
    swapped = json.loads(json.dumps(credential))
    swapped["credentialSubject"]["identifier"][0]["identityHash"] = "Eva Faux"
    for changed in (swapped, {**credential, "mention": "très bien"}, {**credential, "issuer": "did:web:evil.example"}):
        finding = check_file(json.dumps(changed).encode(), AT)
        assert (finding.verdict, finding.name) == (Verdict.ALTERED, "")


def test_a_signed_file_put_in_other_clothes_is_still_true(world: World) -> None:
    credential = json.loads(files(world.award(NAME))[0])
    again = json.dumps(credential, sort_keys=True).encode()
    assert check_file(b"\xef\xbb\xbf" + again, AT).verdict == Verdict.VALID


def test_a_pdf_whose_visible_side_was_changed_is_altered_and_the_truth_is_shown(client: Client, world: World) -> None:
    _credential, pdf = files(world.award(NAME))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.docinfo["/Title"] = "Diplôme"
        out = io.BytesIO()
        document.save(out)
    page = text(drop(client, out.getvalue()))
    assert "Modifié : ne vous y fiez pas" in page
    assert "pas celui qui a été délivré" in page
    assert NAME in page


def test_the_file_of_one_in_the_pdf_of_another_is_altered(world: World) -> None:
    from content.documents import attach_file

    one, two = world.award(NAME), world.award("Ana Deux")
    credential, _pdf = files(one)
    _other, pdf = files(two)
    mixed = attach_file(pdf, name="certificat-signe.json", content=credential, mime="application/json", description="x")
    finding = check_file(mixed, AT)
    assert (finding.verdict, finding.name) == (Verdict.ALTERED, NAME)


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (PNG, "C'est une image"),
        (b"\xff\xd8\xff\xe0" + b"x" * 20, "C'est une image"),
        (b"\0\0\0\x18ftypheic" + b"x" * 20, "C'est une image"),
        (b"", "ni un PDF de certificat"),
        (b"bonjour", "ni un PDF de certificat"),
        (b"[1, 2]", "ni un PDF de certificat"),
        (b"null", "ni un PDF de certificat"),
        (b'{"type": "VerifiableCredential", "type": "x"}', "ni un PDF de certificat"),
        (b'{"a": NaN}', "ni un PDF de certificat"),
        (b"[" * 100_000, "ni un PDF de certificat"),
        (b'{"type": ["VerifiableCredential"], "x": "' + b"y" * 1_100_000 + b'"}', "ni un PDF de certificat"),
        (b"%PDF-1.4 broken", "ne contient pas de fichier signé"),
        (
            b'{"type": ["VerifiableCredential"], "id": "urn:x:y", "issuer": {"id": "did:web:x", "name": "Autre"}}',
            "n'est pas signé",
        ),
        (b'{"type": ["VerifiableCredential"], "id": 3, "issuer": 4}', "n'est pas signé"),
        (b'{"type": ["VerifiableCredential"], "issuer": {"name": "\\ud800"}}', "ni un PDF de certificat"),
        (b'{"type": ["VerifiableCredential"], "issuer": "did:web:a\\u0000b"}', "ni un PDF de certificat"),
    ],
    ids=range(16),
)
def test_anything_else_gets_a_clear_sentence(client: Client, db: None, content: bytes, words: str) -> None:
    page = drop(client, content, "photo.jpg")
    assert page.status_code == 200
    assert words in text(page)


@pytest.mark.parametrize("half", ["\ud800", "\0"])
def test_letters_that_no_page_can_show_are_refused_in_a_file_of_ours_too(
    client: Client, world: World, half: str
) -> None:
    credential = json.loads(files(world.award(NAME))[0])
    named = {**credential, "name": half}
    keyed = {
        **credential,
        "proof": {**credential["proof"], "verificationMethod": f"{credential['issuer']['id']}#{half}"},
    }
    for changed in (named, keyed):
        page = drop(client, json.dumps(changed).encode(), "x.json")
        assert (page.status_code, "ni un PDF de certificat" in text(page)) == (200, True)


def test_an_empty_pdf_without_a_signed_file_is_said(client: Client, db: None) -> None:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    assert "ne contient pas de fichier signé" in text(drop(client, out.getvalue()))


def test_a_file_from_elsewhere_that_nobody_signed_is_not_to_be_trusted(world: World) -> None:
    credential = {
        "type": ["VerifiableCredential"],
        "id": "https://x.example/1",
        "issuer": {"id": "did:web:x.example", "name": "Ailleurs"},
    }
    finding = check_file(json.dumps(credential).encode(), AT)
    assert (finding.verdict, finding.issuer_name, finding.name) == (Verdict.ALTERED, "Ailleurs", "")


def test_a_file_that_claims_to_be_ours_but_was_never_issued_is_unknown(world: World) -> None:
    credential = json.loads(files(world.award(NAME))[0])
    credential["id"] = credential["id"].replace(credential["id"][-8:-2], "AAAAAA")
    assert check_file(json.dumps(credential).encode(), AT).verdict == Verdict.UNKNOWN


@examples(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_whatever_break_the_check_of_files(data: bytes) -> None:
    from certificates.queries.envelopes import opened_envelope

    for content in (data, b"%PDF-" + data, b"{" + data, PNG + data):
        assert opened_envelope(content).credential is None


def test_a_file_too_heavy_is_refused(client: Client, world: World, settings: Any) -> None:
    settings.VOLET_LIMITS = {**settings.VOLET_LIMITS, "upload_bytes": 1_000}
    page = drop(client, b"%PDF-" + b"x" * 2_000)
    assert "trop lourd" in text(page)


def test_no_file_at_all_is_said(client: Client, db: None) -> None:
    assert client.post("/verify/", {}).status_code == 200


# Erasure


def test_after_an_erasure_the_link_shows_no_name_and_the_file_still_does(client: Client, world: World) -> None:
    enrolment = world.passed(NAME)
    [award] = world.sign(enrolment)
    credential, pdf = files(award)
    erase_person(person=enrolment.person, by=None, at=AT)
    page = text(client.get(link(award)))
    assert "Benali" not in page
    assert "Vrai et valable" in page
    assert "demandé l'effacement" in page
    assert client.get(link(award, "certificate.pdf")).headers["Location"] == link(award)
    assert check_file(credential, AT).name == NAME
    finding = check_file(pdf, AT)
    assert (finding.verdict, finding.name) == (Verdict.VALID, NAME)
    assert "ne peut plus être comparée" in finding.reason
    assert check_number(award.number, NAME, AT).matches is None


# Issuers and budgets


def test_the_issuer_publishes_its_keys_for_machines_of_any_site(client: Client, world: World) -> None:
    files(world.award(NAME))
    answer = client.get("/issuers/federation-des-pins/did.json")
    assert (answer["Content-Type"], answer["Access-Control-Allow-Origin"]) == ("application/did+json", "*")
    document = answer.json()
    assert document["id"] == "did:web:127.0.0.1%3A8000:issuers:federation-des-pins"
    assert "private" not in answer.content.decode()
    assert "Fédération des Pins" in text(client.get("/issuers/federation-des-pins/"))


@pytest.mark.parametrize("path", ["/issuers/les-pins/did.json", "/issuers/les-pins/", "/issuers/nobody/did.json"])
def test_only_issuers_are_published(client: Client, world: World, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("awards", [1, 3])
def test_pages_cost_the_same_whatever_was_issued(
    client: Client, world: World, awards: int, django_assert_max_num_queries: Any
) -> None:
    made = [world.award(f"Personne {n}") for n in range(awards)]
    with django_assert_max_num_queries(7):
        client.get(link(made[0]))
    with django_assert_max_num_queries(6):
        client.get("/issuers/federation-des-pins/")


def test_now_is_fine_too(world: World) -> None:
    assert check_link(world.award(NAME).public_id, timezone.now()).verdict == Verdict.VALID
