"""The register, one award of it, and what may happen to that award."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certificates.actions import correct_award
from certificates.choices import STATUS_MOVES, StatusKind
from certificates.exporters import register_csv
from certificates.forms.certifier import CorrectionForm, SuspensionForm, WithdrawalForm
from certificates.models import Award
from certificates.queries import awards_visible_to, handed_out, register_visible_to, verdict_of, words_of
from certificates.queries.certifier import certifies, current_score_of, register_found
from certificates.queries.heads import last_audit
from certificates.queries.proofs import proof_of
from certificates.queries.standing import last_change
from certificates.queries.withdrawals import requests_about
from people.policies import signed_in

PER_PAGE: Final = 50
LINKED: Final = ("replaces", "replaced_by", "renews", "renewed_by")


@login_required
@never_cache
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every award and change of status, newest first; `?format=csv` is the same list for a spreadsheet."""
    if not certifies(request.user):
        raise Http404
    text, kind = request.GET.get("q", "").replace("\0", "").strip()[:100], request.GET.get("kind", "")
    entries = register_found(request.user, text=text, kind=kind)
    if request.GET.get("format") == "csv":
        response = HttpResponse(register_csv(entries.iterator(500)), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="registre-{timezone.localdate():%Y-%m-%d}.csv"'
        return response
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": text, "kind": kind, "audit": last_audit()}
    return render(request, "certificates/register.html", context)


@login_required
@never_cache
@require_safe
def register_entry(request: HttpRequest, index: int) -> HttpResponse:
    """One line, and the proof that it is under a signed head."""
    entry = get_object_or_404(register_visible_to(request.user), index=index)
    context = {"entry": entry, "proof": proof_of(entry.award)}
    return render(request, "certificates/register_entry.html", context)


@login_required
@never_cache
@require_safe
def award_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return award_page(request, visible_award(request, pk))


@login_required
@never_cache
@require_POST
def award_correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new certificate with another name takes the place of this one."""
    award = visible_award(request, pk)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return award_page(request, award, correction=form)
    try:
        corrected = correct_award(award=award, by=signed_in(request.user), at=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return award_page(request, award, correction=form)
    names = {"number": corrected.number}
    messages.success(request, _("Le certificat est corrigé. Son nouveau numéro : %(number)s.") % names)
    return redirect("award-detail", pk=corrected.pk)


def visible_award(request: HttpRequest, pk: UUID) -> Award:
    awards = awards_visible_to(request.user).select_related(*LINKED, "signed_by", "holder__person")
    whole = awards.prefetch_related(
        "evidence__attempt",
        "register_entries__status_change__by",
        "register_entries__status_change__agreed_by",
        "holder__forms",
    )
    return get_object_or_404(whole, pk=pk)


def award_page(
    request: HttpRequest,
    award: Award,
    correction: Form | None = None,
    withdrawal: Form | None = None,
    suspension: Form | None = None,
) -> HttpResponse:
    """One award with what may happen to it; a refused form comes back to it."""
    now = timezone.now()
    last, holder = last_change(award), getattr(award, "holder", None)
    asked, declined = requests_about(award)
    moves = STATUS_MOVES[last.kind if last else "none"]
    context = {
        "award": award,
        "holder": holder,
        "standing": verdict_of(award, now),
        "handed_out": holder is not None and handed_out(award, now),
        "words": words_of(award),
        "score": current_score_of(award),
        "history": award.register_entries.all(),
        "correction": correction or CorrectionForm(initial={"name": holder.name if holder else ""}),
        "withdrawal": withdrawal or WithdrawalForm(),
        "suspension": suspension or SuspensionForm(),
        "asked": asked,
        "declined": declined,
        "can_correct": StatusKind.CORRECTED in moves and holder is not None,
        "can_withdraw": StatusKind.REVOKED in moves,
        "can_suspend": StatusKind.SUSPENDED in moves,
        "can_reinstate": StatusKind.REINSTATED in moves,
    }
    return render(request, "certificates/award_detail.html", context)
