"""Bodies: asking for one, approving it, its members."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import limits
from people.actions import approve_organisation, ask_organisation, create_staff, refuse_organisation, set_contact
from people.choices import SecretKind
from people.forms.organisations import AskForm, BodyForm, ContactForm, InvitationForm, RefusalForm
from people.models import Organisation
from people.policies import can_manage_organisation, is_installation_administrator, signed_in
from people.queries import asked_organisations, members_of, organisations_visible_to, roles_of, waiting_organisation

BODY = ("name", "city", "trains", "certifies", "purpose")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_ask(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and request.user.secret_kind == SecretKind.PIN:
        return render(request, "people/organisation_ask.html", {"form": None})
    form = (BodyForm if request.user.is_authenticated else AskForm)(request.POST or None)
    asked, here = form.is_valid(), limits.address(request)
    # Naming an address that has an account counts as well: the form would tell who is here, one address after another.
    if (asked or form.has_error("email", "email")) and not limits.ASK.fail(here):
        form.errors.clear()
        form.add_error(None, _("Trop de demandes viennent d'ici. Réessayez dans une heure."))
    elif asked and _ask(request, form):
        return redirect("organisation-asked")
    return render(request, "people/organisation_ask.html", {"form": form})


@require_safe
def organisation_asked(request: HttpRequest) -> HttpResponse:
    """« Demande envoyée »; for the person who asked and signs in since, where their request stands."""
    return render(request, "people/organisation_asked.html", {"organisation": waiting_organisation(request.user)})


@require_safe
@login_required
def organisation_list(request: HttpRequest) -> HttpResponse:
    if not roles_of(request.user):
        raise PermissionDenied
    return _list_page(request)


@require_POST
@login_required
def organisation_approve(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(asked_organisations(request.user), slug=slug)
    try:
        approve_organisation(
            organisation=organisation,
            by=signed_in(request.user),
            at=timezone.now(),
            certifies=bool(request.POST.get("certifies")),
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("« %(name)s » est approuvé.") % {"name": organisation.name})
    return redirect("organisation-list")


@require_POST
@login_required
def organisation_refuse(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(asked_organisations(request.user), slug=slug)
    form = RefusalForm(request.POST, prefix=organisation.slug)
    if not form.is_valid():
        return _list_page(request, refused={organisation.pk: form})
    try:
        refuse_organisation(
            organisation=organisation, reason=form.cleaned_data["reason"], by=signed_in(request.user), at=timezone.now()
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("La demande de « %(name)s » est refusée.") % {"name": organisation.name})
    return redirect("organisation-list")


@require_safe
@login_required
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(organisations_visible_to(request.user), slug=slug)
    return detail_page(request, organisation, InvitationForm(organisation=organisation))


@require_POST
@login_required
def organisation_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Where anyone may write to this body, for those who manage it."""
    organisation = get_object_or_404(organisations_visible_to(request.user), slug=slug)
    if not can_manage_organisation(request.user, organisation):
        raise Http404
    form = ContactForm(request.POST)
    if not form.is_valid():
        return detail_page(request, organisation, InvitationForm(organisation=organisation), form)
    set_contact(organisation=organisation, by=signed_in(request.user), at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("C'est enregistré."))
    return redirect("organisation-detail", slug=slug)


def detail_page(
    request: HttpRequest, organisation: Organisation, form: InvitationForm, contact: ContactForm | None = None
) -> HttpResponse:
    """Members and the forms; also what a refused form comes back to."""
    context = {
        "organisation": organisation,
        "members": members_of(request.user, organisation),
        "can_manage": can_manage_organisation(request.user, organisation),
        "form": form,
        "contact": contact or ContactForm(initial={"contact": organisation.contact}),
    }
    return render(request, "people/organisation_detail.html", context)


def _list_page(request: HttpRequest, refused: dict[object, RefusalForm] | None = None) -> HttpResponse:
    asked = [
        (organisation, (refused or {}).get(organisation.pk) or RefusalForm(prefix=organisation.slug))
        for organisation in asked_organisations(request.user)
    ]
    members = Count("memberships__person", filter=Q(memberships__until=None), distinct=True)
    context = {
        "asked": asked,
        "organisations": organisations_visible_to(request.user).annotate(people=members).order_by("name"),
        "decides": is_installation_administrator(request.user),
    }
    return render(request, "people/organisation_list.html", context)


def _ask(request: HttpRequest, form: BodyForm) -> bool:
    body = {name: form.cleaned_data[name] for name in BODY}
    try:
        with transaction.atomic():
            person = create_staff(**form.person()) if isinstance(form, AskForm) else signed_in(request.user)
            ask_organisation(**body, by=person, at=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
