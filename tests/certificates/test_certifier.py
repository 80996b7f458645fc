"""The certifier's desk: what waits, what is seen before signing, and that nothing else is signed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from certificates.actions import correct_award, end_authorisation
from certificates.models import Authorisation, Award
from courses.models import IdentityCheck
from people.choices import Role
from tests.certificates.conftest import AT, World, body, member, session
from tests.certificates.screens import client_of, words_on


@pytest.fixture
def desk(world: World) -> Client:
    return client_of(world.certifier)


def place(world: World, name: str = "certifier-cohort") -> str:
    return reverse(name, args=[world.cohort.pk, world.version.pk])


def lines(*checks: IdentityCheck) -> dict[str, Any]:
    return {"line": [f"{check.enrolment_id}:{check.pk}" for check in checks], "count": len(checks)}


def checks() -> list[IdentityCheck]:
    return list(IdentityCheck.objects.order_by("pk"))


def names() -> list[str]:
    return list(Award.objects.order_by("number").values_list("holder__name", flat=True))


def test_the_queue_counts_who_is_ready_and_who_is_to_be_seen(world: World, desk: Client) -> None:
    for name in ("Inès Benali", "Noé Petit"):
        world.passed(name)
    world.passed("Mickey Souris", identified=False)
    page = words_on(desk.get(reverse("certifier-home")))
    assert "2 prêts, 1 à voir" in page
    assert "Voir et signer 2 certificats" in page


def test_the_session_shows_names_scores_conditions_and_who_confirmed(world: World, desk: Client) -> None:
    world.passed("Inès Benali")
    world.passed("Noé Petit", in_room=False)
    world.passed("Mickey Souris", identified=False)
    page = words_on(desk.get(place(world)))
    for piece in ("Inès Benali", "85 %", "Dans la salle, vu par Claire Martin", "Seul, sans surveillance"):
        assert piece in page
    ready, blocked = page.split("À voir</h2>")
    assert ("Mickey Souris" in ready, "Mickey Souris" in blocked) == (False, True)
    assert "Signer les 2 certificats" in page


def test_signing_asks_first_then_signs_the_names_that_were_shown(world: World, desk: Client) -> None:
    for name in ("Inès Benali", "Noé Petit"):
        world.passed(name)
    asked = desk.post(place(world, "award-sign"), lines(*checks()))
    assert (asked.status_code, Award.objects.count()) == (200, 0)
    assert "Signer ces 2 certificats" in words_on(asked)
    signed = desk.post(place(world, "award-sign"), {**lines(*checks()), "confirmed": "1"}, follow=True)
    assert names() == ["Inès Benali", "Noé Petit"]
    assert "signé : 2 certificats" in words_on(signed)


def test_a_double_post_signs_once_and_says_so(world: World, desk: Client) -> None:
    world.passed("Inès Benali")
    data = {**lines(*checks()), "confirmed": "1"}
    desk.post(place(world, "award-sign"), data)
    again = desk.post(place(world, "award-sign"), data, follow=True)
    assert Award.objects.count() == 1
    assert "déjà signés" in words_on(again)


def test_mickey_is_never_signed_in_a_batch_even_when_his_line_is_forged(world: World, desk: Client) -> None:
    world.passed("Inès Benali")
    mickey = world.passed("Mickey Souris", identified=False)
    [check] = checks()
    forged = {"line": [f"{check.enrolment_id}:{check.pk}", f"{mickey.pk}:{check.pk}"], "count": 2, "confirmed": "1"}
    page = words_on(desk.post(place(world, "award-sign"), forged, follow=True))
    assert Award.objects.count() == 0
    assert "La liste a changé" in page


def test_a_name_corrected_meanwhile_sends_the_certifier_back_to_the_list(world: World, desk: Client) -> None:
    enrolment = world.passed("Ines Benali")
    data = {**lines(*checks()), "confirmed": "1"}
    world.identify(enrolment, "Inès Benali")
    page = words_on(desk.post(place(world, "award-sign"), data, follow=True))
    assert ("La liste a changé" in page, "Inès Benali" in page, Award.objects.count()) == (True, True, 0)


def test_who_became_ready_meanwhile_is_not_signed_with_the_others(world: World, desk: Client) -> None:
    world.passed("Inès Benali")
    data = {**lines(*checks()), "confirmed": "1"}
    world.passed("Noé Petit")
    desk.post(place(world, "award-sign"), data)
    assert names() == ["Inès Benali"]


@pytest.mark.parametrize(
    "broken",
    [{}, {"count": "1"}, {"line": ["x:y"], "count": "1"}, {"line": ["nonsense"], "count": "1"}, {"count": "0"}],
)
def test_a_form_that_was_cut_signs_nothing_and_breaks_nothing(
    world: World, desk: Client, broken: dict[str, Any]
) -> None:
    world.passed("Inès Benali")
    response = desk.post(place(world, "award-sign"), {**broken, "confirmed": "1"}, follow=True)
    assert (response.status_code, Award.objects.count()) == (200, 0)


def test_a_line_missing_from_the_form_is_noticed_by_its_count(world: World, desk: Client) -> None:
    world.passed("Inès Benali")
    data = {**lines(*checks()), "count": 2, "confirmed": "1"}
    page = words_on(desk.post(place(world, "award-sign"), data, follow=True))
    assert ("pas arrivée entière" in page, Award.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    "signed",
    ["nonsense", "2026-99-99T00:00", "2026-03-02T09:30:00", "2026-03-02T09:30:00+00:00", "0001-01-01T00:00:00+10:00"],
)
def test_an_invented_moment_of_signing_shows_the_session(world: World, desk: Client, signed: str) -> None:
    world.passed("Inès Benali")
    response = desk.get(place(world), {"signed": signed})
    assert "Prêts à signer" in words_on(response)


def test_a_withdrawn_and_a_corrected_certificate_show_as_such(world: World, desk: Client) -> None:
    first, second = world.award("Inès Benali"), world.award("Noe Petit")
    world.revoke(first, "Erreur")
    correct_award(award=second, name="Noé Petit", reason="Accent", by=world.certifier, at=AT)
    signed = words_on(desk.get(place(world))).split("Déjà signés")[1]
    assert ("Retiré" in signed, "Noé Petit" in signed, "Noe Petit" in signed) == (True, True, False)


def test_others_find_no_desk(world: World) -> None:
    world.passed("Inès Benali")
    other = member("autre", "Alix Autre", body("Autre", "autre", certifies=True), Role.CERTIFIER)
    administrator = member("chef", "Chloé Chef", world.certifier_body, Role.ADMINISTRATOR)
    trainee = world.people[0].person if world.people else world.enrol("Noé Petit").person
    for person in (other, administrator, world.trainer, trainee):
        client = client_of(person)
        assert client.get(place(world)).status_code == 404
        assert client.post(place(world, "award-sign"), {**lines(*checks()), "confirmed": "1"}).status_code == 404
    assert client_of(other).get(reverse("certifier-home")).status_code == 200
    assert client_of(world.trainer).get(reverse("certifier-home")).status_code == 404
    assert Client().get(place(world)).status_code == 302
    assert Award.objects.count() == 0


def test_a_session_of_a_body_never_authorised_is_not_found(world: World, desk: Client) -> None:
    foreign = session(body("Ailleurs", "ailleurs"), world.cohort.course_version, "PINSKY999")
    response = desk.get(reverse("certifier-cohort", args=[foreign.pk, world.version.pk]))
    assert response.status_code == 404


def test_what_was_taken_under_an_ended_authorisation_can_still_be_signed(world: World, desk: Client) -> None:
    world.passed("Inès Benali")
    end_authorisation(
        authorisation=Authorisation.objects.get(),
        ends_on=date(2026, 3, 3),
        by=world.certifier,
        at=AT + timedelta(days=1),
    )
    assert "1 prêt" in words_on(desk.get(reverse("certifier-home")))


def test_an_empty_desk_says_what_to_do_next(make_world: Callable[..., World]) -> None:
    world = make_world(authorised=False)
    page = words_on(client_of(world.certifier).get(reverse("certifier-home")))
    assert "Aucun organisme n" in page
    other = member("autre", "Alix Autre", body("Autre", "autre", certifies=True), Role.CERTIFIER)
    assert "Choisissez d" in words_on(client_of(other).get(reverse("certifier-home")))


@pytest.mark.parametrize("people", [1, 3])
def test_queue_and_session_cost_the_same_for_one_or_three(
    world: World, people: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(people):
        world.sign(world.passed(f"Signée {number}x"))
        world.passed(f"Prête {number}x")
        world.passed(f"Mickey {number}x", identified=False)
    client = client_of(world.certifier)
    with django_assert_num_queries(10):
        client.get(reverse("certifier-home"))
    with django_assert_num_queries(11):
        client.get(place(world))
