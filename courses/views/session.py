"""One session, for its trainer: who needs me, openings, matrix, identities."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.actions import close_activity, confirm_identities, open_activity
from courses.choices import Conditions
from courses.exporters import matrix_csv
from courses.forms import IdentityForm
from courses.models import Cohort
from courses.queries import cohorts_visible_to, doors, needs, session_of
from people.policies import signed_in


@login_required
@never_cache
@require_safe
def cohort_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« Qui a besoin de moi ? »"""
    cohort, now = _cohort(request, pk), timezone.now()
    session = session_of(cohort)
    context = {
        "cohort": cohort,
        "session": session,
        "needs": needs(session, now),
        "doors": doors(session),
        "conditions": Conditions,
        "over": cohort.is_over(now),
    }
    return render(request, "courses/cohort_detail.html", context)


@login_required
@require_POST
def cohort_opening(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Open a protected activity under `conditions`, or close it where `conditions` is absent."""
    cohort, by, now = _cohort(request, pk), signed_in(request.user), timezone.now()
    conditions = request.POST.get("conditions")
    try:
        if conditions:
            open_activity(cohort=cohort, activity_key=key, conditions=conditions, by=by, at=now)
            messages.success(request, _("C'est ouvert : vos stagiaires peuvent commencer."))
        else:
            close_activity(cohort=cohort, activity_key=key, by=by, at=now)
            messages.success(request, _("C'est refermé."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(cohort)


@login_required
@never_cache
@require_safe
def cohort_matrix(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Trainee × activity; `?format=csv` is the same table for a spreadsheet."""
    cohort = _cohort(request, pk)
    session = session_of(cohort)
    if request.GET.get("format") == "csv":
        response = HttpResponse(matrix_csv(session), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="session-{cohort.join_code.lower()}.csv"'
        return response
    return render(request, "courses/cohort_matrix.html", {"cohort": cohort, "session": session})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_identities(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list of who is here: the trainer ticks whom they recognised, name as on the document."""
    cohort = _cohort(request, pk)
    session = session_of(cohort)
    data = request.POST if request.method == "POST" else None
    forms = [
        IdentityForm(data, trainee=trainee)
        for trainee in session.trainees
        if trainee.enrolment.person.erased_at is None
    ]
    bad = [form for form in forms if data is not None and not form.is_valid()]
    if data is not None and not bad and _confirm(request, cohort, forms):
        return redirect("cohort-identities", pk=cohort.pk)
    context = {
        "cohort": cohort,
        "to_see": [form for form in forms if form.trainee.identity is None],
        "seen": [form for form in forms if form.trainee.identity is not None],
        "bad": bad,
    }
    return render(request, "courses/cohort_identities.html", context)


def _confirm(request: HttpRequest, cohort: Cohort, forms: list[IdentityForm]) -> bool:
    entries = [entry for form in forms if (entry := form.entry)]
    if not entries:
        messages.info(request, _("Cochez les personnes que vous avez reconnues."))
        return True
    try:
        confirm_identities(cohort=cohort, entries=entries, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return False
    words = ngettext("%(count)d identité confirmée.", "%(count)d identités confirmées.", len(entries))
    messages.success(request, words % {"count": len(entries)})
    return True


def _cohort(request: HttpRequest, pk: UUID) -> Cohort:
    cohort: Cohort = get_object_or_404(cohorts_visible_to(request.user), pk=pk)
    return cohort
