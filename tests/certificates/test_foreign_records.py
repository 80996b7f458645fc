"""A certificate of another issuer in a record: checked, kept as it came, weighed line by line by the body."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates.actions import make_forms, open_record
from certificates.actions.decisions import decide_annex
from certificates.actions.foreign import add_file, check_again, check_owed, remove_foreign
from certificates.actions.personal import CertificatesData
from certificates.actions.shares import share_record
from certificates.actions.stages import add_stage
from certificates.choices import FormKind
from certificates.fetching import FetchError
from certificates.models import Annex, ForeignAward, TrainingRecord
from certificates.queries import check_file, coverage
from certificates.queries.livrets import proposals
from certificates.signing import bake_png
from curriculum.models import FrameworkVersion
from people.models import Notice, Person
from tests.certificates.conftest import AT, World
from tests.certificates.elsewhere import Issuer
from tests.certificates.pictures import PNG
from tests.certificates.screens import client_of, words_on
from tests.certificates.strands import strand


def opened(world: World, name: str = "Ana Deux") -> TrainingRecord:
    person = world.enrol(name).person
    record = open_record(person=person, strand_version=strand(world), at=AT)
    add_stage(record=record, organisation=world.training_body, by=person, at=AT)
    return record


def given(record: TrainingRecord, data: bytes, at: Any = AT) -> Annex:
    return add_file(record=record, data=data, finding=check_file(data, at), by=record.person, at=at)


def foreign_of(annex: Annex) -> ForeignAward:
    assert annex.foreign_award is not None
    return annex.foreign_award


def upload(record: TrainingRecord, data: bytes, name: str = "badge.json") -> Any:
    address = reverse("foreign-create", args=[record.pk])
    return client_of(record.person).post(address, {"file": SimpleUploadedFile(name, data)})


def test_the_file_is_kept_byte_for_byte_with_what_it_says_and_what_was_checked(world: World) -> None:
    record, data = opened(world), Issuer().file()
    kept = foreign_of(given(record, data))
    with kept.file.open("rb") as handle:
        assert handle.read() == data
    assert kept.digest == hashlib.sha256(data).hexdigest()
    assert (kept.title, kept.issuer_name, kept.holder_name) == (
        "Photographier un groupe",
        "Réseau Ailleurs",
        "Ana Deux",
    )
    assert {line["key"]: line["result"] for line in kept.checks} == {
        "readable": "ok",
        "signature": "ok",
        "issuer": "warn",
        "schema": "ok",
        "dates": "ok",
        "status": "warn",
    }


def test_its_statements_propose_lines_and_cover_none(world: World) -> None:
    """3.3 at level 3 of DigComp 2.2: the strand asks for level 4, and for level 3 of others."""
    record = opened(world)
    named = str(FrameworkVersion.objects.get(pk=record.strand_version.framework_version_id))
    badge = Issuer().badge()
    badge["credentialSubject"]["achievement"]["alignment"][0] |= {
        "targetCode": "4.2",
        "targetFramework": f"{named}, niveau 3",
    }
    issuer = Issuer()
    annex = given(record, issuer.file(credentialSubject=badge["credentialSubject"]))
    assert [(entry["competency"], entry["sure"]) for entry in annex.coverage] == [("4.2", False)]
    found = coverage(record)
    assert (found.covered, found.to_assess) == (0, 1)


@pytest.mark.parametrize(
    ("framework", "code"), [("DigComp, niveau 3", "4.2"), ("DigComp 2.2, niveau 9", "4.2"), ("DigComp 2.2", "4.2")]
)
def test_a_code_without_its_version_or_its_level_proposes_nothing(world: World, framework: str, code: str) -> None:
    badge = Issuer().badge()
    badge["credentialSubject"]["achievement"]["alignment"][0] |= {"targetCode": code, "targetFramework": framework}
    annex = given(opened(world), Issuer().file(credentialSubject=badge["credentialSubject"]))
    assert annex.coverage == []


def test_the_body_recognises_any_line_of_it_and_that_line_then_counts(world: World) -> None:
    record = opened(world)
    annex = given(record, Issuer().file())
    assert annex.coverage == []
    [proposal] = proposals(coverage(record))
    assert [ticked for _line, ticked in proposal.lines] == [False] * 5
    wanted = str(proposal.lines[3][0].line.pk)
    decide_annex(annex=annex, accepted=True, lines=[wanted], reason="Vu au stage", by=world.trainer, at=AT)
    found = coverage(record)
    assert found.covered == 1
    assert [line.covered_by for unit in found.units for line in unit.lines if line.covered_by] == [annex]


@pytest.mark.parametrize(
    "changes",
    [
        {"validUntil": "2026-02-01T00:00:00Z"},
        {"validFrom": "2027-02-01T00:00:00Z"},
    ],
)
def test_what_is_over_or_not_yet_valid_is_not_added(world: World, changes: dict[str, str]) -> None:
    record = opened(world)
    with pytest.raises(ValidationError):
        given(record, Issuer().file(**changes))
    assert not ForeignAward.objects.exists()


def test_a_changed_file_is_refused_on_the_page_with_its_reason_and_nothing_is_kept(world: World, settings: Any) -> None:
    record = opened(world)
    changed = Issuer().file().replace(b"Photographier un groupe", "Diriger un séjour".encode())
    page = upload(record, changed)
    assert "Signature intacte : non." in words_on(page)
    assert not ForeignAward.objects.exists()
    assert not (settings.MEDIA_ROOT / "foreign").exists()


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"[]", b'{"a":', b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\nxx"])
def test_what_is_no_certificate_is_refused_with_a_sentence(world: World, data: bytes) -> None:
    page = upload(opened(world), data)
    assert page.status_code == 200
    assert "field__error" in words_on(page) or "errors" in words_on(page)
    assert not ForeignAward.objects.exists()


def test_somebody_elses_signature_under_a_known_name_is_refused(world: World) -> None:
    """Signed by one key, named after another."""
    one, other = Issuer(), Issuer()
    with pytest.raises(ValidationError, match="la clé est celle d'un autre"):
        given(opened(world), one.file(issuer={"id": other.did, "type": ["Profile"], "name": "Autre"}))


def test_an_upload_that_announces_fifty_megabytes_is_refused_unread(world: World) -> None:
    record = opened(world)
    client = client_of(record.person)
    address = reverse("foreign-create", args=[record.pk])
    page = client.generic("POST", address, b"x", CONTENT_TYPE="multipart/form-data", CONTENT_LENGTH="52428800")
    assert page.status_code == 413
    assert "trop lourd" in words_on(page)


def test_the_upload_asks_for_the_token_of_its_form(world: World) -> None:
    from django.test import Client

    record = opened(world)
    client = Client(enforce_csrf_checks=True)
    client.force_login(record.person, backend="people.backends.PinBackend")
    assert client.post(reverse("foreign-create", args=[record.pk]), {}).status_code == 403


def test_a_badge_image_is_kept_as_the_image(world: World) -> None:
    data = bake_png(PNG, Issuer().file().decode())
    assert foreign_of(given(opened(world), data)).format == "png"


def test_the_same_file_twice_is_one_certificate_and_one_annex(world: World, settings: Any) -> None:
    record, data = opened(world), Issuer().file()
    assert given(record, data) == given(record, data)
    assert ForeignAward.objects.count() == Annex.objects.count() == 1
    assert len(list((settings.MEDIA_ROOT / "foreign").rglob("*.json"))) == 1


def test_one_of_ours_goes_the_usual_way_and_somebody_elses_does_not(world: World) -> None:
    award = world.award("Ana Deux")
    [form] = make_forms(award=award, at=AT, kinds=[FormKind.CREDENTIAL])
    data = form.file.read()
    mine = open_record(person=award.holder.person, strand_version=strand(world), at=AT)
    assert given(mine, data).award == award
    other = world.enrol("Ana Deux").person
    theirs = open_record(person=other, strand_version=mine.strand_version, at=AT)
    with pytest.raises(ValidationError, match="à une autre personne"):
        given(theirs, data)


def test_only_the_owner_adds_and_takes_away(world: World) -> None:
    record, data = opened(world), Issuer().file()
    stranger = world.enrol("Bo Trois").person
    with pytest.raises(PermissionDenied):
        add_file(record=record, data=data, finding=check_file(data, AT), by=stranger, at=AT)
    kept = foreign_of(given(record, data))
    with pytest.raises(PermissionDenied):
        remove_foreign(foreign=kept, by=stranger, at=AT)


def test_taken_away_before_a_decision_and_not_after(
    world: World, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    record = opened(world)
    first = given(record, Issuer().file())
    second = given(record, Issuer().file())
    with django_capture_on_commit_callbacks(execute=True):
        remove_foreign(foreign=foreign_of(first), by=record.person, at=AT)
    assert list(Annex.objects.all()) == [second]
    assert len(list((settings.MEDIA_ROOT / "foreign").rglob("*.json"))) == 1
    decide_annex(annex=second, accepted=False, reason="Autre métier", by=world.trainer, at=AT)
    with pytest.raises(ValidationError, match="Un organisme a décidé"):
        remove_foreign(foreign=foreign_of(second), by=record.person, at=AT)


def revoked(monkeypatch: Any, result: str, status: str) -> None:
    """What the check of another day says: the issuer's list is on its own site."""
    from certificates.actions import foreign as module
    from certificates.queries.checks import Check
    from certificates.queries.foreign import read_foreign

    def other_day(data: bytes, at: Any) -> Any:
        from dataclasses import replace

        read = read_foreign(data, AT)
        made = [check for check in read.checks if check.key not in ("status", "signature")]
        made += [Check("signature", "Signature intacte", result, ""), Check("status", "Ni retiré ni suspendu", status)]  # type: ignore[arg-type]
        return replace(read, checks=made)

    monkeypatch.setattr(module, "read_foreign", other_day)


