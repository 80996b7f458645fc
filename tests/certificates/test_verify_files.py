"""What a visitor may drop, told by its content: two things in one, locked, packed without end, of somebody else."""

import base64
import io
import json
import zlib
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from certificates.actions import make_forms
from certificates.actions.forms import content_of
from certificates.choices import FormKind, Verdict
from certificates.models import Award
from certificates.queries import check_file, check_link
from certificates.signing import bake_png, bake_svg
from people import guards
from tests.certificates.conftest import AT, World
from tests.certificates.elsewhere import Issuer
from tests.certificates.pictures import PNG, SVG, chunk
from tests.certificates.reading import text

NAME = "Inès Benali"
pytestmark = pytest.mark.usefixtures("fresh_limits")


def file_of(award: Award, kind: FormKind) -> bytes:
    return content_of(next(form for form in make_forms(award=award, at=AT) if form.form == kind))


def pdf_with(pdf: bytes, *files: tuple[str, bytes], **save: Any) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for name, content in files:
            document.attachments[name] = pikepdf.AttachedFileSpec(document, content, filename=name)
        out = io.BytesIO()
        document.save(out, **save)
    return out.getvalue()


def drop(client: Client, content: bytes, **fields: str) -> Any:
    return client.post("/verify/", {"file": SimpleUploadedFile("x.bin", content), **fields})


def test_a_badge_image_with_our_certificate_is_true(world: World) -> None:
    credential = file_of(world.award(NAME), FormKind.CREDENTIAL).decode()
    for data in (bake_png(PNG, credential), bake_svg(SVG, credential).encode()):
        finding = check_file(data, AT)
        assert (finding.verdict, finding.name) == (Verdict.VALID, NAME)


def test_two_certificates_in_one_pdf_are_refused(client: Client, world: World) -> None:
    award = world.award(NAME)
    other = file_of(world.award("Ana Deux"), FormKind.CREDENTIAL)
    page = text(drop(client, pdf_with(file_of(award, FormKind.PDF), ("autre.json", other))))
    assert "plusieurs certificats : déposez-les un par un" in page
    assert "Benali" not in page


def test_a_harmless_second_file_in_a_pdf_changes_nothing_of_the_signed_one(world: World) -> None:
    """The PDF is then no longer the one that was handed out: that is said."""
    pdf = pdf_with(file_of(world.award(NAME), FormKind.PDF), ("did.json", b'{"id": "did:web:x"}'))
    assert check_file(pdf, AT).verdict == Verdict.ALTERED


def test_a_certificate_from_elsewhere_in_our_pdf_is_not_ours(world: World) -> None:
    with pikepdf.open(io.BytesIO(file_of(world.award(NAME), FormKind.PDF))) as document:
        del document.attachments["certificat-signe.json"]
        out = io.BytesIO()
        document.save(out)
    finding = check_file(pdf_with(out.getvalue(), ("certificat-signe.json", Issuer().file())), AT)
    assert (finding.verdict, finding.award, finding.name) == (Verdict.ELSEWHERE, None, "Ana Deux")


@pytest.mark.parametrize("user", ["", "secret"])
def test_a_locked_pdf_is_said(client: Client, world: World, user: str) -> None:
    lock = pikepdf.Encryption(owner="owner", user=user)
    page = drop(client, pdf_with(file_of(world.award(NAME), FormKind.PDF), encryption=lock))
    assert (page.status_code, "protégé par un mot de passe" in text(page)) == (200, True)


def test_a_pdf_that_unpacks_without_end_is_not_unpacked(client: Client, world: World) -> None:
    with pikepdf.new() as document:
        document.add_blank_page()
        spec = pikepdf.AttachedFileSpec(document, b"x", filename="certificat-signe.json")
        spec.get_file().obj.write(zlib.compress(b"\0" * 40_000_000), filter=pikepdf.Name.FlateDecode)
        document.attachments["certificat-signe.json"] = spec
        out = io.BytesIO()
        document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    page = drop(client, out.getvalue())
    assert (page.status_code, "ne contient pas de fichier signé" in text(page)) == (200, True)


