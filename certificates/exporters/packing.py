"""A record and all that is in it, to take along."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Prefetch

from certificates.actions.foreign import content_of_foreign
from certificates.actions.forms import content_of, make_forms
from certificates.choices import FormKind
from certificates.exporters.record_archive import record_archive
from certificates.models import Annex, AnnexDecision, TrainingRecord
from certificates.queries import coverage
from certificates.queries.annex import annex_context
from content.documents import DocumentError, render_pdf


def pack_record(*, record: TrainingRecord, at: datetime) -> bytes:
    """Each certificate as its signed file. Raises ValidationError where a paper can't be written or a key doesn't open."""
    decisions = Prefetch("decisions", AnnexDecision.objects.select_related("organisation"))
    annexes = Annex.objects.filter(record=record).select_related("award__issuer", "foreign_award")
    files = []
    for annex in annexes.prefetch_related(decisions).order_by("added_at", "pk"):
        if annex.foreign_award is not None:
            files.append((annex, str(annex.foreign_award.format), content_of_foreign(annex.foreign_award)))
        elif annex.award is not None:
            files += [
                (annex, "json", content_of(form))
                for form in make_forms(award=annex.award, at=at, kinds=[FormKind.CREDENTIAL])
            ]
    context = annex_context(record, coverage(record), at)
    title, language = context["document_title"], record.strand_version.language
    try:
        paper = render_pdf(template="certificates/annex_pdf.html", context=context, title=title, language=language)
    except DocumentError as error:
        raise ValidationError(str(error), code="document") from error
    return record_archive(record, files, paper, at.isoformat())
