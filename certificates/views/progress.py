"""A trainer's page: what each person of a session has, and lacks, for each certificate."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates.queries.progress import progress_of
from courses.queries import cohorts_visible_to


@login_required
@never_cache
@require_safe
def cohort_certificates(request: HttpRequest, pk: UUID) -> HttpResponse:
    cohort = get_object_or_404(cohorts_visible_to(request.user), pk=pk)
    context = {"cohort": cohort, "certificates": progress_of(cohort, timezone.now())}
    return render(request, "certificates/cohort_certificates.html", context)
