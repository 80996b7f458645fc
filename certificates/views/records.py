"""The trainee's certificates and their livret: what it covers, what is missing, its annex on paper."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certificates.actions import add_to_record, open_record
from certificates.actions.records import set_file_number
from certificates.forms.records import RecordForm
from certificates.models import Award, TrainingRecord
from certificates.queries import coverage, own_awards, own_records, verdict_of
from certificates.queries.annex import annex_context
from certificates.queries.livrets import own_stages
from certificates.queries.records import addable_awards, awards_with_records, strand_for, teaching
from certificates.queries.waiting import Held, waiting_for
from content.documents import DocumentError, render_pdf
from curriculum.models import DigitalStrandVersion
from people.policies import signed_in

holder_only = login_required(login_url="person-return")


@holder_only
@never_cache
@require_safe
def award_list(request: HttpRequest) -> HttpResponse:
    """« Mes certificats »: those one holds, and those that are on their way."""
    person, now = signed_in(request.user), timezone.now()
    held = [Held(award, verdict_of(award, now)) for award in awards_with_records(person)]
    context = {
        "held": held,
        "lasting": any(one.stands for one in held),
        "waiting": waiting_for(person),
    }
    return render(request, "certificates/award_list.html", context)


@holder_only
@never_cache
@require_safe
def record_list(request: HttpRequest) -> HttpResponse:
    """One's records; with `?award=…`, that certificate waits for the choice of a training."""
    return _list_page(request, RecordForm(person=request.user), _own_award(request, request.GET.get("award")))


@holder_only
@require_POST
def record_open(request: HttpRequest) -> HttpResponse:
    """Opens a record, with a certificate in it when `award` names one. Without `strand` the session of the certificate says
    for which training: one tap. Where it doesn't, the person chooses."""
    award = _own_award(request, request.POST.get("award"))
    strand = strand_for(award) if award is not None and "strand" not in request.POST else None
    if strand is not None:
        return _open(request, strand, award)
    if award is not None and "strand" not in request.POST:
        return redirect(f"{reverse('record-list')}?award={award.public_id}")
    form = RecordForm(request.POST, person=request.user)
    if not form.is_valid():
        return _list_page(request, form, award)
    return _open(request, form.cleaned_data["strand"], award, form.cleaned_data["file_number"])


@holder_only
@never_cache
@require_safe
def record_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = get_object_or_404(own_records(request.user), pk=pk)
    covered = coverage(record)
    lessons = teaching(covered.missing)
    context = {
        "record": record,
        "coverage": covered,
        "units": [(unit, [(line, lessons.get(line.line.pk)) for line in unit.lines]) for unit in covered.units],
        "lessons": sorted(set(lessons.values()), key=lambda lesson: lesson.title),
        "stages": own_stages(record),
        "addable": addable_awards(request.user, covered.held, timezone.now()),
    }
    return render(request, "certificates/record_detail.html", context)


@holder_only
@require_POST
def record_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = get_object_or_404(own_records(request.user), pk=pk)
    award = _own_award(request, request.POST.get("award"))
    if award is not None:
        _add(request, record, award)
    return redirect("record-detail", pk=record.pk)


@holder_only
@require_POST
def record_number(request: HttpRequest, pk: UUID) -> HttpResponse:
    record, person = get_object_or_404(own_records(request.user), pk=pk), signed_in(request.user)
    number = request.POST.get("number", "").replace("\0", "")
    try:
        set_file_number(record=record, number=number, by=person, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("record-detail", pk=record.pk)


@holder_only
@never_cache
@require_safe
def annex_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Made anew each time: it says where the record stands on that day."""
    record = get_object_or_404(own_records(request.user), pk=pk)
    return annex_response(request, record) or redirect("record-detail", pk=record.pk)


def annex_response(request: HttpRequest, record: TrainingRecord) -> HttpResponse | None:
    """None where our fonts can't write it, which a message says."""
    context = annex_context(record, coverage(record), timezone.now())
    title, language = context["document_title"], record.strand_version.language
    try:
        pdf = render_pdf(template="certificates/annex_pdf.html", context=context, title=title, language=language)
    except DocumentError as error:
        messages.error(request, str(error))
        return None
    response = HttpResponse(pdf, content_type="application/pdf")
    name = slugify(f"annexe-livret-{record.reference_version.reference.slug}")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _open(
    request: HttpRequest, strand: DigitalStrandVersion, award: Award | None, file_number: str = ""
) -> HttpResponse:
    person, now = signed_in(request.user), timezone.now()
    try:
        record = open_record(person=person, strand_version=strand, at=now, file_number=file_number)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("record-list")
    if award is not None:
        _add(request, record, award)
    return redirect("record-detail", pk=record.pk)


def _add(request: HttpRequest, record: TrainingRecord, award: Award) -> None:
    try:
        add_to_record(record=record, award=award, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Votre certificat est dans votre livret."))


def _own_award(request: HttpRequest, public_id: str | None) -> Award | None:
    """The certificate named, if one is; somebody else's is not found."""
    named = (public_id or "").replace("\0", "")
    return get_object_or_404(own_awards(request.user), public_id=named) if named else None


def _list_page(request: HttpRequest, form: RecordForm, award: Award | None) -> HttpResponse:
    context = {"records": list(own_records(request.user)), "form": form, "award": award}
    return render(request, "certificates/record_list.html", context)
