"""Sessions of a trainer: list, preparing one, its poster, closing it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.actions import close_cohort, open_cohort
from courses.forms import CohortForm
from courses.models import Cohort
from courses.queries import bodies_run_by, cohorts_visible_to
from people.policies import signed_in


@login_required
@require_safe
def cohort_list(request: HttpRequest) -> HttpResponse:
    """Sessions in progress first, then those that are over. For trainers and administrators of a training body."""
    if not bodies_run_by(request.user).exists():
        raise Http404
    now = timezone.now()
    here = Count("enrolments", filter=Q(enrolments__left_at=None))
    cohorts = list(cohorts_visible_to(request.user).annotate(size=here))
    over = [cohort for cohort in cohorts if cohort.is_over(now)]
    current = [cohort for cohort in cohorts if not cohort.is_over(now)]
    return render(request, "courses/cohort_list.html", {"current": current, "over": over})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_create(request: HttpRequest) -> HttpResponse:
    """« Préparer ma session »."""
    bodies = bodies_run_by(request.user)
    wanted = request.POST.get("organisation") or request.GET.get("organisation")
    chosen = next((body for body in bodies if str(body.pk) == wanted), bodies.first())
    if chosen is None:
        raise Http404
    form = CohortForm(request.POST or None, organisations=bodies, chosen=chosen, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            cohort = open_cohort(**form.cleaned_data, by=signed_in(request.user), at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("La session est prête. Il ne reste qu'à imprimer l'affiche."))
            return redirect(cohort)
    return render(request, "courses/cohort_create.html", {"form": form, "organisation": chosen})


@login_required
@require_safe
def cohort_poster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One A4 sheet for the wall of the room: QR code, code, three steps, the address to type."""
    cohort = get_object_or_404(cohorts_visible_to(request.user), pk=pk)
    context = {
        "cohort": cohort,
        "link": settings.VOLET_BASE_URL + reverse("join-name", args=[cohort.join_code]),
        "address": settings.VOLET_BASE_URL.split("://")[-1].rstrip("/") + reverse("join-code"),
        "over": cohort.is_over(timezone.now()),
    }
    return render(request, "courses/cohort_poster.html", context)


@login_required
@require_POST
def cohort_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    cohort: Cohort = get_object_or_404(cohorts_visible_to(request.user), pk=pk)
    close_cohort(cohort=cohort, by=signed_in(request.user), at=timezone.now())
    messages.success(request, _("La session est fermée : plus personne ne peut y entrer."))
    return redirect(cohort)
