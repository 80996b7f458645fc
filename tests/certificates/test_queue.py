"""The certifier's desk after years: finished and signed sessions cost nothing, a late trainee of an old one still shows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.queries import signing_queue
from certificates.queries.criteria import trees_of
from certificates.queries.owing import owed_within
from certificates.queries.situation import situation_of
from courses.models import Cohort, Enrolment
from tests.certificates.conftest import AT, World, session
from tests.certificates.screens import client_of, words_on
from tests.certificates.test_criteria import ask, jury, known
from tests.certificates.test_progress import meet

HERE = Q(cohort__name="Les Pins, octobre")
LATER = AT + timedelta(days=4 * 365)


def old_session(world: World, number: int = 0) -> Cohort:
    cohort = session(world.training_body, world.cohort.course_version, f"OLD{number:06d}", f"Ancienne {number}")
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=date(2025, 1, 6), ends_on=date(2025, 1, 10))
    return Cohort.objects.get(pk=cohort.pk)


def passed_in(world: World, cohort: Cohort, name: str) -> Enrolment:
    enrolment = world.enrol(name, cohort)
    world.attempt(enrolment)
    world.identify(enrolment, name)
    return enrolment


def names(world: World, at: Any = LATER) -> list[str]:
    return [line.cohort.name for line in signing_queue(world.certifier, at)]


def test_a_finished_session_leaves_the_desk_once_all_is_signed(world: World) -> None:
    signed = world.passed("Inès Benali")
    assert names(world) == ["Les Pins, octobre"]
    world.sign(signed)
    world.enrol("Jamais Venue")
    assert (names(world), names(world, AT)) == ([], ["Les Pins, octobre"])


def test_one_late_trainee_brings_an_old_session_back_with_its_counts(world: World) -> None:
    old = old_session(world)
    world.sign(passed_in(world, old, "Inès Benali"))
    late = world.enrol("Noé Petit", old)
    world.enrol("Jamais Venue", old)
    assert names(world) == []
    world.attempt(late, at=LATER - timedelta(days=1))
    [line] = signing_queue(world.certifier, LATER)
    assert (line.cohort, line.ready, line.blocked, line.awarded, line.on_the_way) == (old, 0, 1, 1, 1)
    world.identify(late, "Noé Petit")
    [line] = signing_queue(world.certifier, LATER)
    assert (line.ready, line.awarded) == (1, 1)


@pytest.mark.parametrize("signed", [3, 30])
def test_years_of_finished_sessions_cost_the_desk_nothing(world: World, signed: int) -> None:
    for number in range(signed):
        world.sign(passed_in(world, old_session(world, number), f"Signée {number}x"))
    late = old_session(world, signed)
    passed_in(world, late, "En Retard")
    with CaptureQueriesContext(connection) as queries:
        lines = signing_queue(world.certifier, LATER)
    assert ([line.cohort for line in lines], len(queries)) == ([late], 6)


def test_nobody_who_met_the_criteria_is_ever_left_out(world: World) -> None:
    exam = {"kind": "assessment", "course": world.course, "activity_key": "epreuve"}
    ask(world, "any", exam, {"kind": "jury"}, {"kind": "attendance", "share": 80})
    people = [known(world, f"Personne {letter}") for letter in "abcdef"]
    world.attempt(people[0])
    world.attempt(people[1], success=False)
    jury(world, people[2], "admitted")
    jury(world, people[3], "not_yet")
    meet(world, people[4], True, True, True, True, False)
    meet(world, people[5], True, False)
    tree = trees_of([world.version], named=False)[world.version.pk]
    cases = situation_of([world.version], HERE, AT).cases[world.version.pk]
    met = {key for key, case in cases.items() if case.met}
    owed = set(owed_within(world.version, tree, HERE).values_list("pk", flat=True))
    assert met == owed == {people[0].pk, people[2].pk, people[4].pk}


@pytest.mark.parametrize(
    ("leaves", "owed"),
    [
        ([{"kind": "jury"}], ["Jury"]),
        ([{"kind": "attendance", "share": 75}], ["Présent"]),
        ([{"kind": "jury"}, {"kind": "attendance", "share": 75}], []),
    ],
)
def test_each_kind_of_criterion_is_asked_in_the_database(
    world: World, leaves: list[dict[str, Any]], owed: list[str]
) -> None:
    ask(world, "all", *leaves)
    jury(world, known(world, "Jury Admis"), "admitted")
    jury(world, known(world, "Ajourné Jury"), "adjourned")
    meet(world, known(world, "Présent Souvent"), True, True, True, False)
    meet(world, known(world, "Absent Souvent"), True, False)
    tree = trees_of([world.version], named=False)[world.version.pk]
    found = owed_within(world.version, tree, HERE)
    assert [one.person.given_name for one in found] == owed


def test_all_sessions_are_listed_by_page_and_found_by_name(world: World) -> None:
    for number in range(30):
        old_session(world, number)
    world.sign(passed_in(world, old_session(world, 99), "Inès Benali"))
    client = client_of(world.certifier)
    assert reverse("certifier-sessions") in words_on(client.get(reverse("certifier-home")))
    page = words_on(client.get(reverse("certifier-sessions")))
    assert ("Les Pins, octobre" in page, "Page 1 sur 2" in page) == (True, True)
    found = words_on(client.get(reverse("certifier-sessions"), {"q": "ancienne 99"}))
    assert (
        "1 signé" in found,
        "Les Pins, octobre" in found,
        "Page" in found.split("</h1>")[1].split("<footer")[0],
    ) == (
        True,
        False,
        False,
    )
    assert "Rien ne correspond" in words_on(client.get(reverse("certifier-sessions"), {"q": "\0zzz"}))


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_all_sessions_costs_the_same_for_one_or_three(
    world: World, people: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(people):
        passed_in(world, old_session(world, number), f"Personne {number}x")
        world.sign(passed_in(world, old_session(world, number + 10), f"Signée {number}x"))
    client = client_of(world.certifier)
    with django_assert_num_queries(11):
        client.get(reverse("certifier-sessions"))
