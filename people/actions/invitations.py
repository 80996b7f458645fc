"""Inviting colleagues by a link."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.actions.audit import record
from people.actions.memberships import grant_role
from people.models import Invitation, Organisation, Person
from people.policies import roles_possible
from people.queries.persons import token_digest, usable_invitation

REFUSALS = {
    "unknown": gettext_lazy("Ce lien d'invitation est inconnu."),
    "used": gettext_lazy("Ce lien d'invitation a déjà servi."),
    "expired": gettext_lazy("Ce lien d'invitation a expiré."),
}


@transaction.atomic
def invite(*, organisation: Organisation, roles: Iterable[str], by: Person, at: datetime) -> tuple[Invitation, str]:
    """A link, and its token (256 bits), which is shown once: only its digest is kept. It serves once, for 14 days."""
    wanted = sorted({str(role) for role in roles})
    possible = {str(role) for role in roles_possible(organisation)}
    if not wanted:
        raise ValidationError(_("Choisissez au moins un rôle."))
    if not organisation.approved_at or not possible.issuperset(wanted):
        raise ValidationError(_("Cet organisme ne peut pas donner ce rôle."))
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        roles=wanted,
        token_digest=token_digest(token),
        created_by=by,
        created_at=at,
        expires_at=at + timedelta(days=Invitation.LIFETIME_DAYS),
    )
    record(verb="colleague-invited", noun=invitation, by=by, at=at, organisation=organisation, roles=wanted)
    return invitation, token


@transaction.atomic
def accept_invitation(*, token: str, person: Person, at: datetime) -> Invitation:
    """Take the roles a link gives. Of two people who hold the same link, the first has it."""
    invitation, refusal = usable_invitation(token, at=at)
    if invitation is None or refusal:
        raise ValidationError(str(REFUSALS[refusal]), code=refusal)
    won = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_by=person, accepted_at=at)
    if not won:
        raise ValidationError(str(REFUSALS["used"]), code="used")
    possible = roles_possible(invitation.organisation)
    for role in (role for role in possible if role in invitation.roles):
        grant_role(person=person, organisation=invitation.organisation, role=role, by=invitation.created_by, at=at)
    invitation.refresh_from_db()
    return invitation
