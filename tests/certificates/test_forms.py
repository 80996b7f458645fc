"""The files of an award: made once, kept, complete, and true to the byte."""

import hashlib
import json
import subprocess
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from certificates.actions import correct_award, ensure_key, forms, make_forms, make_owed_forms, making
from certificates.actions.forms import content_of
from certificates.actions.removing import remove_orphans
from certificates.choices import Block, FormKind, Verdict
from certificates.models import Award, AwardHolder, IssuedForm, IssuerKey
from certificates.queries import candidates, check_file, did_document_of
from certificates.queries.issuing import issuer_document
from certificates.signing import compiled, decode_public, holder_name
from certificates.signing.did import did_key_method
from content.documents import attached_file
from courses.models import IdentityCheck
from people.registries import duties
from tests.certificates.conftest import AT, World


def files(award: Award) -> tuple[bytes, bytes]:
    credential, pdf = make_forms(award=award, at=AT)
    return content_of(credential), content_of(pdf)


def tool(name: str, *arguments: str) -> str:
    try:
        done = subprocess.run([name, *arguments], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        pytest.skip(f"{name} is not installed")
    return done.stdout


def test_both_files_are_made_once_and_kept(world: World) -> None:
    award = world.award()
    first = files(award)
    assert files(award) == first
    digests = {form.form: form.digest for form in IssuedForm.objects.all()}
    assert digests == {
        "credential": hashlib.sha256(first[0]).hexdigest(),
        "pdf": hashlib.sha256(first[1]).hexdigest(),
    }


def test_the_signed_file_names_holder_award_and_issuer(world: World) -> None:
    award = world.award("Zoë Çağlar-Łukasiewicz")
    credential = json.loads(files(award)[0])
    assert holder_name(credential) == "Zoë Çağlar-Łukasiewicz"
    assert credential["id"].endswith(f"/v/{award.public_id}/")
    assert credential["credentialSubject"]["licenseNumber"] == award.number
    did = award.payload["issuer"]["did"]
    assert credential["issuer"]["id"] == did
    assert credential["proof"]["verificationMethod"] == did_key_method(did.removeprefix("did:key:"))
    assert [line["targetCode"] for line in credential["credentialSubject"]["achievement"]["alignment"]] == [
        "4.2",
        "4.2",
        "2.5",
        "2.6",
        "3.3",
    ]


def test_an_independent_verifier_accepts_the_file_with_the_published_key(world: World) -> None:
    ldp = pytest.importorskip("openbadgeslib.ob3")
    pytest.importorskip("pyld")
    award = world.award()
    content = files(award)[0]
    method = issuer_document(world.certifier_body, award.payload["issuer"]["did"])["verificationMethod"][0]
    raw = decode_public(method["publicKeyMultibase"])
    pem = Ed25519PublicKey.from_public_bytes(raw).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    verifier = ldp.OB3LdpVerifier(pubkey_pem=pem, issuer_did=method["controller"])
    verifier.verify(content)
    with pytest.raises(Exception, match=r".+"):
        verifier.verify(content.replace("Inès".encode(), b"Ines"))


def test_the_pdf_carries_the_signed_file_byte_for_byte(world: World, tmp_path: Path) -> None:
    credential, pdf = files(world.award())
    assert attached_file(pdf, "certificat-signe.json") == credential
    path, out = tmp_path / "c.pdf", tmp_path / "c.json"
    path.write_bytes(pdf)
    tool("pdfdetach", "-save", "1", "-o", str(out), str(path))
    assert out.read_bytes() == credential


def renamed(award: Award, name: str) -> Award:
    """With a name that no screen would let through."""
    holder = AwardHolder.objects.get(award=award)
    holder.delete()
    AwardHolder.objects.create(award=award, name=name, salt=holder.salt, person=holder.person)
    return Award.objects.get(pk=award.pk)


NAMES = [
    "Inès Benali",
    "Nguyễn Thị Ánh Tuyết",
    "Zoë Çağlar-Łukasiewicz",
    "İpek Ğüneş Şahin",
    "Αλέξανδρος Παπαδόπουλος",
    "Ine\u0300s Noe\u0308l",
    "D'Àngelo « L'Œil » & Fils",
    "Marie-Charlotte Éléonore de la Tour d'Auvergne-Lauraguais Fernández-Sanguino Włodzimierska-Grzegorzewska et X Y",
]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_stands_on_one_page_with_all_fonts_embedded(world: World, tmp_path: Path, name: str) -> None:
    path = tmp_path / "c.pdf"
    enrolment = world.enrol("X Y")
    world.attempt(enrolment)
    half = name.find(" ", len(name) // 3)
    world.identify(enrolment, "X Y")
    IdentityCheck.objects.create(
        enrolment=enrolment,
        given_name=name[:half][:80],
        family_name=name[half + 1 :][:80],
        seen_as="document",
        by=world.trainer,
        at=AT,
    )
    [award] = world.sign(enrolment)
    path.write_bytes(files(award)[1])
    fonts = [line.split() for line in tool("pdffonts", str(path)).splitlines()[2:]]
    assert fonts
    assert [line[-5] for line in fonts] == ["yes"] * len(fonts)
    assert "Pages:           1" in tool("pdfinfo", str(path))
    text = " ".join(tool("pdftotext", "-layout", str(path), "-").split())
    assert award.holder.name.split()[0] in text
    assert award.number in text
    assert "Claire Martin" in text
    assert "ni le BAFA" in text


@pytest.mark.parametrize("name", ["王小明", "محمد علي"])
def test_a_name_our_fonts_cannot_write_is_said_and_not_drawn_as_boxes(world: World, name: str, caplog: Any) -> None:
    award = renamed(world.award(), name)
    with pytest.raises(ValidationError, match="polices"):
        make_forms(award=award, at=AT)
    assert [form.form for form in IssuedForm.objects.all()] == ["credential"]
    assert name[0] not in caplog.text


@pytest.mark.parametrize("name", ["王小明", "محمد علي"])
def test_such_a_name_blocks_before_anything_is_signed(world: World, name: str) -> None:
    enrolment = world.passed(name)
    [line] = candidates(world.cohort, world.version, AT)
    assert line.blocked == Block.NAME
    assert world.sign(enrolment) == []
    with pytest.raises(ValidationError, match="lettres"):
        correct_award(award=world.award(), name=name, reason="x", by=world.certifier, at=AT)


def test_markup_in_a_name_is_text(world: World, tmp_path: Path) -> None:
    award = world.award('<img src="http://127.0.0.1:9/x"> <b>Ana</b>')
    path = tmp_path / "c.pdf"
    path.write_bytes(files(award)[1])
    assert "<img src=" in tool("pdftotext", "-layout", str(path), "-")


def test_a_demo_body_marks_its_certificates_for_good(world: World, tmp_path: Path) -> None:
    world.training_body.is_demo = True
    world.training_body.save()
    award = world.award()
    path = tmp_path / "c.pdf"
    path.write_bytes(files(award)[1])
    assert "DÉMONSTRATION" in tool("pdftotext", str(path), "-")


def test_signing_puts_the_making_of_files_on_the_queue(world: World) -> None:
    award = world.award()
    [row] = DBTaskResult.objects.all()
    assert row.task_path == "certificates.tasks.make_award_forms"
    assert row.args_kwargs["args"] == [str(award.pk)]


def test_the_sweep_makes_what_a_lost_task_left_owed(world: World) -> None:
    world.sign(world.passed("A A"), world.passed("B B"))
    assert make_owed_forms(at=AT) == "made 2, failed 0"
    assert IssuedForm.objects.count() == 4
    assert duties["certificates.owed_forms"].run(AT) == "made 0, failed 0"


def test_one_name_that_cannot_be_printed_leaves_the_others_their_files(world: World, caplog: Any) -> None:
    renamed(world.award(), "王小明")
    world.award("A A")
    assert make_owed_forms(at=AT) == "made 1, failed 1"
    assert "document" in caplog.text
    assert "王" not in caplog.text


def test_two_workers_at_once_keep_one_file(world: World) -> None:
    award = world.award()
    holder = AwardHolder.objects.get()
    first = forms._keep(award, holder, FormKind.CREDENTIAL, b"one", None, AT)
    second = forms._keep(award, holder, FormKind.CREDENTIAL, b"two", None, AT)
    assert second == first
    stored = [path for path in Path(first.file.path).parent.iterdir() if path.suffix == ".json"]
    assert [path.read_bytes() for path in stored] == [b"one"]


def test_an_erased_holder_gets_no_files(world: World) -> None:
    award = world.award()
    AwardHolder.objects.all().delete()
    assert make_forms(award=Award.objects.get(pk=award.pk), at=AT) == []


def test_a_lost_master_key_is_said_in_words(world: World, settings: Any, tmp_path: Path) -> None:
    award = world.award()
    settings.VOLET_KEYS = tmp_path / "lost"
    with pytest.raises(ValidationError, match="master_key"):
        make_forms(award=award, at=AT)


def test_a_certifier_has_one_key_in_use_and_old_ones_stay_published(world: World) -> None:
    first = ensure_key(organisation=world.certifier_body, at=AT)
    assert ensure_key(organisation=world.certifier_body, at=AT) == first
    IssuerKey.objects.filter(pk=first.pk).update(retired_at=AT)
    second = ensure_key(organisation=world.certifier_body, at=AT)
    assert (first.kid, second.kid) == ("key-1", "key-2")
    methods = did_document_of(world.certifier_body)["assertionMethod"]
    assert [method.partition("#")[2] for method in methods] == ["key-2", "key-1"]


def test_no_private_half_in_the_database_in_clear(world: World, settings: Any) -> None:
    key = ensure_key(organisation=world.certifier_body, at=AT)
    assert key.private_sealed.startswith("gAAAA")
    assert (Path(settings.VOLET_KEYS) / "master_key").stat().st_mode & 0o777 == 0o600


def test_files_left_behind_by_a_crash_are_swept(world: World) -> None:
    form = make_forms(award=world.award(), at=AT)[0]
    path = Path(form.file.path)
    orphan = path.with_name("orphan.json")
    orphan.write_text("{}")
    assert remove_orphans(at=timezone.now()) == "removed 0"
    assert remove_orphans(at=timezone.now() + timedelta(hours=2)) == "removed 1"
    assert (path.exists(), orphan.exists()) == (True, False)


def test_a_batch_is_signed_as_one_by_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same document to the byte; only the first of the achievement is held against the reference."""
    world.sign(world.passed("A A"), world.passed('Zoë "Ça" Łuk'), world.passed("C C"))
    monkeypatch.setattr(making.uuid, "uuid4", lambda: UUID(int=7))
    references: list[Any] = []
    real = compiled.sign
    monkeypatch.setattr(compiled, "sign", lambda *given: references.append(given) or real(*given))
    monkeypatch.setattr(compiled, "_chance", Random(1))
    assert make_owed_forms(at=AT) == "made 3, failed 0"
    kept = {form.holder.award_id: form for form in IssuedForm.objects.filter(form=FormKind.CREDENTIAL)}
    for award in Award.objects.select_related("holder", "issuer"):
        one = making.Making(award, award.holder, kept[award.pk].key, AT)
        assert content_of(kept[award.pk]) == making.credential_bytes(one)
    assert len(references) == 1


def test_a_mistake_in_the_fast_form_is_logged_and_the_reference_signs(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    award = world.award('Zoë "la"')
    monkeypatch.setattr(compiled, "ESCAPES", {})
    assert make_owed_forms(at=AT) == "made 1, failed 0"
    assert "the compiled form" in caplog.text
    assert check_file(files(award)[0], AT).verdict == Verdict.VALID
