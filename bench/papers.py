"""Certificates per second of CPU."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from bench.stage import Row
from certificates.models import Award
from certificates.queries.paper import certificate_context
from certificates.queries.words import words_of
from content.documents import render_pdf

AT = datetime(2026, 11, 20, tzinfo=UTC)


def rows() -> Iterator[Row]:
    award = Award.objects.filter(holder__isnull=False).order_by("awarded_at").first()
    context = certificate_context(award=award, name=award.holder.name, words=words_of(award))

    def draw() -> None:
        render_pdf(template="certificates/pdf/certificate.html", context=context, title="", language="fr")

    yield Row("certificates (PDF)", _a_second(draw, 20), "a CPU s", 30, at_least=True)


def _a_second(work: Callable[[], object], times: int) -> float:
    work()
    begun = time.process_time()
    for _time in range(times):
        work()
    return times / (time.process_time() - begun)
