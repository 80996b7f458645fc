"""Coming back with a PIN, and leaving."""

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from people import limits
from people.forms.accounts import ReturnForm
from people.models import Person

STAFF_BACKEND = "people.backends.StaffBackend"


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def person_return(request: HttpRequest) -> HttpResponse:
    """The QR code of a return card leads here with `?u=<user name>#<pin>`: the PIN never reaches a log."""
    form = ReturnForm(request.POST or None, initial={"username": request.GET.get("u", "")[:60]})
    if form.is_valid():
        person = _person_of(request, form)
        if person:
            login(request, person)
            return with_language(redirect(_next_page(request)), person)
    asked = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "people/person_return.html", {"form": form, "next": asked})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL or "/")


def with_language(response: HttpResponse, person: Person) -> HttpResponse:
    """The person's language speaks from now on in this browser."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def waiting_sentence(seconds: int) -> str:
    """« dans 3 minutes », « dans 2 heures »."""
    if seconds > 5400:
        hours = round(seconds / 3600)
        return ngettext("dans %(count)d heure", "dans %(count)d heures", hours) % {"count": hours}
    count = max(1, -(-seconds // 60))
    return ngettext("dans %(count)d minute", "dans %(count)d minutes", count) % {"count": count}


def _person_of(request: HttpRequest, form: ReturnForm) -> Person | None:
    """Who this is, or None with the reason on the form. The limit is asked before any hashing, and a slot is taken
    before it too: forty tries sent together are forty tries."""
    username, pin = form.cleaned_data["username"], form.cleaned_data["pin"]
    if not limits.PIN_ADDRESS.fail(limits.address(request)):
        form.add_error(None, _("Beaucoup de monde se connecte d'ici. Attendez une minute, puis réessayez."))
        return None
    slow = (limits.PIN, limits.PIN_DAY)
    wait = max(limit.wait(username) for limit in slow)
    if wait or not all(limit.fail(username) for limit in slow):
        form.add_error(
            None,
            _(
                "Trop de codes PIN faux pour ce nom. Réessayez %(delay)s, "
                "ou demandez une nouvelle carte à votre formateur ou formatrice."
            )
            % {"delay": waiting_sentence(wait or limits.PIN.seconds)},
        )
        return None
    person = authenticate(request, username=username, pin=pin)
    if not isinstance(person, Person):
        form.add_error(None, _("Ce nom et ce PIN ne vont pas ensemble. Regardez votre carte, puis réessayez."))
        return None
    for limit in slow:
        limit.reset(username)
    return person


def _next_page(request: HttpRequest) -> str:
    page = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return page if safe else str(settings.LOGIN_REDIRECT_URL)
