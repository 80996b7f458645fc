"""The register on screen and as a file, one award, correcting and withdrawing it."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from certificates.actions import add_to_record, open_record
from certificates.models import Award, StatusChange, Withdrawal
from certificates.queries import coverage
from people.choices import Role
from people.registries import personal_data
from tests.certificates.conftest import AT, World, body, member
from tests.certificates.screens import client_of, words_on
from tests.certificates.strands import strand


@pytest.fixture
def desk(world: World) -> Client:
    return client_of(world.certifier)


def table(client: Client, **query: str) -> list[list[str]]:
    response = client.get(reverse("register"), {**query, "format": "csv"})
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))[1:]


def test_the_register_lists_awards_and_changes_newest_first(world: World, desk: Client) -> None:
    award = world.award("Inès Benali")
    world.revoke(award, "Fraude")
    rows = table(desk)
    assert [(row[0], row[2], row[3], row[5]) for row in rows] == [
        ("1", "retiré", "Fraude", "Inès Benali"),
        ("0", "délivrance", "", "Inès Benali"),
    ]


def test_it_is_searched_by_number_or_name_and_filtered(world: World, desk: Client) -> None:
    first, second = world.award("Inès Benali"), world.award("Noé Petit")
    world.revoke(second, "Fraude")
    assert [row[4] for row in table(desk, q=first.number[-5:])] == [first.number]
    assert [row[5] for row in table(desk, q="petit noé", kind="award")] == ["Noé Petit"]
    assert [row[2] for row in table(desk, kind="revoked")] == ["retiré"]
    assert table(desk, q="personne") == []
    page = words_on(desk.get(reverse("register"), {"q": "personne"}))
    assert "Rien ne correspond" in page


def test_cells_that_a_spreadsheet_would_run_become_text(world: World, desk: Client) -> None:
    award = world.award('=HYPERLINK("http://x","y")a')
    world.revoke(award, "@SUM(1)")
    rows = table(desk)
    assert (rows[0][5], rows[0][3]) == ('\'=HYPERLINK("http://x","y")a', "'@SUM(1)")


def test_another_certifier_sees_nothing_of_it(world: World) -> None:
    award = world.award("Inès Benali")
    other = client_of(member("autre", "Alix Autre", body("Autre", "autre", certifies=True), Role.CERTIFIER))
    assert "Le registre est vide" in words_on(other.get(reverse("register")))
    assert table(other) == []
    assert other.get(reverse("award-detail", args=[award.pk])).status_code == 404
    correct = {"correct-name": "X Y", "correct-reason": "r"}
    assert other.post(reverse("award-correct", args=[award.pk]), correct).status_code == 404
    withdraw = {"withdraw-reason": "r", "withdraw-ground": "fraud"}
    assert other.post(reverse("award-withdraw", args=[award.pk]), withdraw).status_code == 404
    assert client_of(world.trainer).get(reverse("register")).status_code == 404
    assert (Award.objects.count(), StatusChange.objects.count()) == (1, 0)


def test_an_award_shows_its_evidence_and_its_history(world: World, desk: Client) -> None:
    award = world.award("Inès Benali")
    page = words_on(desk.get(reverse("award-detail", args=[award.pk])))
    for piece in (award.number, "17 points sur 20", "Claire Martin", "rang 0", "Signé", award.public_id):
        assert piece in page


def test_withdrawing_wants_a_ground_and_a_reason_suspends_and_waits_for_a_second_person(
    world: World, desk: Client
) -> None:
    award = world.award("Inès Benali")
    record = open_record(person=award.holder.person, strand_version=strand(world), at=AT)
    add_to_record(record=record, award=award, at=AT)
    address = reverse("award-withdraw", args=[award.pk])
    for data in ({}, {"withdraw-reason": "Fraude"}, {"withdraw-ground": "fraud"}, {"withdraw-ground": "humeur"}):
        page = desk.post(address, data)
        assert (page.status_code, StatusChange.objects.count(), coverage(record).covered) == (200, 0, 3)
        assert "À corriger" in words_on(page)
    asked = {"withdraw-reason": "Copie", "withdraw-ground": "fraud", "withdraw-suspend": "on"}
    page = words_on(desk.post(address, asked, follow=True))
    assert ("Il faut une seconde personne" in page, "Aline Petit" in page) == (True, True)
    assert [row.kind for row in StatusChange.objects.all()] == ["suspended"]
    assert coverage(record).covered == 0
    again = desk.post(address, asked)
    assert (again.status_code, Withdrawal.objects.count()) == (200, 1)


def test_the_second_person_agrees_and_the_livret_says_so(world: World, desk: Client) -> None:
    award = world.award("Inès Benali")
    record = open_record(person=award.holder.person, strand_version=strand(world), at=AT)
    add_to_record(record=record, award=award, at=AT)
    asked = {"withdraw-reason": "Copie", "withdraw-ground": "fraud"}
    here = desk.post(reverse("award-withdraw", args=[award.pk]), asked).url
    second = client_of(world.second)
    assert "Un retrait attend votre avis" in words_on(second.get(reverse("notice-list")))
    assert "Copie" in words_on(second.get(here))
    assert desk.post(f"{here}decide/", {"decision": "agree"}).url == here
    assert not StatusChange.objects.exists()
    second.post(f"{here}decide/", {"decision": "agree"})
    row = StatusChange.objects.get()
    assert (row.kind, row.by, row.agreed_by, row.ground) == ("revoked", world.certifier, world.second, "fraud")
    livret = words_on(client_of(record.person).get(reverse("record-detail", args=[record.pk])))
    assert "Ce certificat est retiré : il ne compte plus ici" in livret
    assert "Copie" not in livret
    assert "avec l'accord de Aline Petit" in words_on(desk.get(reverse("award-detail", args=[award.pk])))


def test_suspending_and_reinstating_have_their_own_forms(world: World, desk: Client) -> None:
    award = world.award("Inès Benali")
    for name, kind in (("award-suspend", "suspended"), ("award-reinstate", "reinstated")):
        assert desk.post(reverse(name, args=[award.pk]), {}).status_code == 200
        desk.post(reverse(name, args=[award.pk]), {"suspend-reason": "Doute"})
        assert StatusChange.objects.last().kind == kind
    page = desk.post(reverse("award-reinstate", args=[award.pk]), {"suspend-reason": "Encore"})
    assert (page.status_code, StatusChange.objects.count()) == (200, 2)


def test_correcting_makes_a_new_certificate_and_keeps_what_was_typed_on_error(world: World, desk: Client) -> None:
    award = world.award("Ines Benali")
    address = reverse("award-correct", args=[award.pk])
    page = words_on(desk.post(address, {"correct-name": "Ines Benali", "correct-reason": "Accent"}))
    assert ("déjà le nom" in page, "Accent" in page) == (True, True)
    page = words_on(desk.post(address, {"correct-name": "Inès Benali", "correct-reason": "Accent"}, follow=True))
    corrected = Award.objects.get(replaces=award)
    assert (corrected.holder.name, f"Ce certificat remplace le {award.number}" in page) == ("Inès Benali", True)
    old = words_on(desk.get(reverse("award-detail", args=[award.pk])))
    assert f"Remplacé par la version corrigée {corrected.number}" in old
    assert (reverse("award-withdraw", args=[award.pk]) in old, address in old) == (False, False)


def test_an_erased_holder_leaves_a_readable_page(world: World, desk: Client) -> None:
    award = world.award("Inès Benali")
    personal_data["certificates"].erase(award.holder.person, at=AT)  # type: ignore[arg-type]
    page = words_on(desk.get(reverse("award-detail", args=[award.pk])))
    assert ("Données effacées" in page, "Inès" in page) == (True, False)
    assert "Données effacées" in words_on(desk.get(reverse("register")))


@pytest.mark.parametrize("page", ["0", "999", "x", "-1"])
def test_odd_page_numbers_show_a_page(world: World, desk: Client, page: str) -> None:
    world.award("Inès Benali")
    assert "Inès Benali" in words_on(desk.get(reverse("register"), {"page": page}))


def test_a_null_character_in_the_search_is_no_error(world: World, desk: Client) -> None:
    assert desk.get(reverse("register"), {"q": "\0"}).status_code == 200


@pytest.mark.parametrize("awards", [1, 3])
def test_register_and_award_cost_the_same_for_one_or_three(
    world: World, awards: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    made = [world.award(f"Inès Benali {chr(97 + number)}") for number in range(awards)]
    client = client_of(world.certifier)
    with django_assert_num_queries(6):
        client.get(reverse("register"))
    with django_assert_num_queries(11):
        client.get(reverse("award-detail", args=[made[0].pk]))
