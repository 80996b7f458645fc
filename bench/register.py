"""Auditing a register of 100,000 awards, and what appending and proving cost in it."""

import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.stage import PEAK, Row
from certificates.actions.heads import sign_head
from certificates.actions.numbering import locked_counter, next_number
from certificates.actions.registering import enter_awards
from certificates.models import Award, AwardHolder, NumberCounter
from certificates.queries.proofs import proof_of
from certificates.signing import holder_commitment

AWARDS, BATCH = 100_000, 2_000
AT = datetime(2026, 11, 20, tzinfo=UTC)
RUN = """
import time
import django
django.setup()
from django.core.management import call_command
from io import StringIO
out = StringIO()
call_command("audit_register", stdout=out)
assert "Tout correspond" in out.getvalue(), out.getvalue()
"""


def rows() -> Iterator[Row]:
    pattern = Award.objects.order_by("awarded_at").first()
    begun = time.process_time()
    for batch in range(AWARDS // BATCH):
        at = AT + timedelta(minutes=batch)
        with transaction.atomic():
            awards = _awards(pattern, at)
            with CaptureQueriesContext(connection) as captured:
                enter_awards(awards=awards, at=at)
        sign_head(at=at)
    yield Row("100,000 awards made and registered: CPU", time.process_time() - begun, "s")
    yield Row(f"statements to register {BATCH:,} awards", len(captured), "")
    begun = time.process_time()
    if not all(proof_of(award).holds for award in awards[:50]):
        raise SystemExit("a proof doesn't hold")
    yield Row("a proof among 100,000 awards: CPU", (time.process_time() - begun) / 50 * 1000, "ms")
    done = subprocess.run([sys.executable, "-c", RUN + PEAK], stdout=subprocess.PIPE, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    yield Row("audit of 100,000 awards: CPU", seconds, "s", 60)
    yield Row("audit: memory, Django's included", megabytes, "MB", 200)


def _awards(pattern: Award, at: datetime) -> list[Award]:
    counter = locked_counter(pattern.issuer, at.year)
    shared = ("issuer_id", "organisation_id", "achievement_version_id", "awarded_on", "payload", "signed_by_id")
    common = {name: getattr(pattern, name) for name in shared}
    awards, holders = [], []
    for _number in range(BATCH):
        name, salt = f"Personne {secrets.token_hex(4)}", secrets.token_hex(32)
        award = Award(
            **common,
            number=next_number(_Kept(counter)),
            awarded_at=at,
            evidence_digest=secrets.token_hex(32),
            holder_commitment=holder_commitment(salt, name),
            idempotency=secrets.token_hex(16),
        )
        awards.append(award)
        holders.append(AwardHolder(award=award, name=name, salt=salt))
    NumberCounter.objects.filter(pk=counter.pk).update(last=counter.last)
    Award.objects.bulk_create(awards)
    AwardHolder.objects.bulk_create(holders)
    return awards


class _Kept:
    """A counter that is saved once for a batch."""

    def __init__(self, counter: NumberCounter) -> None:
        self.__dict__["counter"] = counter

    def __getattr__(self, name: str) -> object:
        return getattr(self.counter, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.counter, name, value)

    def save(self, **_options: object) -> None:
        pass
