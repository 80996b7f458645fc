"""The first run of an installation."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people import launch, limits
from people.actions import open_installation
from people.forms.organisations import FirstRunForm
from people.queries import installation_is_open
from people.views.sessions import STAFF_BACKEND, waiting_sentence


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    if installation_is_open():
        messages.info(request, _("Cette installation est déjà ouverte."))
        return redirect(settings.LOGOUT_REDIRECT_URL or "/")
    form = FirstRunForm(request.POST or None)
    if form.is_valid() and _code_is_good(request, form):
        try:
            person = open_installation(**form.installation(), at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            launch.forget_code()
            login(request, person, backend=STAFF_BACKEND)
            messages.success(request, _("Votre installation est ouverte. Bienvenue !"))
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/first_run.html", {"form": form})


def _code_is_good(request: HttpRequest, form: FirstRunForm) -> bool:
    key = limits.address(request)
    wait = limits.FIRST_RUN.wait(key)
    if wait:
        form.add_error("code", _("Trop de codes faux. Réessayez %(delay)s.") % {"delay": waiting_sentence(wait)})
        return False
    if launch.code_matches(form.cleaned_data["code"]):
        return True
    limits.FIRST_RUN.fail(key)
    form.add_error("code", _("Ce n'est pas le code de la console. Il change à chaque démarrage du serveur."))
    return False
