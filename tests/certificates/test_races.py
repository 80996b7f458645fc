"""Two certifiers sign the same session at once: one certificate each, numbers and register without a gap."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from certificates.actions import ensure_key, make_forms
from certificates.models import Award, IssuedForm, IssuerKey, NumberCounter, RegisterEntry, RegisterHead
from people.models import Person
from tests.certificates.conftest import AT, World


@pytest.fixture
def committed(transactional_db: None, make_world: Callable[..., World]) -> Iterator[World]:
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite lives in memory and has one connection; writers queue there anyway")
    yield make_world()


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    def run(number: int) -> Any:
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


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


def test_making_files_at_once_keeps_one_of_each(committed: World) -> None:
    award = committed.award()
    made = at_once(3, lambda _number: [form.pk for form in make_forms(award=Award.objects.get(pk=award.pk), at=AT)])
    assert made[0] == made[1] == made[2]
    assert IssuedForm.objects.count() == 2


def test_the_first_key_is_made_once(committed: World) -> None:
    keys = at_once(4, lambda _number: ensure_key(organisation=committed.certifier_body, at=AT).pk)
    assert len(set(keys)) == 1
