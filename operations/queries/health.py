"""How the installation is: the database answers, its guards stand, and the worker was heard of lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import DatabaseError

from people.guards import expected, guarded_models, installed

BEAT_KEY = "operations:worker-beat"
BEAT_EVERY = timedelta(minutes=5)
SILENT_AFTER = BEAT_EVERY * 3


@dataclass(frozen=True)
class Health:
    """`database` and `guards` decide whether people can be served; `worker` is ok, silent or unheard."""

    database: bool
    guards: bool
    worker: str

    @property
    def serves(self) -> bool:
        return self.database and self.guards

    def as_json(self) -> dict[str, str]:
        return {
            "status": "ok" if self.serves and self.worker == "ok" else "degraded" if self.serves else "down",
            "database": "ok" if self.database else "down",
            "guards": "ok" if self.guards else "missing",
            "worker": self.worker,
        }


def health_at(at: datetime) -> Health:
    """A few small queries; never raises."""
    try:
        wanted = {name for model in guarded_models() for name in expected(model)}
        guards = wanted <= installed()
        heard = cache.get(BEAT_KEY)
    except DatabaseError:
        return Health(database=False, guards=False, worker="unheard")
    if heard is None:
        return Health(database=True, guards=guards, worker="unheard")
    return Health(database=True, guards=guards, worker="ok" if at - heard <= SILENT_AFTER else "silent")
