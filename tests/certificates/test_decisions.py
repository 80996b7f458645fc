"""The body's side of a record, what it decides, and what becomes of it when the certificate is withdrawn or corrected."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from certificates.actions import add_to_record, correct_award, open_record
from certificates.actions.decisions import decide_annex, follow_owed, follow_status
from certificates.actions.stages import add_stage, end_stage
from certificates.models import Annex, AnnexDecision, RecordStage
from certificates.queries import coverage
from certificates.queries.livrets import body_records
from curriculum.choices import Effect
from people.models import Notice
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of, words_on
from tests.certificates.strands import LINES, strand


def proposed(world: World, stage: bool = True, **fields: Any) -> Annex:
    award = world.award()
    person = award.holder.person
    assert person is not None
    record = open_record(person=person, strand_version=strand(world, lines=LINES[:1], **fields), at=AT)
    if stage:
        add_stage(record=record, organisation=world.training_body, by=person, at=AT)
    return add_to_record(record=record, award=award, at=AT)


def staff(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="people.backends.StaffBackend")
    return client


def lines_of(annex: Annex) -> list[str]:
    return [entry["line"] for entry in annex.coverage]


def test_a_body_reads_the_records_of_those_who_say_that_they_follow_a_part_there(world: World) -> None:
    annex = proposed(world, stage=False)
    assert list(body_records(world.trainer)) == []
    person = annex.record.person
    stage = add_stage(record=annex.record, organisation=world.training_body, by=person, at=AT)
    assert list(body_records(world.trainer)) == [annex.record]
    assert list(body_records(world.certifier)) == []
    end_stage(stage=stage, by=person, at=AT)
    assert list(body_records(world.trainer)) == []


def test_the_trainee_says_where_on_the_screen_and_ends_it(world: World) -> None:
    annex = proposed(world, stage=False)
    client = client_of(annex.record.person)
    data = {"organisation": world.training_body.pk, "starts_on": "2026-04-10", "ends_on": "2026-04-01"}
    page = client.post(reverse("stage-create", args=[annex.record_id]), data)
    assert "Le dernier jour vient après le premier" in words_on(page)
    client.post(reverse("stage-create", args=[annex.record_id]), {**data, "ends_on": "2026-04-12"})
    stage = RecordStage.objects.get()
    assert (stage.body_name, stage.ended_at) == ("Les Pins", None)
    client.post(reverse("stage-end", args=[stage.pk]))
    stage.refresh_from_db()
    assert stage.ended_at is not None


def test_a_body_accepts_lines_and_the_trainee_reads_it(world: World) -> None:
    annex = proposed(world)
    client = staff(world.trainer)
    page = words_on(client.get(reverse("livret-list")))
    assert ("Inès Benali" in page, "1 à décider" in page) == (True, True)
    data = {"decision": "accept", "line": lines_of(annex)}
    client.post(reverse("annex-decide", args=[annex.pk]), data)
    decision = AnnexDecision.objects.get()
    assert (decision.state, decision.organisation, decision.by) == ("accepted", world.training_body, world.trainer)
    assert decision.lines == [{"line": lines_of(annex)[0], "effect": "content", "legal_basis": ""}]
    told = Notice.objects.get(key=f"annex-decision:{decision.pk}")
    assert told.title == "Votre organisme retient un certificat"
    page = words_on(client_of(annex.record.person).get(reverse("record-detail", args=[annex.record_id])))
    assert "retenu par Les Pins" in page


def test_a_body_changes_its_mind_in_a_new_row(world: World) -> None:
    annex = proposed(world)
    with pytest.raises(ValidationError):
        decide_annex(annex=annex, accepted=False, by=world.trainer, at=AT)
    decide_annex(annex=annex, accepted=False, reason="Trop ancien", by=world.trainer, at=AT)
    assert coverage(annex.record).covered == 0
    decide_annex(annex=annex, accepted=True, lines=lines_of(annex), by=world.trainer, at=AT)
    assert [row.state for row in AnnexDecision.objects.all()] == ["declined", "accepted"]
    assert coverage(annex.record).covered == 1


def test_lines_that_the_certificate_does_not_name_are_not_recognised(world: World) -> None:
    annex = proposed(world)
    with pytest.raises(ValidationError):
        decide_annex(annex=annex, accepted=True, lines=["nonsense"], by=world.trainer, at=AT)


def test_another_body_finds_nothing_and_decides_nothing(world: World) -> None:
    annex = proposed(world)
    client = staff(world.second)
    assert client.get(reverse("livret-detail", args=[annex.record_id])).status_code == 404
    assert client.post(reverse("annex-decide", args=[annex.pk]), {"decision": "accept"}).status_code == 404
    with pytest.raises(PermissionDenied):
        decide_annex(annex=annex, accepted=True, lines=lines_of(annex), by=world.second, at=AT)


def test_a_withdrawn_certificate_withdraws_its_annex_once(world: World) -> None:
    annex = proposed(world)
    assert annex.award is not None
    decide_annex(annex=annex, accepted=True, lines=lines_of(annex), by=world.trainer, at=AT)
    world.revoke(annex.award)
    for _ in range(2):
        follow_status(award=annex.award, at=AT)
        follow_owed(at=AT)
    annex.refresh_from_db()
    assert (annex.state, coverage(annex.record).covered) == ("withdrawn", 0)
    assert [row.state for row in AnnexDecision.objects.all()] == ["accepted", "withdrawn"]
    assert Notice.objects.filter(key=f"annex-withdrawn:{annex.pk}").count() == 1
    with pytest.raises(ValidationError):
        decide_annex(annex=annex, accepted=True, lines=lines_of(annex), by=world.trainer, at=AT)


def test_a_correction_hands_the_annex_over_with_what_was_decided(world: World) -> None:
    annex = proposed(world)
    assert annex.award is not None
    decide_annex(annex=annex, accepted=True, lines=lines_of(annex), by=world.trainer, at=AT)
    old = annex.award
    corrected = correct_award(award=old, name="Inès Bénali", reason="Accent", by=world.certifier, at=AT)
    follow_owed(at=AT)
    follow_owed(at=AT + timedelta(hours=1))
    annex.refresh_from_db()
    assert (annex.award, annex.state, coverage(annex.record).covered) == (corrected, "accepted", 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_record_or_three(
    world: World, count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    annex = proposed(world)
    for name in ("Noé Petit", "Lou Roy")[: count - 1]:
        person = world.enrol(name).person
        record = open_record(person=person, strand_version=annex.record.strand_version, at=AT)
        add_stage(record=record, organisation=world.training_body, by=person, at=AT)
    client = staff(world.trainer)
    with django_assert_num_queries(8):
        client.get(reverse("livret-list"))
    with django_assert_num_queries(9):
        client.get(reverse("livret-detail", args=[annex.record_id]))


def exempting(world: World) -> Annex:
    """The line may exempt from something, on a legal basis in force."""
    return proposed(world, effect=Effect.EXEMPTION, legal_basis="Arrêté d'exemple", starts_on=AT.date())


@pytest.mark.parametrize(
    ("wished", "granted", "basis"),
    [
        ("", "exemption", "Arrêté d'exemple"),
        ("exemption", "exemption", "Arrêté d'exemple"),
        ("reduction", "reduction", ""),
        ("content", "content", ""),
        ("equivalence", "exemption", "Arrêté d'exemple"),
    ],
)
def test_a_body_may_grant_less_than_the_strand_offers_and_never_more(
    world: World, wished: str, granted: str, basis: str
) -> None:
    annex = exempting(world)
    [line] = lines_of(annex)
    row = decide_annex(annex=annex, accepted=True, lines={line: wished}, by=world.trainer, at=AT)
    assert row.lines == [{"line": line, "effect": granted, "legal_basis": basis}]


def test_the_effect_is_chosen_on_the_page_and_read_in_the_record(world: World) -> None:
    annex = exempting(world)
    [line] = lines_of(annex)
    client = staff(world.trainer)
    address = reverse("livret-detail", args=[annex.record_id])
    page = words_on(client.get(address))
    assert [word in page for word in ("Équivalence", "Dispense", "Allègement possible")] == [False, True, True]
    data = {"decision": "accept", "line": [line], f"effect-{line}": "reduction"}
    client.post(reverse("annex-decide", args=[annex.pk]), data)
    [unit] = coverage(annex.record).units
    assert (unit.lines[0].effect, unit.lines[0].legal_basis) == ("allègement possible", "")


def test_a_stage_is_changed_by_its_person_until_its_body_has_decided(world: World) -> None:
    annex = proposed(world)
    stage = RecordStage.objects.get(record=annex.record)
    client = client_of(annex.record.person)
    address = reverse("stage-change", args=[stage.pk])
    data = {"organisation": world.training_body.pk, "starts_on": "2026-04-10"}
    assert client.post(address, data).status_code == 302
    stage.refresh_from_db()
    assert (f"{stage.starts_on}", stage.organisation) == ("2026-04-10", world.training_body)
    decide_annex(annex=annex, accepted=False, reason="Non", by=world.trainer, at=AT)
    page = words_on(client.post(address, {"organisation": "", "body_name": "Autre"}))
    assert "a déjà décidé dans ce livret" in page
    stage.refresh_from_db()
    assert stage.organisation == world.training_body


def test_the_file_number_may_come_later(world: World) -> None:
    annex = proposed(world)
    client = client_of(annex.record.person)
    client.post(reverse("record-number", args=[annex.record_id]), {"number": "  12 345 "})
    annex.record.refresh_from_db()
    assert annex.record.file_number == "12 345"
    client.post(reverse("record-number", args=[annex.record_id]), {"number": "9" * 41})
    annex.record.refresh_from_db()
    assert annex.record.file_number == "12 345"
