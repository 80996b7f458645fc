"""Two at once: one try, no answer behind a submission, one score."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.db.models.signals import post_init

from assessments.actions import save_answer, start_attempt, submit_attempt
from assessments.models import Attempt, Response, Score
from tests.assessments.conftest import AT, make_world

RUNS = 6


def at_once(work, count=RUNS):
    """Run `work(n)` in `count` threads that leave together; what each returned or raised."""
    gate = Barrier(count)

    def run(number):
        try:
            gate.wait(10)
            return work(number)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.fixture
def shared(transactional_db, load):
    """A world that other connections see too."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database has one connection: run on PostgreSQL, or on a file")
    load()
    world = make_world()
    world.open()
    return world


def test_starts_at_once_make_one_try(shared):
    found = at_once(lambda _n: start_attempt(enrolment=shared.enrolment, activity_key="finale", at=AT))
    assert {attempt.pk for attempt in found} == {Attempt.objects.get().pk}


def test_submissions_at_once_make_one_score(shared):
    attempt = start_attempt(enrolment=shared.enrolment, activity_key="finale", at=AT)
    found = at_once(lambda _n: submit_attempt(attempt=shared.reload(attempt), at=AT))
    assert {score.pk for score in found} == {Score.objects.get().pk}


def test_an_acknowledged_answer_is_counted_whatever_comes_at_once(shared):
    attempt = start_attempt(enrolment=shared.enrolment, activity_key="finale", at=AT)
    item = attempt.drawn[0]["key"]

    def work(number):
        if number == 0:
            return submit_attempt(attempt=shared.reload(attempt), at=AT)
        return save_answer(attempt=shared.reload(attempt), item_key=item, answer="secretb", seq=number, at=AT)

    found = at_once(work)
    acknowledged = [entry for entry in found if isinstance(entry, Response)]
    assert all(isinstance(entry, Response | Score | ValidationError) for entry in found)
    assert Score.objects.get().detail["items"][item] == float(bool(acknowledged))


def test_saves_at_once_keep_the_newest(shared):
    attempt = start_attempt(enrolment=shared.enrolment, activity_key="finale", at=AT)
    item = attempt.drawn[0]["key"]
    words = ["secreta", "secretb", "secretc", "secreta", "secretb", "secretc"]

    def work(number):
        return save_answer(attempt=shared.reload(attempt), item_key=item, answer=words[number], seq=number, at=AT)

    assert all(isinstance(entry, Response) for entry in at_once(work))
    assert (Response.objects.get().seq, Response.objects.get().answer) == (5, "secretc")


def test_the_loser_of_a_race_gets_the_try_of_the_winner(world):
    """Somebody else's insert lands between the look and ours: the unique constraint decides, on any database."""
    world.open()

    def overtake(sender, instance, **_more):
        post_init.disconnect(overtake, sender=Attempt)
        values = {field.attname: getattr(instance, field.attname) for field in Attempt._meta.concrete_fields}
        Attempt.objects.bulk_create([Attempt(**{**values, "token": "winner"})])

    post_init.connect(overtake, sender=Attempt)
    attempt = start_attempt(enrolment=world.enrolment, activity_key="finale", at=AT)
    assert attempt.token == "winner"
    assert Attempt.objects.count() == 1
