"""Periodic work is done once per due moment, whoever ticks."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command

from people import registries
from people.actions import run_due_duties
from people.actions.duties import sweep
from people.models import DutyRun
from people.registries import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(monkeypatch):
    done = []

    def run(at):
        if done and done[-1] == "break":
            raise RuntimeError("panne")
        done.append(at)
        return f"{len(done)} fait"

    monkeypatch.setattr(registries, "duties", registries.duties)
    saved = dict(registries.duties)
    registries.duties.clear()
    registries.duties["test"] = Duty("test", timedelta(minutes=15), run)
    yield done
    registries.duties.clear()
    registries.duties.update(saved)


def test_once_per_due_moment(duty, at):
    runs = run_due_duties(at=at + timedelta(minutes=7))
    assert [(run.duty, run.due, run.state, run.report) for run in runs] == [("test", at, "done", "1 fait")]
    assert run_due_duties(at=at + timedelta(minutes=14)) == []
    assert [run.due for run in run_due_duties(at=at + timedelta(minutes=15))] == [at + timedelta(minutes=15)]
    assert len(duty) == 2


def test_a_second_worker_that_ticks_meanwhile_does_nothing(at):
    """The other worker ticks while the first is in the middle of the duty."""
    seen = []
    duty = Duty("nested", timedelta(hours=1), lambda moment: seen.append(run_due_duties(at=moment)) or "ok")
    saved = dict(registries.duties)
    registries.duties.clear()
    registries.duties["nested"] = duty
    try:
        assert len(run_due_duties(at=at)) == 1
    finally:
        registries.duties.clear()
        registries.duties.update(saved)
    assert seen == [[]]
    assert DutyRun.objects.count() == 1


def test_days_without_a_worker_are_made_up_for_by_one_run(duty, at):
    run_due_duties(at=at)
    assert len(run_due_duties(at=at + timedelta(days=3))) == 1


def test_a_failure_is_kept_and_tried_again_later(duty, at):
    duty.append("break")
    (run,) = run_due_duties(at=at)
    assert (run.state, run.report) == ("failed", "RuntimeError: panne")
    duty.clear()
    assert run_due_duties(at=at + timedelta(minutes=4)) == []
    (run,) = run_due_duties(at=at + timedelta(minutes=5))
    assert (run.state, run.report, DutyRun.objects.count()) == ("done", "1 fait", 1)


def test_one_that_fails_does_not_stop_the_others(duty, at):
    registries.duties["other"] = Duty("other", timedelta(days=1), lambda moment: "ok")
    duty.append("break")
    assert {run.duty: run.state for run in run_due_duties(at=at)} == {"test": "failed", "other": "done"}


def test_a_run_whose_worker_died_is_taken_over(duty, at):
    registries.duties["test"] = Duty("test", timedelta(days=1), lambda moment: "repris")
    due = at.replace(hour=0)
    DutyRun.objects.create(duty="test", due=due, state="running", started_at=at)
    assert run_due_duties(at=at + timedelta(minutes=59)) == []
    assert [run.report for run in run_due_duties(at=at + timedelta(minutes=60))] == ["repris"]


def test_the_sweep_forgets_what_ended(at):
    Session.objects.create(session_key="a", session_data="", expire_date=at - timedelta(days=1))
    Session.objects.create(session_key="b", session_data="", expire_date=at + timedelta(days=1))
    DutyRun.objects.create(duty="x", due=at - timedelta(days=91), started_at=at)
    assert sweep(at) == "1 sessions, 1 runs"
    assert Session.objects.get().session_key == "b"


def test_the_command_runs_what_is_due_and_says_it(duty):
    out = StringIO()
    call_command("tick", stdout=out)
    assert "test" in out.getvalue() and "done: 1 fait" in out.getvalue()


def test_the_loop_ends_quietly_on_an_interruption(duty, monkeypatch):
    def interrupt(seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr("people.management.commands.tick.time.sleep", interrupt)
    call_command("tick", "--loop", stdout=StringIO())
    assert len(duty) == 1
