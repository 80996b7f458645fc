"""Le livret: what a certificate covers, what is missing, whose it is, and its annex on paper."""

import io
import subprocess
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from certificates.actions import add_to_record, change_status, correct_award, open_record
from certificates.models import Annex, Award, TrainingRecord
from certificates.queries import coverage
from certificates.queries.annex import annex_context
from certificates.queries.records import strand_for
from courses.models import Cohort
from people.models import Person
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of, words_on
from tests.certificates.strands import LINES, held, strand

HOSTILE = 'Zoé <script>alert(1)</script> & "l\'autre"'


def opened(world: World, award: Award) -> TrainingRecord:
    person = award.holder.person
    assert person is not None
    return open_record(person=person, strand_version=strand(world), at=AT)


def test_a_certificate_covers_the_same_competency_of_the_same_version_at_its_level_or_below(world: World) -> None:
    award = world.award()
    record = opened(world, award)
    annex = add_to_record(record=record, award=award, at=AT)
    covered = coverage(record)
    assert (covered.covered, covered.required) == (3, 5)
    assert [(unit.code, unit.covered, unit.required) for unit in covered.units] == [("FG", 2, 3), ("AQ", 1, 2)]
    assert [line.statement for line in covered.missing] == [LINES[3][3], LINES[4][3]]
    assert [entry["competency"] for entry in annex.coverage] == ["4.2", "2.5", "2.6"]
    assert annex.coverage[0]["statement"] == LINES[0][3]


def test_an_empty_record_misses_all(world: World) -> None:
    covered = coverage(opened(world, world.award()))
    assert (covered.covered, covered.required, len(covered.missing)) == (0, 5, 5)


def test_coverage_as_json_says_which_certificate_covers_which_line(world: World) -> None:
    award = world.award()
    record = opened(world, award)
    add_to_record(record=record, award=award, at=AT)
    document = coverage(record).to_json()
    assert (document["covered"], document["required"]) == (3, 5)
    assert [line["covered_by"] for line in document["units"][0]["lines"]] == [award.number, award.number, None]


def test_opening_twice_and_adding_twice_is_once(world: World) -> None:
    award = world.award()
    record = opened(world, award)
    again = open_record(person=record.person, strand_version=record.strand_version, at=AT, file_number="123")
    first, second = (add_to_record(record=record, award=award, at=AT) for _ in range(2))
    assert (again, first) == (record, second)
    assert (TrainingRecord.objects.count(), Annex.objects.count()) == (1, 1)


def test_a_draft_strand_opens_no_record(world: World) -> None:
    version = strand(world)
    version.pk = None
    version.number, version.label, version.state, version.published_at = 2, "2.0", "draft", None
    version.save(force_insert=True)
    with pytest.raises(ValidationError):
        open_record(person=world.enrol("Inès Benali").person, strand_version=version, at=AT)


def test_somebody_elses_certificate_is_refused(world: World) -> None:
    mine, theirs = world.award("Inès Benali"), world.award("Noé Petit")
    record = opened(world, mine)
    with pytest.raises(PermissionDenied):
        add_to_record(record=record, award=theirs, at=AT)


def test_a_withdrawn_certificate_is_refused_and_one_already_inside_covers_nothing_more(world: World) -> None:
    award, other = world.award("Inès Benali"), world.award("Noé Petit")
    record = opened(world, award)
    add_to_record(record=record, award=award, at=AT)
    world.revoke(award, "Fraude")
    world.revoke(other, "Fraude")
    covered = coverage(record)
    assert (covered.covered, covered.annexes) == (0, [])
    assert [(entry.annex.award, entry.kind) for entry in covered.set_aside] == [(award, "revoked")]
    with pytest.raises(ValidationError):
        add_to_record(
            record=open_record(person=other.holder.person, strand_version=record.strand_version, at=AT),
            award=other,
            at=AT,
        )


def test_a_corrected_certificate_gives_its_place_to_the_new_one(world: World) -> None:
    award = world.award("Ines Benali")
    record = opened(world, award)
    add_to_record(record=record, award=award, at=AT)
    corrected = correct_award(award=award, name="Inès Benali", reason="Accent", by=world.certifier, at=AT)
    assert coverage(record).covered == 0
    page = words_on(client_of(record.person).get(reverse("record-detail", args=[record.pk])))
    assert "remplacé par une version corrigée" in page
    assert f'value="{corrected.public_id}"' in page
    add_to_record(record=record, award=corrected, at=AT)
    assert (coverage(record).covered, sorted(held(record))) == (3, sorted([award.number, corrected.number]))


def test_a_suspended_certificate_counts_again_once_reinstated(world: World) -> None:
    award = world.award()
    record = opened(world, award)
    add_to_record(record=record, award=award, at=AT)
    change_status(award=award, kind="suspended", reason="Doute", by=world.certifier, at=AT)
    assert coverage(record).covered == 0
    change_status(award=award, kind="reinstated", reason="Levé", by=world.certifier, at=AT + timedelta(days=1))
    assert coverage(record).covered == 3


def test_the_strand_comes_from_the_session(world: World) -> None:
    award, version = world.award(), strand(world)
    assert strand_for(award) is None
    Cohort.objects.update(reference_version=version.reference_version)
    assert strand_for(award) == version
    Cohort.objects.update(strand_version=version)
    assert strand_for(award) == version


