"""Creating bodies: asked for and approved, or made at once."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from people.actions.audit import record
from people.actions.memberships import grant_role
from people.choices import Role, SecretKind
from people.models import Organisation, Person
from people.policies import can_manage_organisation
from people.queries.organisations import LIBRARY_SLUG
from people.validators import tidy_name

NAME_LENGTH = 160
RESERVED = {LIBRARY_SLUG, "ask", "asked", "new"}


@transaction.atomic
def create_organisation(
    *,
    name: str,
    trains: bool,
    certifies: bool,
    by: Person | None,
    at: datetime,
    approved: bool = True,
    is_demo: bool = False,
) -> Organisation:
    """An organisation, without members. Its slug stands in lasting public addresses and never changes."""
    tidy = tidy_name(name, length=NAME_LENGTH)
    organisation = Organisation.objects.create(
        name=tidy,
        slug=_free_slug(tidy),
        trains=trains,
        certifies=certifies,
        is_demo=is_demo,
        asked_by=by,
        approved_at=at if approved else None,
    )
    record(verb="organisation-created", noun=organisation, by=by, at=at, organisation=organisation, approved=approved)
    return organisation


@transaction.atomic
def ask_organisation(
    *, name: str, trains: bool, certifies: bool, by: Person, at: datetime, city: str = "", purpose: str = ""
) -> Organisation:
    """Ask for a body. Nobody sees it and nobody has a role in it before an administrator approves."""
    if not (trains or certifies):
        raise ValidationError(_("Dites ce que fait votre organisme : former, délivrer des certificats, ou les deux."))
    if by.secret_kind == SecretKind.PIN:
        raise ValidationError(_("Un rôle demande un compte avec e-mail et mot de passe."))
    organisation = create_organisation(
        name=name, trains=trains, certifies=certifies, by=by, at=at, approved=False, is_demo=by.is_demo
    )
    organisation.city, organisation.purpose = city.strip()[:80], purpose.strip()[:2000]
    organisation.save(update_fields=["city", "purpose"])
    return organisation


@transaction.atomic
def approve_organisation(
    *, organisation: Organisation, by: Person | None, at: datetime, certifies: bool | None = None
) -> Organisation:
    """Let a body in: who asked becomes its administrator, and trainer or certifier where that fits.

    `certifies=False` approves it without the right to deliver certificates it asked for; None keeps what it asked.
    """
    organisation = _undecided(organisation)
    if organisation.asked_by and not organisation.asked_by.is_active:
        raise ValidationError(_("La personne qui a fait cette demande n'a plus de compte."))
    organisation.certifies = organisation.certifies and certifies is not False
    organisation.approved_at = at
    organisation.save(update_fields=["certifies", "approved_at"])
    record(verb="organisation-approved", noun=organisation, by=by, at=at, organisation=organisation)
    if organisation.asked_by:
        give_founding_roles(person=organisation.asked_by, organisation=organisation, by=by, at=at)
    return organisation


@transaction.atomic
def refuse_organisation(*, organisation: Organisation, reason: str, by: Person | None, at: datetime) -> Organisation:
    """Refuse a body, with a reason that who asked will read."""
    if not reason.strip():
        raise ValidationError(_("Écrivez la raison du refus : la personne qui a demandé la lira."))
    organisation = _undecided(organisation)
    organisation.refused_at, organisation.refusal = at, reason.strip()[:2000]
    organisation.save(update_fields=["refused_at", "refusal"])
    record(verb="organisation-refused", noun=organisation, by=by, at=at, organisation=organisation)
    return organisation


@transaction.atomic
def set_contact(*, organisation: Organisation, contact: str, by: Person, at: datetime) -> Organisation:
    """Where anyone may write to this body; empty takes it back. Holders of certificates read it when one is suspended."""
    if not can_manage_organisation(by, organisation):
        raise PermissionDenied
    organisation.contact = contact
    organisation.save(update_fields=["contact"])
    record(verb="organisation-contact", noun=organisation, by=by, at=at, organisation=organisation, given=bool(contact))
    return organisation


def give_founding_roles(
    *, person: Person, organisation: Organisation, by: Person | None, at: datetime, authors: bool = False
) -> None:
    """What the first person of a body does there: everything it does."""
    wanted = {
        Role.ADMINISTRATOR: True,
        Role.TRAINER: organisation.trains,
        Role.AUTHOR: organisation.trains and authors,
        Role.CERTIFIER: organisation.certifies,
    }
    for role in (role for role, fits in wanted.items() if fits):
        grant_role(person=person, organisation=organisation, role=role, by=by, at=at)


def _undecided(organisation: Organisation) -> Organisation:
    """The same organisation, locked; a decision is taken once, even when two administrators press together."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if locked.approved_at or locked.refused_at:
        raise ValidationError(_("Cette demande a déjà reçu une réponse."))
    return locked


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50].strip("-_") or "organisme"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
