"""Five files, one payload: same certificate, same subject, same dates, whatever form one takes."""

import io
import json
import zipfile
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from PIL import Image

from certificates.actions import change_status, correct_award, make_forms
from certificates.actions.forms import content_of, make_sealed
from certificates.actions.posting import post_files
from certificates.actions.showing import show_award
from certificates.choices import FormKind, StatusKind
from certificates.models import Award, AwardHolder, IssuedForm, Signatory
from certificates.queries.issuing import issuer_document
from certificates.signing import read_jwt, unbake, verify_jwt
from certificates.signing.keys import ResolvedKey
from certificates.signing.multikey import decode_public
from content.documents import attached_file
from courses.models import IdentityCheck
from people.models import AuditEvent, Person
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of, words_on
from tests.content.test_sealing import self_made

ALL = (FormKind.CREDENTIAL, FormKind.JWT, FormKind.PNG, FormKind.SVG, FormKind.PDF)


def forms(award: Award) -> dict[str, bytes]:
    return {form.form: content_of(form) for form in make_forms(award=award, at=AT, kinds=ALL)}


def holder_of(award: Award) -> Person:
    person = award.holder.person
    assert person is not None
    return person


def test_every_form_carries_the_one_credential(world: World) -> None:
    made = forms(world.award())
    credential = json.loads(made["credential"])
    assert unbake(made["png"]) == unbake(made["svg"]) == made["credential"].decode()
    assert attached_file(made["pdf"], "certificat-signe.json") == made["credential"]
    del credential["proof"]
    assert read_jwt(made["jwt"].decode()).credential == credential


def test_the_token_verifies_with_the_published_key_and_has_the_claims_of_the_credential(world: World) -> None:
    award = world.award()
    token = forms(award)["jwt"].decode()
    claims = read_jwt(token).claims
    document = issuer_document(world.certifier_body, award.payload["issuer"]["did"])
    keys = {one["id"]: one for one in document["verificationMethod"]}
    method = read_jwt(token).header["kid"]

    def resolve(name: str) -> ResolvedKey | None:
        found = keys.get(name)
        return ResolvedKey(decode_public(found["publicKeyMultibase"]), found["controller"]) if found else None

    assert method in keys
    assert verify_jwt(token, resolve, at=AT).verified
    assert not verify_jwt(token[:-8] + "AAAAAAAA", resolve, at=AT).authentic
    assert claims["sub"] == claims["credentialSubject"]["id"]
    assert claims["jti"] == claims["id"] == f"http://127.0.0.1:8000/v/{award.public_id}/"


def test_they_are_made_once_and_kept(world: World) -> None:
    award = world.award()
    assert forms(award) == forms(award)
    assert IssuedForm.objects.count() == 5


def test_forms_made_later_keep_the_subject_of_the_first(world: World) -> None:
    award = world.award()
    [first] = make_forms(award=award, at=AT, kinds=(FormKind.CREDENTIAL,))
    subject = json.loads(content_of(first))["credentialSubject"]["id"]
    assert read_jwt(forms(award)["jwt"].decode()).claims["sub"] == subject


def test_the_badge_is_a_picture_that_the_credential_shows_too(world: World) -> None:
    made = forms(world.award())
    image = json.loads(made["credential"])["credentialSubject"]["achievement"]["image"]
    assert image["id"].startswith("data:image/svg+xml;base64,")
    assert Image.open(io.BytesIO(made["png"])).size == (600, 600)


def test_the_pdf_carries_the_issuers_keys(world: World) -> None:
    made = forms(world.award())
    credential, keys = json.loads(made["credential"]), json.loads(attached_file(made["pdf"], "did.json") or b"")
    assert keys["id"] == credential["issuer"]["id"]
    assert credential["proof"]["verificationMethod"] in keys["assertionMethod"]


ACCEPTS = [
    ("application/vc+ld+json", "application/vc+ld+json", "credential"),
    ("application/ld+json;q=0.9, text/html;q=0.5", "application/ld+json", "credential"),
    ("application/json", "application/json", "credential"),
    ("application/jwt", "application/jwt", "jwt"),
    ("text/plain", "text/plain", "jwt"),
]


@pytest.mark.parametrize(("accept", "kind", "form"), ACCEPTS)
def test_machines_get_the_signed_file_at_the_address_of_the_certificate(
    world: World, client: Client, accept: str, kind: str, form: str
) -> None:
    award = world.award()
    answer: Any = client.get(award.get_absolute_url(), headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"], "Accept" in answer["Vary"]) == (200, kind, True)
    assert answer.getvalue() == forms(award)[form]


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "image/webp"])
def test_eyes_get_the_page_which_says_where_the_signed_file_is(world: World, client: Client, accept: str) -> None:
    award = world.award()
    answer = client.get(award.get_absolute_url(), headers={"accept": accept})
    assert answer["Content-Type"].startswith("text/html")
    address = reverse("award-credential", args=[award.public_id])
    assert answer["Link"] == f'<{address}>; rel="alternate"; type="application/vc+ld+json"'
    assert answer["Vary"] == "Accept" or "Accept" in answer["Vary"].split(", ")


