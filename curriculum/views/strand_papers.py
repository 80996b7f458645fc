"""A strand on paper, and the file on which a director or an office of the State decides."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from content import richtext
from content.documents import DocumentError
from curriculum.exporters.strand_papers import decision_facts, decision_paper, strand_paper
from curriculum.queries import strand_versions_visible_to
from curriculum.queries.strand_reading import Reading, matrix_of, read_strand
from curriculum.templatetags.curriculum import reader_language


@require_safe
def strand_pdf(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """The annex to a training plan. Made anew each time, with its date."""
    reading = _reading(request, slug, label)
    introduction = richtext.render(reading.version.introduction)
    return _pdf(
        request, reading, lambda: strand_paper(reading, matrix_of(reading), introduction, timezone.now()), "annexe"
    )


@require_safe
def strand_decision(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    reading = _reading(request, slug, label)
    matrix = matrix_of(reading, detailed=True)
    context = {"version": reading.version, "reading": reading, "matrix": matrix, **decision_facts(reading, matrix)}
    return render(request, "curriculum/strand_decision.html", context)


@require_safe
def strand_decision_pdf(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    reading = _reading(request, slug, label)
    matrix = matrix_of(reading, detailed=True)
    return _pdf(request, reading, lambda: decision_paper(reading, matrix, timezone.now()), "dossier")


def _reading(request: HttpRequest, slug: str, label: str) -> Reading:
    version = get_object_or_404(strand_versions_visible_to(request.user), strand__slug=slug, label=label)
    return read_strand(version, reader_language())


def _pdf(request: HttpRequest, reading: Reading, make: Callable[[], bytes], kind: str) -> HttpResponse:
    version = reading.version
    try:
        pdf = make()
    except DocumentError as error:
        messages.error(request, str(error))
        return redirect(version)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{kind}-{version.strand.slug}-{version.label}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return response
