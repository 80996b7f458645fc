"""Giving and ending roles."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.actions.audit import record
from people.choices import Role, SecretKind
from people.models import Invitation, Membership, Organisation, Person
from people.policies import forget_roles, roles_possible


@transaction.atomic
def grant_role(*, person: Person, organisation: Organisation, role: str, by: Person | None, at: datetime) -> Membership:
    """Give a role; giving it twice changes nothing, giving it again after its end opens it anew."""
    if person.secret_kind == SecretKind.PIN or not person.is_active:
        raise ValidationError(_("Un rôle demande un compte avec e-mail et mot de passe."))
    if role not in roles_possible(organisation):
        raise ValidationError(
            _("« %(organisation)s » ne peut pas donner le rôle « %(role)s ».")
            % {"organisation": organisation.name, "role": Role(role).label}
        )
    membership, made = Membership.objects.get_or_create(
        person=person, organisation=organisation, role=role, defaults={"since": at}
    )
    if not made and membership.until is None:
        return membership
    if not made:
        membership.since, membership.until = at, None
        membership.save(update_fields=["since", "until"])
    forget_roles(person)
    record(verb="role-granted", noun=person, by=by, at=at, organisation=organisation, role=str(role))
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: Person | None, at: datetime) -> Membership:
    """End a role. The last administrator stays: a body nobody runs could never invite again.

    Open invitations made by a person who no longer administers the body end too.
    """
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    current = Membership.objects.filter(organisation=organisation, until=None)
    if not current.filter(pk=membership.pk).exists():
        return membership
    if membership.role == Role.ADMINISTRATOR:
        if not current.filter(role=Role.ADMINISTRATOR, person__is_active=True).exclude(pk=membership.pk).exists():
            raise ValidationError(
                _("Il faut au moins un administrateur ou une administratrice : nommez d'abord quelqu'un d'autre.")
            )
        Invitation.objects.filter(
            organisation=organisation, created_by=membership.person_id, accepted_at=None, expires_at__gt=at
        ).update(expires_at=at)
    membership.until = max(at, membership.since + timedelta(microseconds=1))
    membership.save(update_fields=["until"])
    forget_roles(membership.person)
    record(
        verb="role-ended", noun=membership.person, by=by, at=at, organisation=organisation, role=str(membership.role)
    )
    return membership
