"""What ends soon, for its certifier."""

from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates.queries.certifier import certifies
from certificates.queries.ending import ending_visible_to

PER_PAGE: Final = 50


@login_required
@never_cache
@require_safe
def award_ending(request: HttpRequest) -> HttpResponse:
    """« 12 certificats expirent dans les 90 jours », soonest first."""
    if not certifies(request.user):
        raise Http404
    page = Paginator(ending_visible_to(request.user, timezone.now()), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "certificates/award_ending.html", {"page": page})
