"""The body's side: the records of our people, and what we recognise in them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certificates.actions.decisions import decide_annex
from certificates.choices import AnnexState
from certificates.exporters.livrets import livrets_csv
from certificates.forms.livrets import LivretFilter
from certificates.queries import coverage
from certificates.queries.livrets import (
    body_annexes,
    body_records,
    own_stages,
    presented,
    proposals,
    reading_bodies,
    trainings_of,
)
from people.policies import signed_in

PER_PAGE = 50


@login_required
@never_cache
@require_safe
def livret_list(request: HttpRequest) -> HttpResponse:
    """« Livrets »: who presents what, by training."""
    if not reading_bodies(request.user):
        raise Http404
    form = LivretFilter(request.GET)
    records = presented(body_records(request.user, **form.chosen()))
    if request.GET.get("format") == "csv":
        response = HttpResponse(livrets_csv(records), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="livrets-{timezone.localdate():%Y-%m-%d}.csv"'
        return response
    page = Paginator(records, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        **form.shown(),
        "states": AnnexState.choices,
        "trainings_to_choose": [(str(key), title) for key, title in trainings_of(request.user)],
    }
    return render(request, "certificates/livret_list.html", context)


@login_required
@never_cache
@require_safe
def livret_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = get_object_or_404(body_records(request.user), pk=pk)
    covered = coverage(record)
    context = {"record": record, "coverage": covered, "proposals": proposals(covered), "stages": own_stages(record)}
    return render(request, "certificates/livret_detail.html", context)


@login_required
@require_POST
def annex_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    annex = get_object_or_404(body_annexes(request.user), pk=pk)
    try:
        decide_annex(
            annex=annex,
            accepted=request.POST.get("decision") == "accept",
            lines={line: request.POST.get(f"effect-{line}", "") for line in request.POST.getlist("line")},
            reason=request.POST.get("reason", "").replace("\0", ""),
            by=signed_in(request.user),
            at=timezone.now(),
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("C'est décidé. La personne le lit dans son livret."))
    return redirect("livret-detail", pk=annex.record_id)
