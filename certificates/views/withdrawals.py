"""Suspending, reinstating and withdrawing a certificate. A withdrawal takes a second person, who has a page to read it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certificates.actions import (
    agree_to_withdrawal,
    ask_withdrawal,
    change_status,
    decline_withdrawal,
)
from certificates.choices import StatusKind
from certificates.forms.certifier import SuspensionForm, WithdrawalForm
from certificates.forms.withdrawals import DeclineForm
from certificates.models import Withdrawal
from certificates.queries.certifier import certifies
from certificates.queries.withdrawals import can_second, second_people, withdrawals_visible_to
from certificates.views.register import award_page, visible_award
from people.policies import signed_in


@login_required
@never_cache
@require_POST
def award_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« Demander le retrait »: a second person decides."""
    award = visible_award(request, pk)
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return award_page(request, award, withdrawal=form)
    try:
        asked = ask_withdrawal(award=award, by=signed_in(request.user), at=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return award_page(request, award, withdrawal=form)
    messages.success(request, _("La demande est faite. Une seconde personne doit la relire."))
    return redirect("withdrawal-detail", pk=asked.pk)


@login_required
@never_cache
@require_POST
def award_suspend(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _pause(request, pk, StatusKind.SUSPENDED, _("Le certificat est suspendu. La personne en est prévenue."))


@login_required
@never_cache
@require_POST
def award_reinstate(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _pause(request, pk, StatusKind.REINSTATED, _("Le certificat est rétabli. La personne en est prévenue."))


@login_required
@never_cache
@require_safe
def withdrawal_list(request: HttpRequest) -> HttpResponse:
    """Open requests of the issuers this person certifies for or administers."""
    if not can_second(request.user):
        raise Http404
    context = {"withdrawals": list(withdrawals_visible_to(request.user)), "certifies": certifies(request.user)}
    return render(request, "certificates/withdrawal_list.html", context)


@login_required
@never_cache
@require_safe
def withdrawal_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """For the second person: what was asked, by whom, why. For the first: who can answer."""
    return _asked_page(request, get_object_or_404(withdrawals_visible_to(request.user), pk=pk))


@login_required
@never_cache
@require_POST
def withdrawal_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """`decision` agree or decline, which takes a reason; who asked can only take it back."""
    withdrawal = get_object_or_404(withdrawals_visible_to(request.user), pk=pk)
    by, now, form = signed_in(request.user), timezone.now(), DeclineForm(request.POST)
    agrees, own = request.POST.get("decision") == "agree", withdrawal.asked_by_id == by.pk
    if not (agrees or own or form.is_valid()):
        return _asked_page(request, withdrawal, form)
    try:
        if agrees:
            agree_to_withdrawal(withdrawal=withdrawal, by=by, at=now)
            messages.success(request, _("Le certificat %(number)s est retiré.") % {"number": withdrawal.award.number})
        else:
            answer = "" if own else form.cleaned_data["answer"]
            decline_withdrawal(withdrawal=withdrawal, answer=answer, by=by, at=now)
            messages.success(request, _("Le certificat n'est pas retiré."))
    except ValidationError as error:
        if not (agrees or own):
            form.add_error(None, error)
            return _asked_page(request, withdrawal, form)
        messages.error(request, error.messages[0])
        return redirect("withdrawal-detail", pk=pk)
    return redirect("award-detail", pk=withdrawal.award_id) if certifies(by) else redirect("notice-list")


def _asked_page(request: HttpRequest, withdrawal: Withdrawal, form: DeclineForm | None = None) -> HttpResponse:
    person = signed_in(request.user)
    context = {
        "withdrawal": withdrawal,
        "award": withdrawal.award,
        "own": withdrawal.asked_by_id == person.pk,
        "seconds": second_people(withdrawal),
        "certifies": certifies(person),
        "declining": form or DeclineForm(),
    }
    return render(request, "certificates/withdrawal_detail.html", context)


def _pause(request: HttpRequest, pk: UUID, kind: StatusKind, done: str) -> HttpResponse:
    award = visible_award(request, pk)
    form = SuspensionForm(request.POST)
    if not form.is_valid():
        return award_page(request, award, suspension=form)
    try:
        change_status(award=award, kind=kind, by=signed_in(request.user), at=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return award_page(request, award, suspension=form)
    messages.success(request, done)
    return redirect("award-detail", pk=award.pk)
