"""Certificates per second of CPU."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

from bench.stage import Row
from certificates.actions import make_forms
from certificates.actions.forms import content_of
from certificates.actions.making import MAKERS, Making
from certificates.choices import FormKind
from certificates.models import Award
from certificates.queries.paper import certificate_context
from certificates.queries.words import words_of
from content.documents import render_pdf

AT = datetime(2026, 11, 20, tzinfo=UTC)


def rows() -> Iterator[Row]:
    award = Award.objects.filter(holder__isnull=False).order_by("awarded_at").first()
    forms = {form.form: form for form in make_forms(award=award, at=AT)}
    context = certificate_context(award=award, name=award.holder.name, words=words_of(award))

    def draw() -> None:
        render_pdf(template="certificates/pdf/certificate.html", context=context, title="", language="fr")

    making = Making(award, award.holder, forms[FormKind.CREDENTIAL].key, AT, content_of(forms[FormKind.CREDENTIAL]))

    yield Row("certificates (PDF)", _a_second(draw, 20), "a CPU s", 30, at_least=True)
    for kind, times in ((FormKind.PDF, 20), (FormKind.JWT, 500), (FormKind.PNG, 100), (FormKind.SVG, 500)):
        make = partial(MAKERS[kind], making)
        yield Row(f"whole file: {kind.label}", _a_second(make, times), "a CPU s")


def _a_second(work: Callable[[], object], times: int) -> float:
    work()
    begun = time.process_time()
    for _time in range(times):
        work()
    return times / (time.process_time() - begun)
