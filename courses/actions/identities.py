"""Confirming who trainees are. No confirmed identity, no certificate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.choices import SeenAs
from courses.models import Cohort, Enrolment, IdentityCheck
from courses.queries.enrolments import identity_of
from courses.signals import identity_confirmed
from people.actions import record
from people.models import Person
from people.validators import tidy_name


@dataclass(frozen=True)
class IdentityEntry:
    """One line of the list: the name as on the document, how it was seen, and whether the person is 18 or more."""

    enrolment: Enrolment
    given_name: str
    family_name: str
    seen_as: str
    adult: bool = False


@transaction.atomic
def confirm_identities(
    *, cohort: Cohort, entries: Sequence[IdentityEntry], by: Person, at: datetime
) -> list[IdentityCheck]:
    """All of the list or nothing. An entry that says what the newest check says changes nothing."""
    checks: list[IdentityCheck] = []
    for entry in entries:
        if entry.enrolment.cohort_id != cohort.pk:
            raise ValidationError(_("Cette personne n'est pas dans la session."))
        if entry.enrolment.person.erased_at is not None:
            raise ValidationError(_("Cette personne a demandé l'effacement de ses données."))
        if entry.enrolment.person_id == by.pk:
            raise ValidationError(_("Personne ne confirme sa propre identité : demandez à un ou une collègue."))
        checks.append(_confirm(entry, by, at))
    return checks


def _confirm(entry: IdentityEntry, by: Person, at: datetime) -> IdentityCheck:
    names = {
        "given_name": tidy_name(entry.given_name),
        "family_name": tidy_name(entry.family_name),
        "seen_as": SeenAs(entry.seen_as).value,
        "adult": entry.adult,
    }
    newest = identity_of(entry.enrolment)
    if newest is not None and all(getattr(newest, name) == value for name, value in names.items()):
        return newest
    check = IdentityCheck.objects.create(enrolment=entry.enrolment, by=by, at=at, **names)
    organisation = entry.enrolment.cohort.organisation
    record(verb="identity-confirmed", noun=entry.enrolment, by=by, at=at, organisation=organisation)
    identity_confirmed.send(sender=IdentityCheck, enrolment=entry.enrolment, check=check, at=at)
    return check
