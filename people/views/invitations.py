"""Inviting colleagues, accepting, ending roles."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from people.actions import accept_invitation, create_staff, end_role, invite
from people.choices import Role, SecretKind
from people.forms.accounts import PersonForm
from people.forms.organisations import InvitationForm
from people.models import Invitation, Membership, Organisation, Person
from people.policies import can_manage_organisation, signed_in
from people.queries import organisations_visible_to, usable_invitation
from people.views.organisations import detail_page
from people.views.sessions import STAFF_BACKEND, with_language

STATUS = {"unknown": 404, "used": 410, "expired": 410}


@require_POST
@login_required
def invitation_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows the link in the answer itself: it is nowhere kept, so a reload makes another one."""
    organisation = get_object_or_404(organisations_visible_to(request.user), slug=slug)
    if not can_manage_organisation(request.user, organisation):
        return _forbidden(request, organisation)
    form = InvitationForm(request.POST, organisation=organisation)
    if form.is_valid():
        invitation, token = invite(
            organisation=organisation, roles=form.cleaned_data["roles"], by=signed_in(request.user), at=timezone.now()
        )
        link = f"{settings.VOLET_BASE_URL}{reverse('invitation-accept', args=[token])}"
        context = {"organisation": organisation, "invitation": invitation, "link": link, "roles": _labels(invitation)}
        return render(request, "people/invitation_link.html", context)
    return detail_page(request, organisation, form)


@require_POST
@login_required
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Membership.objects.filter(organisation__in=organisations_visible_to(request.user), until=None)
    membership = get_object_or_404(visible.select_related("organisation", "person"), pk=pk)
    organisation = membership.organisation
    if not can_manage_organisation(request.user, organisation):
        return _forbidden(request, organisation)
    try:
        end_role(membership=membership, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request,
            _("%(person)s n'a plus le rôle « %(role)s ».")
            % {"person": membership.person.display_name, "role": Role(membership.role).label},
        )
    still = organisations_visible_to(request.user).filter(pk=organisation.pk).exists()
    return redirect(organisation if still else settings.LOGIN_REDIRECT_URL)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    invitation, refusal = usable_invitation(token, at=timezone.now())
    if invitation is None or refusal:
        return render(request, "people/invitation_over.html", {"refusal": refusal}, status=STATUS[refusal])
    own = request.user if request.user.is_authenticated and request.user.secret_kind == SecretKind.PASSWORD else None
    form = PersonForm(request.POST or None) if own is None else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            person = _accept(token, own, form)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(request.path)
        if own is None:
            login(request, person, backend=STAFF_BACKEND)
        messages.success(request, _("Bienvenue dans « %(name)s ».") % {"name": invitation.organisation.name})
        return with_language(redirect(settings.LOGIN_REDIRECT_URL), person)
    context = {"invitation": invitation, "form": form, "roles": _labels(invitation)}
    return render(request, "people/invitation_accept.html", context)


def _accept(token: str, person: Person | None, form: PersonForm | None) -> Person:
    """Account and role come together: a link that was taken meanwhile leaves no account behind."""
    with transaction.atomic():
        person = person or create_staff(**(form.person() if form else {}))
        accept_invitation(token=token, person=person, at=timezone.now())
    return person


def _labels(invitation: Invitation) -> list[str]:
    return [str(Role(role).label) for role in invitation.roles]


def _forbidden(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    messages.error(request, _("Seule l'administration de l'organisme peut faire cela."))
    return redirect(organisation)
