"""A person's own settings and data."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import limits
from people.actions import erase_person, export_person, rename_person, set_language
from people.choices import SecretKind
from people.forms.accounts import ErasureForm, SettingsForm, StaffSettingsForm
from people.models import Person
from people.policies import signed_in
from people.views.sessions import waiting_sentence, with_language


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def person_settings(request: HttpRequest) -> HttpResponse:
    person = signed_in(request.user)
    staff = person.secret_kind == SecretKind.PASSWORD
    kept: dict[str, Any] = {name: getattr(person, name) for name in ("language", "given_name", "family_name")}
    form = (StaffSettingsForm if staff else SettingsForm)(request.POST or None, initial=kept)
    if not form.is_valid():
        return _page(request, form, ErasureForm(person=person, prefix="erase"))
    names = {name: value for name, value in form.cleaned_data.items() if name != "language"}
    set_language(person=person, language=form.cleaned_data["language"])
    if names:
        rename_person(person=person, **names)
    with override(person.language):
        messages.success(request, _("C'est enregistré."))
    return with_language(redirect("person-settings"), person)


@require_safe
@login_required
def person_data(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(
        export_person(signed_in(request.user)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="volet-mes-donnees.json"'
    response["Cache-Control"] = "no-store"
    return response


@sensitive_post_parameters("erase-secret")
@require_POST
@login_required
def person_erase(request: HttpRequest) -> HttpResponse:
    person = signed_in(request.user)
    form = ErasureForm(request.POST, person=person, prefix="erase")
    if not (form.is_valid() and _secret_is_right(form, person)):
        return _page(request, _settings_form(person), form)
    try:
        erase_person(person=person, by=person, at=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, _settings_form(person), form)
    logout(request)
    messages.success(request, _("Vos données sont effacées. Merci d'être venu ou venue."))
    return redirect(settings.LOGOUT_REDIRECT_URL or "/")


def _settings_form(person: Person) -> SettingsForm:
    initial = {name: getattr(person, name) for name in ("language", "given_name", "family_name")}
    return (StaffSettingsForm if person.secret_kind == SecretKind.PASSWORD else SettingsForm)(initial=initial)


def _page(request: HttpRequest, form: SettingsForm, erasure: ErasureForm) -> HttpResponse:
    context = {"form": form, "erasure": erasure, "with_pin": signed_in(request.user).secret_kind == SecretKind.PIN}
    return render(request, "people/person_settings.html", context)


def _secret_is_right(form: ErasureForm, person: Person) -> bool:
    slow = (limits.PIN, limits.PIN_DAY)
    wait = max(limit.wait(person.username) for limit in slow)
    if wait or not all(limit.fail(person.username) for limit in slow):
        form.add_error("secret", _("Trop d'essais. Réessayez %(delay)s.") % {"delay": waiting_sentence(wait)})
        return False
    if not person.check_password(form.cleaned_data["secret"]):
        form.add_error("secret", _("Ce n'est pas le bon code."))
        return False
    for limit in slow:
        limit.reset(person.username)
    return True
