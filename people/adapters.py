"""Our rules for django-allauth: staff come by invitation or by asking for a body, never by open sign-up."""

import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from people.limits import address
from people.queries import person_with_email, roles_of, waiting_organisation


class StaffAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who waits for their body to be approved, and has nothing else to do here, is told so."""
        if not roles_of(request.user) and waiting_organisation(request.user):
            return reverse("organisation-asked")
        return str(super().get_login_redirect_url(request))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Behind a TLS proxy the client's own address: limits per address would otherwise be shared by everybody."""
        return address(request)

    def clean_email(self, email: str) -> str:
        """An address is one person's. Only staff who are signed in add one, so that saying so tells no stranger."""
        cleaned = str(super().clean_email(email))
        holder = person_with_email(cleaned)
        user = self.request.user if self.request else None
        if holder and user and user.is_authenticated and holder != user:
            raise ValidationError(_("Cette adresse e-mail a déjà un compte."), code="email")
        return cleaned

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **options)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Of the account alone. django-allauth adds the host and its port, which the client writes: each port would have
        its own ten attempts. Digested, as our other limits are."""
        login = str(credentials.get("email", credentials.get("username", ""))).strip().lower()
        return hashlib.sha256(login.encode("utf-8", "replace")).hexdigest()
