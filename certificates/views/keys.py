"""« Clé de signature »: what it is, backing it up, changing it, putting it back. No shell needed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from certificates.actions.ceremony import back_up, declare_lost, key_state, restore, rotate
from certificates.actions.sealing import add_seal, is_self_made, retire_seal
from certificates.exporters.trust import trust_archive
from certificates.forms.keys import BackupForm, LostForm, PasswordForm, RestoreForm, RotationForm, SealForm
from certificates.models import Seal
from certificates.queries.keys import fingerprint, key_bodies, keys_of
from certificates.queries.status_lists import stale_since
from people import limits
from people.models import Organisation
from people.policies import signed_in


@login_required
@never_cache
@require_safe
def key_list(request: HttpRequest) -> HttpResponse:
    """Most people certify for one organisation: straight to its page."""
    bodies = list(key_bodies(request.user))
    if not bodies:
        raise Http404
    if len(bodies) == 1:
        return redirect("key-detail", bodies[0].slug)
    return render(request, "certificates/key_list.html", {"bodies": bodies})


@login_required
@never_cache
@require_safe
def key_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return key_page(request, _body(request, slug))


@sensitive_post_parameters()
@login_required
@never_cache
@require_POST
def key_backup(request: HttpRequest, slug: str) -> HttpResponse:
    """The file to keep; the page then says when it was last backed up."""
    organisation, form = _body(request, slug), BackupForm(request.POST)
    key = key_state(organisation).key
    if key is None:
        raise Http404
    if not (form.is_valid() and password_is_right(request, form)):
        return key_page(request, organisation, backup=form)
    try:
        by, now = signed_in(request.user), timezone.now()
        content = back_up(key=key, passphrase=form.cleaned_data["passphrase"], by=by, at=now)
    except ValidationError as error:
        form.add_error(None, error)
        return key_page(request, organisation, backup=form)
    response = HttpResponse(content, content_type="application/x-pem-file")
    response["Content-Disposition"] = f'attachment; filename="{organisation.slug}-{key.kid}.pem"'
    return response


@sensitive_post_parameters()
@login_required
@never_cache
@require_POST
def key_rotate(request: HttpRequest, slug: str) -> HttpResponse:
    organisation, form = _body(request, slug), RotationForm(request.POST)
    if not (form.is_valid() and password_is_right(request, form)):
        return key_page(request, organisation, rotation=form)
    try:
        copied = form.cleaned_data["copied"]
        rotate(organisation=organisation, by=signed_in(request.user), at=timezone.now(), copied=copied)
    except ValidationError as error:
        form.add_error(None, error)
        return key_page(request, organisation, rotation=form)
    messages.success(request, _("La nouvelle clé signe à partir de maintenant. Sauvegardez-la tout de suite."))
    return redirect("key-detail", organisation.slug)


@sensitive_post_parameters()
@login_required
@never_cache
@require_POST
def key_lost(request: HttpRequest, slug: str) -> HttpResponse:
    """The master key is in no backup: said by the certifier, never guessed."""
    organisation, form = _body(request, slug), LostForm(request.POST)
    if not (form.is_valid() and password_is_right(request, form)):
        return key_page(request, organisation, losing=form)
    try:
        declare_lost(organisation=organisation, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return key_page(request, organisation, losing=form)
    messages.success(request, _("La nouvelle clé signe à partir de maintenant. Sauvegardez-la tout de suite."))
    return redirect("key-detail", organisation.slug)


@sensitive_post_parameters()
@login_required
@never_cache
@require_POST
def key_restore(request: HttpRequest, slug: str) -> HttpResponse:
    organisation, form = _body(request, slug), RestoreForm(request.POST, request.FILES)
    if not form.is_valid():
        return key_page(request, organisation, restoring=form)
    try:
        by, now = signed_in(request.user), timezone.now()
        restore(organisation=organisation, by=by, at=now, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return key_page(request, organisation, restoring=form)
    messages.success(request, _("La clé est remise : on peut de nouveau signer avec elle."))
    return redirect("key-detail", organisation.slug)


@sensitive_post_parameters()
@login_required
@never_cache
@require_POST
def seal_add(request: HttpRequest, slug: str) -> HttpResponse:
    organisation, form = _body(request, slug), SealForm(request.POST, request.FILES)
    if not form.is_valid():
        return key_page(request, organisation, sealing=form)
    try:
        by, now = signed_in(request.user), timezone.now()
        add_seal(organisation=organisation, by=by, at=now, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return key_page(request, organisation, sealing=form)
    messages.success(request, _("Le cachet est en place : les certificats peuvent être téléchargés scellés."))
    return redirect("key-detail", organisation.slug)


@login_required
@never_cache
@require_POST
def seal_retire(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = _body(request, slug)
    retire_seal(organisation=organisation, by=signed_in(request.user), at=timezone.now())
    messages.success(request, _("Le cachet n'est plus utilisé. Les PDF déjà scellés le restent."))
    return redirect("key-detail", organisation.slug)


@login_required
@never_cache
@require_safe
def key_trust(request: HttpRequest, slug: str) -> HttpResponse:
    """What keeps certificates verifiable without this server, to put on any site."""
    _body(request, slug)
    response = HttpResponse(trust_archive(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="trust.zip"'
    return response


def key_page(request: HttpRequest, organisation: Organisation, **forms: Form) -> HttpResponse:
    """The whole page, with the form that was refused, if any."""
    state = key_state(organisation)
    seal = Seal.objects.filter(organisation=organisation, retired_at=None).first()
    context: dict[str, Any] = {
        "organisation": organisation,
        "state": state,
        "keys": [(key, fingerprint(key)) for key in keys_of(organisation)],
        "stale": stale_since(organisation),
        "backup": BackupForm(),
        "rotation": RotationForm(),
        "losing": LostForm(),
        "restoring": RestoreForm(),
        "sealing": SealForm(),
        "seal": seal,
        "self_made": seal is not None and is_self_made(seal),
    }
    return render(request, "certificates/key_detail.html", context | forms)


def password_is_right(request: HttpRequest, form: PasswordForm) -> bool:
    """Tried too often, it isn't even looked at."""
    person = signed_in(request.user)
    slow = (limits.PIN, limits.PIN_DAY)
    if any(limit.wait(person.username) for limit in slow) or not all(limit.fail(person.username) for limit in slow):
        form.add_error("secret", _("Trop d'essais. Réessayez plus tard."))
        return False
    if not person.check_password(form.cleaned_data["secret"]):
        form.add_error("secret", _("Ce n'est pas le bon mot de passe."))
        return False
    for limit in slow:
        limit.reset(person.username)
    return True


def _body(request: HttpRequest, slug: str) -> Organisation:
    return get_object_or_404(key_bodies(request.user), slug=slug)
