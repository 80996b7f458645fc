"""Account pages are for staff; what a signed-in person saw isn't kept by the browser."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from people.choices import SecretKind

STAFF_ONLY = ("account_", "mfa_")
OPEN = {"account_login", "account_logout"}


class PinStaysOut:
    """Keeps a trainee from pages on which a PIN would become a password, or an e-mail be asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if not name.startswith(STAFF_ONLY) or name in OPEN:
            return None
        if request.user.is_authenticated and request.user.secret_kind == SecretKind.PIN:
            messages.info(request, _("Cette page est réservée aux comptes avec e-mail et mot de passe."))
            return redirect("person-settings")
        return None


class NothingKept:
    """A phone is lent, a classroom computer is everybody's: after « Se déconnecter » the back button shows nothing.

    Every page carries the name of who is signed in, so a view that says nothing else about caching is never stored.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response
