"""How the installation is: the database answers, its guards stand, the register is what its heads say, and the worker was
heard of lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import DatabaseError

from certificates.queries.heads import register_state
from certificates.queries.status_lists import stale_since
from people.guards import expected, guarded_models, installed

BEAT_KEY = "operations:worker-beat"
BEAT_EVERY = timedelta(minutes=5)
SILENT_AFTER = BEAT_EVERY * 3


@dataclass(frozen=True)
class Health:
    """`database` and `guards` decide whether people can be served; `worker` is ok, silent or unheard; `register`
    is ok, behind (no head was signed for an hour) or broken; `lists` of status are ok, or stale where a key doesn't open."""

    database: bool
    guards: bool
    worker: str
    register: str = "ok"
    lists: str = "ok"

    @property
    def serves(self) -> bool:
        return self.database and self.guards

    @property
    def well(self) -> bool:
        return self.serves and self.worker == "ok" and self.register == "ok" and self.lists == "ok"

    def as_json(self) -> dict[str, str]:
        return {
            "status": "ok" if self.well else "degraded" if self.serves else "down",
            "database": "ok" if self.database else "down",
            "guards": "ok" if self.guards else "missing",
            "worker": self.worker,
            "register": self.register,
            "lists": self.lists,
        }


def health_at(at: datetime) -> Health:
    """A few small queries; never raises."""
    try:
        wanted = {name for model in guarded_models() for name in expected(model)}
        guards = wanted <= installed()
        heard, register = cache.get(BEAT_KEY), register_state(at)
        lists = "stale" if stale_since() else "ok"
    except DatabaseError:
        return Health(database=False, guards=False, worker="unheard")
    worker = "unheard" if heard is None else "ok" if at - heard <= SILENT_AFTER else "silent"
    return Health(database=True, guards=guards, worker=worker, register=register, lists=lists)
