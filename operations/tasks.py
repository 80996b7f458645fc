"""Work done behind the screens."""

from django.core.cache import cache
from django.utils import timezone
from django_tasks import task

from operations.queries.health import BEAT_KEY
from people.actions import run_due_duties


@task()
def run_duties() -> None:
    """The demonstration has no timer of the system: its clock asks for this."""
    run_due_duties(at=timezone.now())


@task()
def beat() -> None:
    """The worker is alive: the page of health says so."""
    cache.set(BEAT_KEY, timezone.now(), timeout=None)
