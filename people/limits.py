"""How often something may be tried, counted in the cache that all workers share.

An attempt takes one of `attempts` slots, which frees itself after `seconds`: a sliding window. Taking a slot is one
INSERT on a unique key, so two workers never count two attempts as one (a counter read, raised and written would).
Keys are digested: the cache never holds a user name or an address.
"""

import hashlib
import math
import secrets
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True)
class Limit:
    """`attempts` tries per key within `seconds`. `scope` keeps limits apart."""

    scope: str
    attempts: int
    seconds: int

    def wait(self, key: str) -> int:
        """Seconds to wait before the next try; 0: go."""
        now = time.time()
        taken = sorted(until for until in self._taken(key).values() if until > now)
        if len(taken) < self.attempts:
            return 0
        return max(1, math.ceil(taken[0] - now))

    def fail(self, key: str) -> bool:
        """Count one try. False when no slot was left: the try must not go on."""
        now = time.time()
        taken = {slot for slot, until in self._taken(key).items() if until > now}
        free = [slot for slot in self._slots(key) if slot not in taken]
        while free:
            slot = free.pop(secrets.randbelow(len(free)))
            if cache.add(slot, now + self.seconds, timeout=self.seconds):
                return True
        return False

    def reset(self, key: str) -> None:
        cache.delete_many(self._slots(key))

    def _slots(self, key: str) -> list[str]:
        digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
        return [f"limit:{self.scope}:{digest}:{number}" for number in range(self.attempts)]

    def _taken(self, key: str) -> dict[str, float]:
        return cache.get_many(self._slots(key))


#: Wrong PINs of one person. Never per address: a whole room shares one.
PIN = Limit("pin", 10, 600)
PIN_DAY = Limit("pin-day", 40, 86_400)
#: Any tries of PINs from one address: forty people sign in at once, a machine tries thousands.
PIN_ADDRESS = Limit("pin-address", 300, 60)
FIRST_RUN = Limit("first-run", 10, 600)
ASK = Limit("ask", 30, 3600)


def address(request: HttpRequest) -> str:
    """Where a request comes from. Behind a TLS proxy: the last hop it wrote, which a client can't forge."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return str(forwarded.rsplit(",", 1)[-1].strip())
    return str(request.META.get("REMOTE_ADDR", ""))
