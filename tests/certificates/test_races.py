"""Two certifiers sign the same session at once: one certificate each, numbers and register without a gap."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from certificates.actions import (
    authorise,
    correct_award,
    ensure_key,
    make_forms,
    propose_achievement,
    sign_awards,
)
from certificates.actions.auditing import audit_register
from certificates.actions.heads import sign_head
from certificates.models import (
    Award,
    AwardHolder,
    IssuedForm,
    IssuerKey,
    NumberCounter,
    RegisterEntry,
    RegisterHead,
    RegisterKey,
    TreeHead,
)
from courses.models import CourseVersion
from people.actions import erase_person
from people.choices import Role
from people.models import Person
from tests.certificates.conftest import AT, World, body, member


@pytest.fixture
def committed(transactional_db: None, make_world: Callable[..., World]) -> Iterator[World]:
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite lives in memory and has one connection; writers queue there anyway")
    yield make_world()


def at_once(count: int, work: Callable[[int], Any], calls: int = 0) -> list[Any]:
    """`work` is called once by each of `count` threads, or `calls` times by all together."""

    def run(number: int) -> Any:
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(calls or count)))


def test_signing_at_once_makes_one_award_each(committed: World) -> None:
    world = committed
    enrolments = [world.passed(f"Personne {n}") for n in range(5)]

    def sign(_number: int) -> int:
        world.certifier = Person.objects.get(pk=world.certifier.pk)
        return len(world.sign(*enrolments))

    assert sum(at_once(4, sign)) == 5
    assert Award.objects.count() == 5
    assert NumberCounter.objects.get().last == 5
    assert list(RegisterEntry.objects.values_list("index", flat=True)) == [0, 1, 2, 3, 4]
    assert RegisterHead.objects.get().size == 5
    assert IssuerKey.objects.count() == 1


def test_signing_and_correcting_at_once_wait_for_each_other(committed: World) -> None:
    world = committed
    first = world.sign(*[world.passed(f"Personne {n}") for n in range(12)])
    later = [world.passed(f"Autre {n}") for n in range(12)]

    def work(number: int) -> int:
        by = Person.objects.get(pk=world.certifier.pk)
        if number % 2:
            correct_award(award=first[number // 2], name=f"Juste {number}", reason="x", by=by, at=AT)
            return 1
        return len(sign_awards(achievement_version=world.version, enrolments=[later[number // 2]], by=by, at=AT))

    assert sum(at_once(6, work, calls=24)) == 24
    assert NumberCounter.objects.get().last == 36
    assert list(RegisterEntry.objects.values_list("index", flat=True)) == list(range(48))


def test_heads_signed_while_others_append_are_all_consistent(committed: World) -> None:
    enrolments = [committed.passed(f"Personne {n}") for n in range(12)]

    def work(number: int) -> None:
        if number % 2:
            sign_head(at=AT)
        else:
            by = Person.objects.get(pk=committed.certifier.pk)
            sign_awards(achievement_version=committed.version, enrolments=[enrolments[number // 2]], by=by, at=AT)

    at_once(4, work, calls=24)
    sign_head(at=AT)
    assert TreeHead.objects.latest("size").size == 12
    assert RegisterKey.objects.count() == 1
    assert audit_register(at=AT).found == 0


def test_a_double_click_authorises_once_and_says_so(committed: World) -> None:
    other = body("Les Dunes", "les-dunes")

    def work(_number: int) -> bool:
        by = Person.objects.get(pk=committed.certifier.pk)
        try:
            authorise(achievement=committed.version.achievement, organisation=other, starts_on=AT.date(), by=by, at=AT)
        except ValidationError:
            return False
        return True

    assert sum(at_once(4, work)) == 1


def test_a_double_click_takes_a_proposal_up_once(committed: World) -> None:
    other = body("Ligue des Dunes", "ligue", certifies=True, trains=False)
    person = member("lea", "Léa Lou", other, Role.CERTIFIER)
    course = CourseVersion.objects.get()

    def work(_number: int) -> object:
        by = Person.objects.get(pk=person.pk)
        return propose_achievement(course_version=course, owner=other, by=by, at=AT).pk

    assert len(set(at_once(4, work))) == 1


def test_an_erasure_during_a_correction_leaves_no_name(committed: World) -> None:
    awards = committed.sign(*[committed.passed(f"Personne {n}") for n in range(6)])
    people = [award.holder.person for award in awards]

    def work(number: int) -> None:
        by = Person.objects.get(pk=committed.certifier.pk)
        if number % 2:
            erase_person(person=people[number // 2], by=None, at=AT)
        else:
            with suppress(ValidationError):
                correct_award(award=awards[number // 2], name="Nom Juste", reason="x", by=by, at=AT)

    at_once(4, work, calls=12)
    assert not AwardHolder.objects.exists()


def test_making_files_at_once_keeps_one_of_each(committed: World) -> None:
    award = committed.award()
    made = at_once(3, lambda _number: [form.pk for form in make_forms(award=Award.objects.get(pk=award.pk), at=AT)])
    assert made[0] == made[1] == made[2]
    assert IssuedForm.objects.count() == 2


def test_the_first_key_is_made_once(committed: World) -> None:
    keys = at_once(4, lambda _number: ensure_key(organisation=committed.certifier_body, at=AT).pk)
    assert len(set(keys)) == 1
