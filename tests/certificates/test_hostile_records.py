"""Records, archives and decisions made to fool whoever reads them, and files that are gone."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificates.actions.decisions import decide_annex
from certificates.actions.endorsing import endorse
from certificates.actions.keys import ensure_key, opened
from certificates.actions.shares import revoke_share, share_record
from certificates.choices import Verdict
from certificates.exporters.packing import pack_record
from certificates.importers.records import apply_import, plan_import, read_archive
from certificates.models import Annex, IssuerKey, ShareLink, TrainingRecord
from certificates.queries import check_file
from certificates.queries.issuing import issuer_id, verification_method
from certificates.signing import sign
from content.versions import Visibility
from curriculum.models import DigitalStrand
from people.actions import erase_person
from tests.certificates.conftest import AT, World
from tests.certificates.elsewhere import Issuer
from tests.certificates.screens import client_of, words_on
from tests.certificates.test_decisions import lines_of, proposed
from tests.certificates.test_endorsing import accepted
from tests.certificates.test_foreign_records import foreign_of, given, upload
from tests.certificates.test_foreign_records import opened as opened_record
from tests.certificates.test_record_files import changed, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]


def sent(person: Any, data: bytes) -> Any:
    return client_of(person).post(reverse("record-import"), {"file": SimpleUploadedFile("livret.zip", data)})


@pytest.mark.parametrize("place", ["title", "sha256", "body", "file_number"])
def test_half_a_character_in_an_archive_is_refused_with_its_place(world: World, place: str) -> None:
    record = filled(world)

    def spoil(manifest: dict[str, Any]) -> None:
        row = {"body": manifest["stages"][0], "file_number": manifest}.get(place, manifest["annexes"][0])
        row[place] = "\ud800"

    response = sent(record.person, changed(pack_record(record=record, at=AT), spoil))
    assert response.status_code == 200
    assert place in words_on(response)


def test_half_a_character_in_a_badge_is_no_500(world: World) -> None:
    record = opened_record(world)
    for name in ("\ud800", "a\u0000b", "\u202e<script>alert(1)</script>"):
        data = json.dumps({**Issuer().badge(), "name": name}).encode()
        assert upload(record, data).status_code == 200


def link_to(record: TrainingRecord) -> ShareLink:
    return share_record(record=record, days=7, label="Jury", by=record.person, at=timezone.now())


def zipped(method: int, spoiled: bytes | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("record.json", b"{}" + b" " * 3000)
    data = out.getvalue()
    if spoiled is not None:
        place = data.index(b"record.json") + len("record.json")
        data = data[:place] + spoiled + data[place + len(spoiled) :]
    return data


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_an_archive_whose_content_is_broken_is_refused(world: World, method: int) -> None:
    record = opened_record(world)
    response = sent(record.person, zipped(method, b"\xff" * 12))
    assert (response.status_code, "ZIP lisible" in words_on(response)) == (200, True)


def test_an_archive_that_swells_is_refused_before_it_fills_the_memory(world: World) -> None:
    record = filled(world)
    many = {f"certificates/{number}.json": b" " * 9_000_000 for number in range(8)}

    def spoil(manifest: dict[str, Any]) -> None:
        manifest["annexes"] += [{**manifest["annexes"][0], "file": name} for name in many]

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(io.BytesIO(changed(pack_record(record=record, at=AT), spoil))) as plain:
            archive.writestr("record.json", plain.read("record.json"))
        for name, content in many.items():
            archive.writestr(name, content)
    with pytest.raises(ValidationError, match="trop grande"):
        read_archive(out.getvalue())


def test_one_file_named_many_times_is_not_checked_many_times(world: World) -> None:
    record = filled(world)

    def spoil(manifest: dict[str, Any]) -> None:
        manifest["annexes"] = [manifest["annexes"][1]] * 61

    with pytest.raises(ValidationError, match="trop de certificats"):
        read_archive(changed(pack_record(record=record, at=AT), spoil))


def test_the_plan_says_beforehand_what_could_not_be_taken(world: World) -> None:
    """Somebody else's certificate of here, and a body's decision, which is no certificate."""
    record = filled(world)
    annex = Annex.objects.exclude(award=None).get()
    decision = endorse(annex=annex, at=AT)

    def spoil(manifest: dict[str, Any]) -> None:
        told = {"file": "certificates/d.json", "sha256": hashlib.sha256(decision).hexdigest(), "title": "Décision"}
        manifest["annexes"].append({**manifest["annexes"][0], **told, "decisions": []})

    data = changed(pack_record(record=record, at=AT), spoil, **{"certificates/d.json": decision})
    plan = plan_import(data=data, person=world.enrol("Bo Trois").person, at=AT)
    assert [item.kept for item in plan.certificates] == [False, True, False]
    assert "à une autre personne" in plan.certificates[0].reason
    assert "pas un certificat" in plan.certificates[2].reason


def test_a_decision_is_no_certificate(world: World) -> None:
    annex = accepted(world)
    record, issuer = annex.record, Issuer()
    theirs = issuer.badge(type=["VerifiableCredential", "EndorsementCredential"], name="Décision")
    files = [
        endorse(annex=annex, at=AT),
        json.dumps(sign(theirs, issuer.key, issuer.method, AT)).encode(),
    ]
    for data in files:
        assert "pas un certificat" in words_on(upload(record, data))
    assert list(Annex.objects.filter(record=record)) == [annex]


def test_a_lost_file_is_said_and_is_no_500(world: World) -> None:
    record = opened_record(world)
    foreign = foreign_of(given(record, Issuer().file()))
    link = link_to(record)
    default_storage.delete(str(foreign.file.name))
    owner, body = client_of(record.person), client_of(world.trainer)
    assert owner.get(reverse("foreign-file", args=[foreign.pk])).status_code == 404
    assert body.get(reverse("livret-foreign", args=[foreign.pk])).status_code == 404
    assert Client().get(reverse("share-foreign", args=[link.token, foreign.pk])).status_code == 404
    said = words_on(owner.post(reverse("foreign-check", args=[foreign.pk]), follow=True))
    assert "Le fichier de ce certificat n'est plus sur le serveur" in said
    said = words_on(owner.get(reverse("record-archive", args=[record.pk]), follow=True))
    assert "Le fichier de ce certificat n'est plus sur le serveur" in said


def forged(annex: Annex, body: Any, **subject: Any) -> bytes:
    """With a key of this installation, as one whose backup was stolen would."""
    said = json.loads(endorse(annex=annex, at=AT))
    said.pop("proof")
    key = ensure_key(organisation=body, at=AT)
    said["issuer"] = {**said["issuer"], "id": issuer_id(body, key)}
    said["credentialSubject"] |= subject
    return json.dumps(sign(said, opened(key), verification_method(body, key), AT)).encode()


def test_the_key_of_another_organisation_of_here_cannot_decide_for_a_body(world: World) -> None:
    annex = accepted(world)
    assert check_file(forged(annex, world.training_body), AT).verdict == Verdict.VALID
    assert check_file(forged(annex, world.certifier_body), AT).verdict != Verdict.VALID


def test_what_a_decision_grants_is_told_from_the_register_not_from_the_file(world: World) -> None:
    annex = accepted(world)
    finding = check_file(forged(annex, world.training_body, endorsementComment="Dispense de tout"), AT)
    assert "Dispense de tout" not in finding.reason
    other = forged(annex, world.training_body, id="https://ailleurs.example/badges/8")
    assert check_file(other, AT).verdict != Verdict.VALID


def test_the_key_is_made_by_the_decision_and_never_by_who_only_reads(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certificates.actions.decisions.ensure_key", lambda **_named: None)
    annex, keys = accepted(world), IssuerKey.objects.filter(organisation=world.training_body)
    link = link_to(annex.record)
    for client, name, args in (
        (Client(), "share-credential", [link.token, annex.pk]),
        (client_of(annex.record.person), "annex-credential", [annex.pk]),
        (client_of(world.trainer), "livret-credential", [annex.pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 302
    assert not keys.exists()
    monkeypatch.undo()
    decide_annex(annex=annex, accepted=True, lines=lines_of(annex), by=world.trainer, at=AT)
    assert keys.count() == 1


@pytest.mark.parametrize(
    "address",
    ["{base}/v/", "{upper}/v/", "{dotted}/v/", "{base}:8443/v/", "{user}/v/", "{base}//v/"],
)
def test_nobody_elsewhere_signs_under_an_address_of_here(world: World, settings: Any, address: str) -> None:
    settings.VOLET_BASE_URL = "https://volet.example"
    named = {
        "base": "https://volet.example",
        "upper": "HTTPS://Volet.Example",
        "dotted": "https://volet.example.",
        "user": "https://moi@volet.example",
    }
    public_id = world.award("Ana Deux").public_id
    finding = check_file(Issuer().file(id=f"{address.format(**named)}{public_id}/?x"), AT)
    assert (finding.verdict, finding.foreign) == (Verdict.UNKNOWN, None)
    beside = check_file(Issuer().file(id="https://volet.example.ailleurs.example/v/1"), AT)
    assert beside.verdict == Verdict.ELSEWHERE


def test_a_closed_link_gives_neither_file_nor_decision(world: World) -> None:
    annex = accepted(world)
    foreign = foreign_of(given(annex.record, Issuer().file()))
    link = link_to(annex.record)
    revoke_share(link=link, by=annex.record.person, at=AT)
    for name, pk in (("share-foreign", foreign.pk), ("share-credential", annex.pk)):
        assert Client().get(reverse(name, args=[link.token, pk])).status_code == 410


def test_one_link_is_not_asked_for_files_without_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from certificates.views import shares
    from people.limits import Limit

    monkeypatch.setattr(shares, "OPENINGS", Limit("share-open-test", 2, 600))
    annex = accepted(world)
    link = link_to(annex.record)
    address = reverse("share-credential", args=[link.token, annex.pk])
    assert [Client().get(address).status_code for _one in range(3)] == [200, 200, 404]


def test_a_certificate_taken_away_meanwhile_is_said_to_who_decides(world: World) -> None:
    annex = proposed(world)
    lines = lines_of(annex)
    Annex.objects.filter(pk=annex.pk).delete()
    with pytest.raises(ValidationError, match="n'est plus dans le livret"):
        decide_annex(annex=annex, accepted=True, lines=lines, by=world.trainer, at=AT)


def test_an_archive_twice_confirmed_opens_one_record(world: World) -> None:
    record = filled(world)
    data = pack_record(record=record, at=AT)
    token = sent(record.person, data).context["token"]
    client = client_of(record.person)
    answers = [client.post(reverse("record-import"), {"token": token}).status_code for _one in range(2)]
    assert answers == [302, 200]
    assert TrainingRecord.objects.count() == 1


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "99999999999", "1e3"])
@pytest.mark.parametrize("name", ["record-import", "verify"])
def test_a_length_that_is_no_number_is_too_long(client: Client, name: str, length: str) -> None:
    kind = "multipart/form-data; boundary=x"
    response = client.post(reverse(name), data=b"", content_type=kind, CONTENT_LENGTH=length)
    assert (response.status_code, "10 Mo au plus" in words_on(response)) == (413, True)


def test_a_training_that_is_not_public_is_opened_by_no_archive(world: World) -> None:
    record = filled(world)
    data = pack_record(record=record, at=AT)
    DigitalStrand.objects.filter(pk=record.strand_version.strand_id).update(visibility=Visibility.PRIVATE)
    assert plan_import(data=data, person=record.person, at=AT).existing == record
    with pytest.raises(ValidationError, match="pas de volet"):
        plan_import(data=data, person=world.enrol("Bo Trois").person, at=AT)


def test_erased_meanwhile_no_archive_brings_anything_back(world: World) -> None:
    record = filled(world)
    person = record.person
    plan = plan_import(data=pack_record(record=record, at=AT), person=person, at=AT)
    erase_person(person=person, by=None, at=AT)
    with pytest.raises(PermissionDenied):
        apply_import(plan=plan, person=person, at=AT)
    assert not TrainingRecord.objects.exists()
