"""The minutes of a session's jury, for its trainers."""

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
from django.views.decorators.http import require_http_methods

from assessments.actions.jury import record_deliberation
from assessments.forms.jury import DeliberationForm, MinutesForm
from assessments.models import JuryDecision
from assessments.queries.jury import jury_decisions_of
from courses.models import Cohort
from courses.queries import cohorts_visible_to, enrolments_visible_to
from people.policies import signed_in


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_jury(request: HttpRequest, pk: UUID) -> HttpResponse:
    """« Délibération du jury »: the minutes as a whole, with what was decided before."""
    cohort: Cohort = get_object_or_404(cohorts_visible_to(request.user), pk=pk)
    trainees = enrolments_visible_to(request.user).filter(cohort=cohort, left_at=None, person__erased_at=None)
    ordered = list(trainees.order_by("person__family_name", "person__given_name", "pk"))
    decided = jury_decisions_of(ordered)
    data = request.POST if request.method == "POST" else None
    minutes = MinutesForm(data, initial=_last_minutes(decided))
    lines = [DeliberationForm(data, enrolment=one, decision=decided.get(one.pk)) for one in ordered]
    if data is not None and _recorded(request, cohort, minutes, lines):
        return redirect("cohort-jury", pk=cohort.pk)
    context = {"cohort": cohort, "minutes": minutes, "lines": lines, "bad": [line for line in lines if line.errors]}
    return render(request, "assessments/cohort_jury.html", context)


def _recorded(request: HttpRequest, cohort: Cohort, minutes: MinutesForm, lines: list[DeliberationForm]) -> bool:
    if not all([minutes.is_valid(), *(line.is_valid() for line in lines)]):
        return False
    try:
        rows = record_deliberation(
            cohort=cohort,
            sat_on=minutes.cleaned_data["sat_on"],
            members=minutes.cleaned_data["members"],
            decisions=[found for line in lines if (found := line.deliberation)],
            by=signed_in(request.user),
            at=timezone.now(),
        )
    except ValidationError as error:
        minutes.add_error(None, error)
        return False
    words = ngettext("%(count)d décision enregistrée.", "%(count)d décisions enregistrées.", len(rows))
    messages.success(request, words % {"count": len(rows)} if rows else _("Rien n'a changé."))
    return True


def _last_minutes(decided: dict[UUID, JuryDecision]) -> dict[str, object]:
    """Date and members of the newest decision: a jury often sits for the whole session."""
    if not decided:
        return {"sat_on": timezone.localdate()}
    newest = max(decided.values(), key=lambda row: row.pk)
    members = "\n".join(f"{member['name']}, {member['function']}" for member in newest.members)
    return {"sat_on": newest.sat_on, "members": members}
