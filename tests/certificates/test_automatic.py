"""Certificates that leave by themselves, once, in the name of whoever published them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from assessments.actions.jury import Deliberation, JuryMember, record_deliberation
from assessments.models import Attempt
from assessments.signals import attempt_submitted
from certificates.actions import issue_for, issue_owed, make_forms
from certificates.choices import Issuing
from certificates.models import Award, NumberCounter
from certificates.tasks import issue_awards, issue_session_awards
from courses.actions import add_meeting, note_attendance
from courses.models import Enrolment, IdentityCheck
from courses.signals import course_completed, identity_confirmed
from people.models import Membership, Person
from tests.certificates.conftest import AT, World
from tests.certificates.screens import client_of, words_on
from tests.certificates.test_criteria import ask, known
from tests.certificates.test_races import at_once, committed  # noqa: F401


def automatic(world: World) -> World:
    leaf = {"kind": "assessment", "course": world.course, "activity_key": "epreuve"}
    ask(world, "all", leaf, issuing=Issuing.AUTOMATIC, published_by=world.certifier)
    return world


def test_it_leaves_when_the_last_thing_is_there_and_once(world: World) -> None:
    automatic(world)
    enrolment = world.passed("Inès Benali", identified=False)
    assert issue_for(enrolment=enrolment, at=AT) == []
    world.identify(enrolment, "Inès Benali")
    [award] = issue_for(enrolment=enrolment, at=AT)
    assert (award.signed_by, award.holder.name) == (world.certifier, "Inès Benali")
    assert (issue_for(enrolment=enrolment, at=AT), issue_owed(at=AT)) == ([], "signed 0")


def test_the_sweep_finds_what_is_owed(world: World) -> None:
    automatic(world)
    world.passed("Inès Benali")
    world.passed("Noé Petit", identified=False)
    assert (issue_owed(at=AT), issue_owed(at=AT), Award.objects.count()) == ("signed 1", "signed 0", 1)


def test_a_certificate_signed_by_session_is_left_to_its_certifier(world: World) -> None:
    enrolment = world.passed("Inès Benali")
    assert (issue_for(enrolment=enrolment, at=AT), issue_owed(at=AT)) == ([], "signed 0")


def test_a_withdrawn_certificate_does_not_come_back_by_itself(world: World) -> None:
    automatic(world)
    world.passed("Inès Benali")
    issue_owed(at=AT)
    world.revoke(Award.objects.get())
    assert issue_owed(at=AT) == "signed 0"


def test_without_the_publisher_it_waits_and_the_home_says_why(world: World) -> None:
    automatic(world)
    world.passed("Inès Benali")
    membership = Membership.objects.filter(person=world.certifier)
    membership.update(until=AT + timedelta(hours=1))
    assert issue_owed(at=AT) == "signed 0"
    colleague = Person.objects.create(username="lou", given_name="Lou", family_name="Blin", email="lou@example.org")
    Membership.objects.create(person=colleague, organisation=world.certifier_body, role="certifier", since=AT)
    assert "Délivrance automatique : en attente." in words_on(client_of(colleague).get(reverse("certifier-home")))


@pytest.mark.parametrize("news", ["course", "identity", "attempt"])
def test_each_news_puts_it_on_the_queue(world: World, news: str, monkeypatch: pytest.MonkeyPatch) -> None:
    enrolment = world.passed("Inès Benali")
    asked: list[str] = []
    monkeypatch.setattr(type(issue_awards), "enqueue", lambda _task, key: asked.append(key))
    if news == "course":
        course_completed.send(sender=Enrolment, enrolment=enrolment, at=AT)
    elif news == "identity":
        identity_confirmed.send(sender=IdentityCheck, enrolment=enrolment, check=None, at=AT)
    else:
        attempt_submitted.send(sender=Attempt, attempt=enrolment.attempts.get(), at=AT)
    assert asked == [str(enrolment.pk)]


@pytest.fixture
def at_once_done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tasks for whole sessions run as soon as they are asked for. Which sessions were."""
    asked: list[str] = []

    def run(task: Any, key: str) -> None:
        if task.func == issue_session_awards.func:
            asked.append(key)
            task.func(key)

    monkeypatch.setattr(type(issue_session_awards), "enqueue", run)
    return asked


