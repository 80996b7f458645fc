"""Our rules for django-allauth: staff come by invitation or by asking for a body, never by open sign-up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from people.queries import roles_of, waiting_organisation


class StaffAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who waits for their body to be approved, and has nothing else to do here, is told so."""
        if not roles_of(request.user) and waiting_organisation(request.user):
            return reverse("organisation-asked")
        return str(super().get_login_redirect_url(request))

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **options)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response