@pytest.mark.parametrize(("kind", "status"), [(StatusKind.SUSPENDED, 403), (StatusKind.CORRECTED, 410)])
def test_an_award_that_no_longer_stands_gives_a_machine_its_reason(
    world: World, client: Client, kind: StatusKind, status: int
) -> None:
    award = world.award()
    award.status_changes.create(kind=kind, reason="x", by=world.certifier, at=AT)
    answer = client.get(award.get_absolute_url(), headers={"accept": "application/json"})
    assert answer.status_code == status
    assert "Inès" not in answer.content.decode()


def test_an_unknown_address_and_an_erased_holder(world: World, client: Client) -> None:
    award = world.award()
    AwardHolder.objects.all().delete()
    json_only = {"accept": "application/json"}
    assert client.get("/v/unknown/", headers=json_only).status_code == 404
    assert client.get(award.get_absolute_url(), headers=json_only).status_code == 410


@pytest.mark.parametrize(
    ("name", "kind", "ends"),
    [
        ("award-jwt", "text/plain; charset=utf-8", ".jwt"),
        ("award-png", "image/png", ".png"),
        ("award-svg", "image/svg+xml", ".svg"),
    ],
)
def test_each_file_has_its_address(world: World, client: Client, name: str, kind: str, ends: str) -> None:
    answer = client.get(reverse(name, args=[world.award().public_id]))
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert answer["Content-Disposition"].rstrip('"').endswith(ends)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_without_a_seal_the_sealed_file_leads_to_the_page(world: World, client: Client) -> None:
    award = world.award()
    answer = client.get(reverse("award-sealed", args=[award.public_id]))
    assert (answer.status_code, answer["Location"]) == (302, award.get_absolute_url())


def test_everything_in_one_archive_with_a_page_that_explains(world: World) -> None:
    award = world.award()
    answer = client_of(holder_of(award)).get(reverse("award-archive", args=[award.public_id]))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    number = award.number
    assert archive.namelist() == [
        "LISEZMOI.txt",
        f"certificat-{number}.pdf",
        f"badge-{number}.png",
        f"badge-{number}.svg",
        f"certificat-{number}.json",
        f"certificat-{number}.jwt",
    ]
    assert number in archive.read("LISEZMOI.txt").decode("utf-8-sig")
    assert archive.read(f"badge-{number}.png") == forms(award)["png"]


def test_a_minor_is_offered_no_network_and_stays_private(world: World) -> None:
    award = world.award()
    person = holder_of(award)
    page = words_on(client_of(person).get(reverse("award-own", args=[award.public_id])))
    assert ("linkedin.com" in page, "Rendre public" in page) == (False, False)
    with pytest.raises(ValidationError, match="18 ans"):
        show_award(award=award, public=True, by=person, at=AT)
    client_of(person).post(reverse("award-show", args=[award.public_id]), {"public": "yes"})
    assert AwardHolder.objects.get(award=award).public is False


def adult(world: World, award: Award) -> Person:
    person = holder_of(award)
    evidence = award.evidence.get()
    names = {"given_name": "Inès", "family_name": "Benali", "seen_as": "document"}
    IdentityCheck.objects.create(enrolment=evidence.enrolment, by=world.trainer, adult=True, at=AT, **names)
    return person


def test_an_adult_makes_it_public_and_private_again(world: World) -> None:
    award = world.award()
    browser = client_of(adult(world, award))
    page = words_on(browser.get(reverse("award-own", args=[award.public_id])))
    assert "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME" in page
    for wish, public in (("yes", True), ("no", False)):
        browser.post(reverse("award-show", args=[award.public_id]), {"public": wish})
        assert AwardHolder.objects.get(award=award).public is public
    trail = AuditEvent.objects.filter(verb__in=("award-shown", "award-hidden")).order_by("pk")
    assert [event.verb for event in trail] == ["award-shown", "award-hidden"]


def test_nobody_shows_somebody_elses(world: World) -> None:
    award = world.award()
    other = adult(world, world.award("A A"))
    with pytest.raises(PermissionDenied):
        show_award(award=award, public=True, by=other, at=AT)
    assert client_of(other).get(reverse("award-own", args=[award.public_id])).status_code == 404


def confirmed(person: Person, *, verified: bool) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=person, email="ines@example.org", primary=True, verified=verified)


def test_the_files_go_to_the_confirmed_address_only(world: World) -> None:
    award = world.award()
    person = holder_of(award)
    confirmed(person, verified=True)
    assert post_files(award=award, person=person, at=AT) == "ines@example.org"
    [message] = mail.outbox
    assert message.to == ["ines@example.org"]
    assert [name for name, _content, _mime in message.attachments] == [
        f"certificat-{award.number}.pdf",
        f"badge-{award.number}.png",
        f"certificat-{award.number}.json",
    ]