def test_one_tap_opens_the_record_with_the_certificate_in_it(world: World) -> None:
    award, version = world.award(), strand(world)
    Cohort.objects.update(strand_version=version)
    client = client_of(award.holder.person)
    for _ in range(2):
        response = client.post(reverse("record-open"), {"award": award.public_id}, follow=True)
        assert "Mon livret BAFA" in words_on(response)
    assert held(TrainingRecord.objects.get()) == [award.number]


def test_where_the_session_does_not_say_the_person_chooses(world: World) -> None:
    award, version = world.award(), strand(world)
    client = client_of(award.holder.person)
    response = client.post(reverse("record-open"), {"award": award.public_id}, follow=True)
    page = words_on(response)
    assert "Choisissez la formation que vous suivez" in page
    assert f'value="{version.pk}"' in page
    data = {"award": award.public_id, "strand": version.pk, "file_number": "BAFA-7"}
    for _ in range(2):
        client.post(reverse("record-open"), data)
    record = TrainingRecord.objects.get()
    assert (record.file_number, held(record)) == ("BAFA-7", [award.number])


@pytest.mark.parametrize("choice", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_bad_choice_is_said_in_words(world: World, choice: str) -> None:
    strand(world)
    page = client_of(world.enrol("Inès Benali").person).post(reverse("record-open"), {"strand": choice})
    assert (page.status_code, "Choisissez votre formation" in words_on(page)) == (200, True)


def test_a_record_and_its_annex_are_nobody_elses_business(world: World) -> None:
    award = world.award()
    record = opened(world, award)
    others = [client_of(world.enrol("Noé Petit").person), Client()]
    others[1].force_login(world.trainer, backend="people.backends.StaffBackend")
    for client in others:
        for name in ("record-detail", "annex-pdf"):
            assert client.get(reverse(name, args=[record.pk])).status_code == 404
        assert client.post(reverse("record-add", args=[record.pk]), {"award": award.public_id}).status_code == 404
    assert Client().get(reverse("record-detail", args=[record.pk])).status_code == 302


def test_adding_the_certificate_of_another_is_not_found(world: World) -> None:
    record, theirs = opened(world, world.award()), world.award("Noé Petit")
    response = client_of(record.person).post(reverse("record-add", args=[record.pk]), {"award": theirs.public_id})
    assert (response.status_code, held(record)) == (404, [])


def test_the_record_shows_what_is_missing_and_who_decides(world: World) -> None:
    award = world.award()
    record = opened(world, award)
    add_to_record(record=record, award=award, at=AT)
    page = words_on(client_of(record.person).get(reverse("record-detail", args=[record.pk])))
    assert "3 sur 5 couverts" in page
    assert "Votre organisme et le jury décident de ce qu" in page
    assert page.count(">Manque<") == 2
    asked = record.strand_version.framework_version
    assert f'<a href="{asked.get_absolute_url()}">{asked}</a>' in page


@pytest.mark.parametrize("awards", [1, 3])
def test_the_record_costs_the_same_with_one_certificate_or_three(
    world: World, awards: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    first = world.award()
    record = opened(world, first)
    enrolments = [first, *(_further(world, record.person) for _ in range(awards - 1))]
    for award in enrolments:
        add_to_record(record=record, award=award, at=AT)
    client = client_of(record.person)
    with django_assert_num_queries(12):
        client.get(reverse("record-detail", args=[record.pk]))


def _further(world: World, person: Person) -> Award:
    """Another certificate of the same person, from another session."""
    enrolment = world.passed("Inès Benali")
    [award] = world.sign(enrolment)
    type(award.holder).objects.filter(pk=award.holder.pk).delete()
    type(award.holder).objects.create(award=award, name="Inès Benali", salt="s", person=person)
    return Award.objects.get(pk=award.pk)


def pdf_of(record: TrainingRecord) -> bytes:
    response = client_of(record.person).get(reverse("annex-pdf", args=[record.pk]))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return response.content


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_the_annex_says_who_what_and_what_it_is_not(world: World) -> None:
    award = world.award("Inès Benali")
    record = opened(world, award)
    add_to_record(record=record, award=award, at=AT)
    pdf = pdf_of(record)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.docinfo["/Title"] == "Annexe numérique au livret BAFA"
        assert [round(float(side)) for side in document.pages[0].mediabox] == [0, 0, 595, 842]
    text = text_of(pdf)
    for piece in ("Inès Benali", award.number, "3 sur 5 couverts", "Arrêté du 15 juillet 2015", "n'est ni un diplôme"):
        assert piece in text.replace("’", "'")
    assert "Proposition de l" in text


def test_a_hostile_name_stays_text_in_the_annex(world: World) -> None:
    award = world.award(HOSTILE)
    record = opened(world, award)
    add_to_record(record=record, award=award, at=AT)
    assert "<script>alert(1)</script>" in text_of(pdf_of(record))


def test_without_certificate_the_annex_says_that_nobody_checked_the_name(world: World) -> None:
    record = opened(world, world.award())
    context = annex_context(record, coverage(record), AT)
    assert (context["name_checked"], context["proofs"]) == (False, [])
    assert "aucun certificat ne le confirme" in text_of(pdf_of(record))


def test_a_letter_no_font_has_is_said_and_is_no_error_page(world: World) -> None:
    person = world.enrol("陳 Benali").person
    record = open_record(person=person, strand_version=strand(world), at=AT)
    response = client_of(record.person).get(reverse("annex-pdf", args=[record.pk]), follow=True)
    assert (response.status_code, "Nos polices ne savent pas écrire" in words_on(response)) == (200, True)
