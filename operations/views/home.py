"""The way in: four doors for everyone, and for somebody signed in the screen where their work is."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from operations.queries import home_of
from people.policies import signed_in
from people.queries import installation_is_open


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The four doors. An installation that nobody administers yet has only one: its first run."""
    if not installation_is_open():
        return redirect("first-run")
    return render(request, "operations/home.html")


@require_safe
@login_required
def home_mine(request: HttpRequest) -> HttpResponse:
    return redirect(home_of(signed_in(request.user)))
