"""Account pages are for staff."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
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
