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
from certificates.queries import coverage
from certificates.queries.livrets import body_annexes, body_records, own_stages, proposals, reading_bodies
from people.policies import signed_in

PER_PAGE = 50


@login_required
@never_cache
@require_safe
def livret_list(request: HttpRequest) -> HttpResponse:
    """« Livrets »: who presents what, by training."""
    if not reading_bodies(request.user):
        raise Http404
    asked, state = request.GET.get("q", "")[:80], request.GET.get("state", "")
    page = Paginator(body_records(request.user, asked, state), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "asked": asked, "state": state, "states": AnnexState.choices}
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