def test_withdrawn_by_its_issuer_it_counts_no_more_and_the_person_is_told(world: World, monkeypatch: Any) -> None:
    record = opened(world)
    annex = given(record, Issuer().file())
    line = str(proposals(coverage(record))[0].lines[0][0].line.pk)
    decide_annex(annex=annex, accepted=True, lines=[line], by=world.trainer, at=AT)
    later = AT + timedelta(days=8)
    revoked(monkeypatch, "ok", "bad")
    assert check_owed(at=later) == "checked 1, failed 0"
    found = coverage(record)
    assert (found.covered, [entry.kind for entry in found.set_aside]) == (0, ["revoked"])
    assert Notice.objects.filter(person=record.person, kind="annex").count() == 2
    with pytest.raises(ValidationError, match="ne vaut plus"):
        decide_annex(annex=annex, accepted=True, lines=[line], by=world.trainer, at=later)
    revoked(monkeypatch, "unknown", "unknown")
    assert check_again(foreign=foreign_of(annex), at=later).verdict == "revoked"
    revoked(monkeypatch, "ok", "ok")
    check_again(foreign=foreign_of(annex), at=later)
    assert coverage(record).covered == 1


def test_a_site_that_does_not_answer_takes_nothing_away(world: World, monkeypatch: Any) -> None:
    annex = given(opened(world), Issuer().file())
    revoked(monkeypatch, "unknown", "unknown")
    kept = check_again(foreign=foreign_of(annex), at=AT + timedelta(days=8))
    assert (kept.verdict, kept.checked_at) == ("elsewhere", AT + timedelta(days=8))