def test_without_a_confirmed_address_nothing_is_sent_and_the_page_says_so(world: World) -> None:
    award = world.award()
    person = holder_of(award)
    confirmed(person, verified=False)
    with pytest.raises(ValidationError, match="adresse"):
        post_files(award=award, person=person, at=AT)
    page = words_on(client_of(person).get(reverse("award-own", args=[award.public_id])))
    assert "aucune adresse confirmée" in page
    assert mail.outbox == []


def test_a_withdrawn_certificate_hands_out_nothing(world: World) -> None:
    award = world.award()
    change_status(award=award, kind=StatusKind.SUSPENDED, reason="x", by=world.certifier, at=AT)
    browser = client_of(holder_of(award))
    page = words_on(browser.get(reverse("award-own", args=[award.public_id])))
    assert ("ne sont plus remis" in page, "Tout télécharger" in page) == (True, False)
    assert browser.get(reverse("award-archive", args=[award.public_id])).status_code == 302


def pages(pdf: bytes) -> str:
    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_transcript_lists_what_stands_and_says_what_does_not(world: World) -> None:
    award = world.award()
    person = holder_of(award)
    browser = client_of(person)
    before = pages(browser.get(reverse("transcript-pdf")).content)
    assert ("Inès Benali" in before, award.number in before, "Vrai et valable" in before) == (True, True, True)
    change_status(award=award, kind=StatusKind.SUSPENDED, reason="x", by=world.certifier, at=AT)
    after = pages(browser.get(reverse("transcript-pdf")).content)
    assert ("Vrai et valable" in after, "Suspendu" in after) == (False, True)


def test_a_corrected_certificate_leaves_the_transcript_with_its_old_name(world: World) -> None:
    award = world.award("Ines Benalli")
    person = holder_of(award)
    corrected = correct_award(award=award, name="Inès Benali", reason="x", by=world.certifier, at=AT)
    text = pages(client_of(person).get(reverse("transcript-pdf")).content)
    assert (award.number in text, "Benalli" in text, corrected.number in text) == (False, False, True)


def test_an_empty_transcript_is_a_paper_too(world: World) -> None:
    person = world.enrol("A A").person
    assert "Aucun certificat" in pages(client_of(person).get(reverse("transcript-pdf")).content)


def test_the_page_asks_the_same_few_queries_whatever_one_holds(world: World, django_assert_num_queries: Any) -> None:
    award = world.award()
    browser = client_of(holder_of(award))
    address = reverse("award-own", args=[award.public_id])
    browser.get(address)
    with django_assert_num_queries(9):
        browser.get(address)
    for _more in range(2):
        AwardHolder.objects.filter(award=world.award("B B")).update(person=None)
        award.status_changes.create(kind=StatusKind.REINSTATED, reason="x", by=world.certifier, at=AT)
    with django_assert_num_queries(9):
        browser.get(address)


def test_the_signatories_stand_on_the_certificate(world: World) -> None:
    from people import guards

    guards.drop()
    Signatory.objects.create(version=world.version, position=1, name="Camille Roux", function="présidente")
    award = world.award()
    assert "Camille Roux, présidente" in pages(forms(award)["pdf"])
    guards.install()


@pytest.mark.parametrize("name", ['<b>Bo</b> & "Zoë" O\'Neil', "Владимир Щукин", "Αλέξανδρος Παπαδόπουλος"])
def test_a_name_reads_the_same_in_every_form(world: World, name: str) -> None:
    made = forms(world.award(name))
    assert name in pages(made["pdf"])
    for text in (made["credential"].decode(), unbake(made["svg"]), unbake(made["png"])):
        assert json.loads(text or "")["credentialSubject"]["identifier"][0]["identityHash"] == name
    assert read_jwt(made["jwt"].decode()).credential["credentialSubject"]["identifier"][0]["identityHash"] == name


def test_a_sealed_certificate_is_the_kept_pdf_with_a_seal_behind_it(world: World, client: Client) -> None:
    award = world.award()
    key = ec.generate_private_key(ec.SECP256R1())
    sealed = make_sealed(award=award, key=key, chain=[self_made(key)], at=AT)
    assert sealed is not None
    pdf = forms(award)["pdf"]
    assert content_of(sealed)[: len(pdf)] == pdf
    assert make_sealed(award=award, key=key, chain=[self_made(key)], at=AT) == sealed
    answer: Any = client.get(reverse("award-sealed", args=[award.public_id]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.getvalue() == content_of(sealed)


def test_nothing_is_sealed_for_an_erased_holder(world: World) -> None:
    award = world.award()
    AwardHolder.objects.all().delete()
    key = ec.generate_private_key(ec.SECP256R1())
    assert make_sealed(award=Award.objects.get(pk=award.pk), key=key, chain=[self_made(key)], at=AT) is None
