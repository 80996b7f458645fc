"""Periodic work: sweeps, reminders, retention. Each due moment is done once, whoever ticks."""

import logging
from datetime import UTC, datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

from people.choices import DutyState
from people.models import DutyRun
from people.registries import Duty, duties

logger = logging.getLogger(__name__)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RETRY_AFTER = timedelta(minutes=5)
PRESUMED_DEAD_AFTER = timedelta(hours=1)
KEPT = timedelta(days=90)


def run_due_duties(*, at: datetime) -> list[DutyRun]:
    """Run what is due and nobody has claimed; returns what this call ran, failed runs included.

    Not atomic on purpose: each duty commits its own work. Due moments are the multiples of a duty's period; those
    missed while no worker ran are made up for by one run. A failed run is tried again after five minutes, and one
    whose worker died after an hour. A duty must be idempotent: it may run again after a crash.
    """
    claimed = (_claim(duty, at) for duty in list(duties.values()))
    return [_run(run, at) for run in claimed if run is not None]


def sweep(at: datetime) -> str:
    """This room's own duty: sessions that ended and the trace of old runs."""
    sessions, _by_model = Session.objects.filter(expire_date__lt=at).delete()
    runs, _by_model = DutyRun.objects.filter(due__lt=at - KEPT).delete()
    return f"{sessions} sessions, {runs} runs"


def due_moment(duty: Duty, at: datetime) -> datetime:
    """The latest multiple of the duty's period."""
    return at - (at - EPOCH) % duty.every


@transaction.atomic
def _claim(duty: Duty, at: datetime) -> DutyRun | None:
    """The run to do now, claimed by a unique row, or by an update that only one of two workers can win."""
    due = due_moment(duty, at)
    run, made = DutyRun.objects.get_or_create(duty=duty.name, due=due, defaults={"started_at": at})
    if made:
        return run
    patience = {DutyState.FAILED: RETRY_AFTER, DutyState.RUNNING: PRESUMED_DEAD_AFTER}.get(DutyState(run.state))
    if patience is None or at - run.started_at < patience:
        return None
    won = DutyRun.objects.filter(pk=run.pk, state=run.state, started_at=run.started_at).update(
        state=DutyState.RUNNING, started_at=at, ended_at=None, report=""
    )
    run.refresh_from_db()
    return run if won else None


def _run(run: DutyRun, at: datetime) -> DutyRun:
    try:
        run.report = duties[run.duty].run(at)
        run.state = DutyState.DONE
    except Exception as error:
        logger.exception("duty %s failed", run.duty)
        run.report, run.state = f"{type(error).__name__}: {error}"[:2000], DutyState.FAILED
    run.ended_at = datetime.now(UTC)
    run.save(update_fields=["state", "report", "ended_at"])
    return run