def test_a_certificate_outlives_the_site_of_its_issuer(world: World, monkeypatch: Any) -> None:
    """Its own key verifies it; the list of status is gone with the site. The body is told."""
    gone = {
        "id": "https://ailleurs.example/status/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://ailleurs.example/status/1",
    }
    monkeypatch.setattr("certificates.queries.statuses.fetch", unreachable)
    record = opened(world)
    given(record, Issuer().file(credentialStatus=gone))
    page = words_on(client_of(world.trainer).get(reverse("livret-detail", args=[record.pk])))
    assert "La liste de retraits de son émetteur n'a pas pu être lue" in page


def unreachable(address: str, **_more: Any) -> Any:
    raise FetchError(address)


def test_checked_this_week_it_is_left_alone(world: World) -> None:
    given(opened(world), Issuer().file())
    assert check_owed(at=AT + timedelta(days=6)) == "checked 0, failed 0"


def test_a_file_gone_from_the_disk_stops_no_other(world: World) -> None:
    record = opened(world)
    lost, kept = foreign_of(given(record, Issuer().file())), foreign_of(given(record, Issuer().file()))
    lost.file.storage.delete(lost.file.name)
    later = AT + timedelta(days=8)
    assert check_owed(at=later) == "checked 1, failed 1"
    assert set(ForeignAward.objects.values_list("checked_at", flat=True)) == {later}
    assert ForeignAward.objects.get(pk=kept.pk).verdict == "elsewhere"


