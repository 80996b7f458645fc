"""« Nouvelles »: what happened that concerns this person."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.actions import read_notices
from people.policies import signed_in
from people.queries.notices import own_notices

PER_PAGE = 30


@login_required(login_url="person-return")
@never_cache
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    notices = own_notices(request.user)
    page = Paginator(notices, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "unread": notices.filter(read_at=None).exists()}
    return render(request, "people/notice_list.html", context)


@login_required(login_url="person-return")
@require_POST
def notice_read(request: HttpRequest) -> HttpResponse:
    """« J'ai lu »: all of them, then back to where the trainee goes on."""
    read_notices(person=signed_in(request.user), at=timezone.now())
    return redirect("notice-list")