def test_a_jury_s_decision_and_an_attendance_sheet_reach_the_whole_session(
    world: World, at_once_done: list[str]
) -> None:
    ask(world, "all", {"kind": "jury"}, {"kind": "attendance", "share": 80}, **by_itself(world))
    people = [known(world, name) for name in ("Inès Benali", "Noé Petit")]
    facts = {"cohort": world.cohort, "day": AT.date(), "title": "Matinée", "minutes": 180}
    meeting = add_meeting(by=world.trainer, at=AT, **facts)
    members = [JuryMember("Alix Roy", "présidente"), JuryMember("Lou Blin", "membre")]
    decisions = [Deliberation(one, "admitted", "Vu le dossier") for one in people]
    minutes = {"cohort": world.cohort, "sat_on": AT.date(), "members": members, "by": world.trainer, "at": AT}
    record_deliberation(decisions=decisions, **minutes)
    assert Award.objects.count() == 0
    note_attendance(meeting=meeting, present={people[0].pk}, by=world.trainer, at=AT)
    assert [award.holder.name for award in Award.objects.all()] == ["Inès Benali"]
    note_attendance(meeting=meeting, present={one.pk for one in people}, by=world.trainer, at=AT)
    note_attendance(meeting=meeting, present={one.pk for one in people}, by=world.trainer, at=AT)
    assert sorted(award.holder.name for award in Award.objects.all()) == ["Inès Benali", "Noé Petit"]
    assert at_once_done == 4 * [str(world.cohort.pk)]


def test_the_jury_may_be_what_came_last_and_the_same_minutes_twice_are_no_news(
    world: World, at_once_done: list[str]
) -> None:
    ask(world, "all", {"kind": "jury"}, **by_itself(world))
    members = [JuryMember("Alix Roy", "présidente"), JuryMember("Lou Blin", "membre")]
    decisions = [Deliberation(known(world), "admitted", "Vu le dossier")]
    minutes = {"cohort": world.cohort, "sat_on": AT.date(), "members": members, "by": world.trainer, "at": AT}
    record_deliberation(decisions=decisions, **minutes)
    assert [award.holder.name for award in Award.objects.all()] == ["Inès Benali"]
    record_deliberation(decisions=decisions, **minutes)
    assert at_once_done == [str(world.cohort.pk)]


def by_itself(world: World) -> dict[str, object]:
    return {"issuing": Issuing.AUTOMATIC, "published_by": world.certifier}


def test_the_task_issues_and_forgives_somebody_gone(world: World) -> None:
    automatic(world)
    enrolment = world.passed("Inès Benali")
    assert [issue_awards.func(str(enrolment.pk)) for _again in range(2)] == [1, 0]
    assert issue_awards.func("0198f000-0000-7000-8000-000000000000") == 0


def test_two_workers_make_one(committed: World) -> None:  # noqa: F811
    automatic(committed)
    keys = [committed.passed(f"Personne {n}").pk for n in range(3)]
    assert sum(at_once(4, lambda _n: sum(issue_awards.func(str(key)) for key in keys))) == 3
    assert (Award.objects.count(), NumberCounter.objects.get().last) == (3, 3)


@pytest.mark.parametrize("people", [1, 3])
def test_after_signing_the_page_counts_the_files(
    world: World, people: int, django_assert_num_queries: Callable[..., object]
) -> None:
    awards = world.sign(*[world.passed(f"Prête {chr(97 + number)}") for number in range(people)])
    client = client_of(world.certifier)
    place = reverse("certifier-cohort", args=[world.cohort.pk, world.version.pk])
    page = f"{place}?{urlencode({'signed': AT.isoformat()})}"
    with django_assert_num_queries(7):
        shown = words_on(client.get(page))
    assert (f"Fichiers prêts : 0 sur {people}" in shown, 'hx-trigger="every 3s"' in shown) == (True, True)
    for award in awards:
        make_forms(award=award, at=AT)
    shown = words_on(client.get(page))
    assert (f"Fichiers prêts : {people} sur {people}" in shown, "hx-trigger" in shown) == (True, False)