def test_a_file_that_names_somebody_else_says_so_to_owner_and_body(world: World) -> None:
    record = opened(world, "Bo Trois")
    kept = foreign_of(given(record, Issuer().file()))
    page = words_on(client_of(record.person).get(reverse("foreign-detail", args=[kept.pk])))
    assert "Le fichier nomme « Ana Deux » ; ce livret est celui de Bo Trois" in page
    body = words_on(client_of(world.trainer).get(reverse("livret-detail", args=[record.pk])))
    assert "Le fichier nomme « Ana Deux » ; ce livret est celui de Bo Trois" in body


def test_the_file_is_for_its_owner_the_body_and_the_jury_to_save_and_not_to_be_run(world: World) -> None:
    record, data = opened(world), Issuer().file()
    kept = foreign_of(given(record, data))
    link = share_record(record=record, days=7, label="", by=record.person, at=AT)
    link.expires_at = AT + timedelta(days=36_500)
    link.save()
    addresses: list[tuple[Person | None, str]] = [
        (record.person, reverse("foreign-file", args=[kept.pk])),
        (world.trainer, reverse("livret-foreign", args=[kept.pk])),
        (world.second, reverse("share-foreign", args=[link.token, kept.pk])),
    ]
    for person, address in addresses:
        response = client_of(person).get(address)
        assert b"".join(response.streaming_content) == data  # type: ignore[attr-defined]
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["X-Content-Type-Options"] == "nosniff"
    assert client_of(world.certifier).get(addresses[1][1]).status_code == 404


def test_it_is_on_the_annex_and_goes_with_the_person(
    world: World, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    record = opened(world)
    given(record, Issuer().file())
    paper = client_of(record.person).get(reverse("annex-pdf", args=[record.pk]))
    assert paper["Content-Type"] == "application/pdf"
    [told] = CertificatesData().export(record.person)["foreign_certificates"]
    assert told["title"] == "Photographier un groupe"
    with django_capture_on_commit_callbacks(execute=True):
        CertificatesData().erase(record.person, at=AT)
    assert not ForeignAward.objects.exists()
    assert list((settings.MEDIA_ROOT / "foreign").rglob("*.json")) == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_cost_the_same_whatever_their_number(world: World, many: int, django_assert_num_queries: Any) -> None:
    record = opened(world)
    kept, *_others = [foreign_of(given(record, Issuer().file())) for _one in range(many)]
    own, body = client_of(record.person), client_of(world.trainer)
    with django_assert_num_queries(4):
        own.get(reverse("foreign-detail", args=[kept.pk]))
    with django_assert_num_queries(9):
        own.get(reverse("record-detail", args=[record.pk]))
    with django_assert_num_queries(8):
        body.get(reverse("livret-detail", args=[record.pk]))
