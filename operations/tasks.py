"""Work done behind the screens."""

from django.core.cache import cache
from django.utils import timezone
from django_tasks import task

from operations.queries.health import BEAT_KEY


@task()
def beat() -> None:
    """The worker is alive: the page of health says so."""
    cache.set(BEAT_KEY, timezone.now(), timeout=None)