def polyglots() -> dict[str, bytes]:
    credential = json.dumps(Issuer().signed())
    baked = bake_png(PNG, credential)
    itxt = chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + credential.encode())
    svg = bake_svg(SVG, credential)
    element = svg[svg.index("<openbadges") : svg.index("<title>")]
    return {
        "a pdf behind a png": baked + b"%PDF-1.7\n%%EOF",
        "a credential behind a png": baked + credential.encode(),
        "two credentials in a png": baked[:33] + itxt + baked[33:],
        "two credentials in an svg": svg.replace(element, element * 2).encode(),
        "a damaged png": baked[:80] + b"\0" + baked[81:],
    }


@pytest.mark.parametrize("name", polyglots())
def test_a_file_that_is_two_things_is_refused(client: Client, db: None, name: str) -> None:
    page = drop(client, polyglots()[name])
    shown = text(page)
    assert page.status_code == 200
    assert "cache plus d'un certificat ou un autre fichier" in shown
    assert "Ana Deux" not in shown


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<svg",
        SVG.encode(),
        PNG,
        PNG[:20],
        json.dumps({"type": ["VerifiableCredential"], "a": eval("[" * 60 + "]" * 60)}).encode(),  # noqa: S307
        b'{"type": ["VerifiableCredential"], "n": ' + b"9" * 6_000 + b"}",
        b"a.b.c",
        b"eyJhbGciOiJub25lIn0.eyJ0eXBlIjpbXX0.",
        json.dumps([Issuer().signed(), Issuer().signed()]).encode(),
        b"\xff\xfe{\0}\0",
    ],
    ids=range(12),
)
def test_hostile_and_broken_files_get_a_sentence_and_no_certificate(client: Client, db: None, content: bytes) -> None:
    page = drop(client, content)
    assert page.status_code == 200
    assert "Rien à vérifier dans ce fichier" in text(page)


def test_an_unsigned_token_is_not_to_be_trusted(client: Client, db: None) -> None:
    parts = [{"alg": "none"}, Issuer().badge()]
    token = ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."
    page = text(drop(client, token.encode()))
    assert "Ne vous y fiez pas" in page
    assert "Ana Deux" not in page


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "مريم \u202eعلي", "李 小龍", "O'\"Neil & <b>", "Á" * 120]
)
def test_any_name_is_shown_as_it_is_and_never_as_markup(client: Client, db: None, name: str) -> None:
    subject = Issuer().badge()["credentialSubject"]
    named = {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": name}
    page = drop(client, Issuer().file(credentialSubject={**subject, "identifier": [named]}))
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert page.context["finding"].name == name


def test_a_heavy_upload_is_refused_before_it_is_read(client: Client, db: None) -> None:
    class Unread(io.BytesIO):
        def read(self, *_args: Any) -> bytes:
            raise AssertionError("the body was read")

    page = client.generic("POST", "/verify/", b"", content_type="multipart/form-data; boundary=x")
    assert page.status_code == 200
    for path in ("/verify/", "/api/verify"):
        answer = client.post(
            path,
            CONTENT_LENGTH="50000000",
            **{"wsgi.input": Unread()},
            content_type="multipart/form-data; boundary=x",
            data=b"",
        )
        assert answer.status_code == 413
        assert "trop lourd : 10 Mo au plus" in text(answer)


def test_the_csrf_token_is_still_asked_of_the_page(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/verify/", {"number": "X"}).status_code == 403


def test_the_person_can_be_confirmed_beside_the_file(client: Client, world: World) -> None:
    data = file_of(world.award(NAME), FormKind.CREDENTIAL)
    assert "Le nom correspond" in text(drop(client, data, name="benali ines"))
    assert "Le nom ne correspond pas" in text(drop(client, data, name="Eva Faux"))


def test_an_award_changed_by_hand_no_longer_matches_the_register(world: World) -> None:
    award = world.award(NAME)
    credential = file_of(award, FormKind.CREDENTIAL)
    guards.drop()
    Award.objects.filter(pk=award.pk).update(payload={**award.payload, "title": "Diplôme"})
    guards.install()
    for finding in (check_link(award.public_id, AT), check_file(credential, AT)):
        assert (finding.verdict, finding.name, finding.words) == (Verdict.ALTERED, "", None)
        assert "plus ce que dit le registre" in finding.reason
