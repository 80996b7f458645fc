"""A record taken along in one file, and taken up again elsewhere: shown first, all or nothing, twice is once."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates.actions import add_to_record
from certificates.actions.decisions import decide_annex
from certificates.actions.incoming import incoming, keep_incoming
from certificates.actions.removing import remove_orphans
from certificates.exporters.packing import pack_record
from certificates.importers.records import apply_import, plan_import
from certificates.models import Annex, AnnexDecision, ForeignAward, RecordStage, TrainingRecord
from tests.certificates.conftest import AT, World
from tests.certificates.elsewhere import Issuer
from tests.certificates.screens import client_of, words_on
from tests.certificates.test_decisions import lines_of, proposed
from tests.certificates.test_foreign_records import given

Manifest = dict[str, Any]


def filled(world: World) -> TrainingRecord:
    """One certificate of ours that the body recognised, one of elsewhere, a file number."""
    annex = proposed(world)
    given(annex.record, Issuer().file(), AT + timedelta(minutes=1))
    decide_annex(annex=annex, accepted=True, lines=lines_of(annex), reason="Vu", by=world.trainer, at=AT)
    TrainingRecord.objects.update(file_number="12-345")
    return TrainingRecord.objects.select_related("person", "strand_version", "reference_version").get()


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest_of(data: bytes) -> Manifest:
    loaded: Manifest = json.loads(entries(data)["record.json"])
    return loaded


def changed(data: bytes, change: Callable[[Manifest], object], **files: bytes) -> bytes:
    parts = entries(data)
    manifest = json.loads(parts["record.json"])
    change(manifest)
    parts["record.json"] = json.dumps(manifest).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {**parts, **files}.items():
            archive.writestr(name, content)
    return out.getvalue()


def forgotten() -> None:
    """As in an installation that never saw this record."""
    AnnexDecision.objects.all().delete()
    Annex.objects.all().delete()
    ForeignAward.objects.all().delete()
    RecordStage.objects.all().delete()
    TrainingRecord.objects.all().delete()


def taken_up(data: bytes, person: Any) -> TrainingRecord:
    return apply_import(plan=plan_import(data=data, person=person, at=AT), person=person, at=AT)


def test_it_holds_every_certificate_as_it_is_the_paper_and_what_was_decided(world: World) -> None:
    record = filled(world)
    data = pack_record(record=record, at=AT)
    parts, manifest = entries(data), manifest_of(data)
    assert (manifest["format"], manifest["file_number"]) == ("volet.record/1", "12-345")
    assert [annex["state"] for annex in manifest["annexes"]] == ["accepted", "proposed"]
    [decision] = manifest["annexes"][0]["decisions"]
    assert (decision["body"], decision["reason"], len(decision["lines"])) == ("Les Pins", "Vu", 1)
    foreign = ForeignAward.objects.get()
    with foreign.file.open("rb") as handle:
        assert parts[manifest["annexes"][1]["file"]] == handle.read()
    assert parts["annexe.pdf"].startswith(b"%PDF")


def test_taken_up_where_it_was_forgotten_it_says_the_same(world: World) -> None:
    """But for what a body decided, the days of adding, and the body that may read it."""
    record = filled(world)
    person, before = record.person, pack_record(record=record, at=AT)
    forgotten()
    again = taken_up(before, person)
    first, second = manifest_of(before), manifest_of(pack_record(record=again, at=AT))
    for manifest in (first, second):
        for annex in manifest["annexes"]:
            annex["decisions"], annex["state"], annex["added_at"] = [], "proposed", ""
    assert first == second
    assert [stage.organisation for stage in again.stages.all()] == [None]


def test_twice_is_once(world: World) -> None:
    record = filled(world)
    data = pack_record(record=record, at=AT)
    forgotten()
    taken_up(data, record.person)
    first = manifest_of(pack_record(record=TrainingRecord.objects.get(), at=AT))
    taken_up(data, record.person)
    assert manifest_of(pack_record(record=TrainingRecord.objects.get(), at=AT)) == first
    assert (Annex.objects.count(), ForeignAward.objects.count(), RecordStage.objects.count()) == (2, 1, 1)


def test_the_plan_says_what_is_taken_what_is_left_and_why(world: World) -> None:
    record = filled(world)

    def spoil(manifest: Manifest) -> None:
        manifest["annexes"][1]["sha256"] = "0" * 64
        manifest["annexes"].append({**manifest["annexes"][0], "file": "certificates/none.json", "title": "Perdu"})

    plan = plan_import(data=changed(pack_record(record=record, at=AT), spoil), person=record.person, at=AT)
    assert [(item.kept, item.reason) for item in plan.certificates] == [
        (True, ""),
        (False, "Son fichier n'est plus celui qui a été exporté."),
        (False, "Son fichier manque dans l'archive."),
    ]
    assert plan.decisions == 2
    assert plan.existing == record


def test_somebody_elses_certificate_of_here_is_left_which_the_plan_says(world: World) -> None:
    record = filled(world)
    data = pack_record(record=record, at=AT)
    other = world.enrol("Bo Trois").person
    [theirs, _elsewhere] = plan_import(data=data, person=other, at=AT).certificates
    assert (theirs.kept, "à une autre personne" in theirs.reason) == (False, True)
    assert [annex.award for annex in taken_up(data, other).annexes.all()] == [None]


def test_a_withdrawn_certificate_is_left_with_its_reason(world: World) -> None:
    record = filled(world)
    data = pack_record(record=record, at=AT)
    award = record.annexes.get(award__isnull=False).award
    assert award is not None
    world.revoke(award)
    plan = plan_import(data=data, person=record.person, at=AT)
    assert plan.certificates[0].kept is False
    assert plan.certificates[0].reason.startswith("Retiré le ")


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("record.json", b" " * 30_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "pas une archive ZIP"),
        (b"PK\x03\x04broken", "pas une archive ZIP"),
        (bomb(), "record.json : cette entrée est trop grande"),
    ],
)
def test_what_is_no_archive_is_refused(world: World, data: bytes, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        plan_import(data=data, person=world.enrol("Ana Deux").person, at=AT)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one.update(format="other"), "« format » manque"),
        (lambda one: one.update(annexes="x"), "« annexes » manque"),
        (lambda one: one["annexes"][0].update(file=7), r"« annexes\[0\].file » manque"),
        (lambda one: one["stages"][0].update(starts_on="hier"), "« hier » n'est pas une date"),
        (lambda one: one["stages"][0].update(body=" "), "un organisme sans nom"),
        (lambda one: one["reference"].update(slug="inconnu"), "n'a pas de volet numérique ici"),
        (lambda one: one.update(file_number="\0"), "« file_number » manque"),
    ],
)
def test_a_wrong_manifest_is_refused_with_the_place(world: World, change: Any, said: str) -> None:
    record = filled(world)
    data = changed(pack_record(record=record, at=AT), change)
    with pytest.raises(ValidationError, match=said):
        plan_import(data=data, person=record.person, at=AT)


def test_names_that_climb_out_of_the_folder_are_only_names(world: World, tmp_path: Any) -> None:
    record = filled(world)
    data = pack_record(record=record, at=AT)
    file = manifest_of(data)["annexes"][0]["file"]
    climbing = changed(
        data, lambda one: one["annexes"][0].update(file="../../etc/x.json"), **{"../../etc/x.json": entries(data)[file]}
    )
    assert plan_import(data=climbing, person=record.person, at=AT).certificates[0].kept


def test_on_screen_it_is_shown_first_and_then_confirmed(world: World) -> None:
    record = filled(world)
    data = pack_record(record=record, at=AT)
    forgotten()
    client = client_of(record.person)
    upload: Any = SimpleUploadedFile("livret.zip", data)
    page = client.post(reverse("record-import"), {"file": upload})
    shown = words_on(page)
    assert "Voici ce qui serait repris" in shown
    assert "1 décision d'un autre organisme n'est pas reprise" in shown
    assert not TrainingRecord.objects.exists()
    done = client.post(reverse("record-import"), {"token": page.context["token"]}, follow=True)
    assert "Votre livret est repris." in words_on(done)
    assert TrainingRecord.objects.get().annexes.count() == 2
    late = client.post(reverse("record-import"), {"token": page.context["token"]})
    assert "Ce fichier n'est plus gardé" in words_on(late)


def test_an_uploaded_file_is_its_senders_and_is_swept(world: World, settings: Any) -> None:
    ana, bo = world.enrol("Ana Deux").person, world.enrol("Bo Trois").person
    token = keep_incoming(data=b"zip", person=ana)
    assert incoming(token=token, person=ana) == b"zip"
    assert incoming(token=token, person=bo) is None
    assert incoming(token="x", person=ana) is None
    from django.utils import timezone

    assert remove_orphans(at=timezone.now() + timedelta(hours=2)) == "removed 1"
    assert incoming(token=token, person=ana) is None


def test_a_heavy_upload_is_refused_unread(world: World) -> None:
    client = client_of(world.enrol("Ana Deux").person)
    page = client.generic(
        "POST", reverse("record-import"), b"x", CONTENT_TYPE="multipart/form-data", CONTENT_LENGTH="52428800"
    )
    assert page.status_code == 413


def test_a_record_that_has_it_already_is_completed(world: World) -> None:
    """The file number typed here stays, the certificate of here is not doubled."""
    record = filled(world)
    data = pack_record(record=record, at=AT)
    forgotten()
    from certificates.actions import open_record

    kept = open_record(person=record.person, strand_version=record.strand_version, at=AT, file_number="9")
    award = record.person.held_awards.get().award
    add_to_record(record=kept, award=award, at=AT)
    taken_up(data, record.person)
    kept.refresh_from_db()
    assert (kept.file_number, kept.annexes.count()) == ("9", 2)
