"""Signing what the certifier saw on the screen, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.awards import sign_awards
from certificates.models import AchievementVersion, Award
from certificates.queries.candidates import candidates
from courses.models import Cohort
from people.models import Person


@dataclass(frozen=True)
class Shown:
    """A line of the list that was read: whose certificate, and the identity check whose name stood there."""

    enrolment: UUID
    identity: int


@transaction.atomic
def sign_shown(
    *, cohort: Cohort, achievement_version: AchievementVersion, shown: Sequence[Shown], by: Person, at: datetime
) -> list[Award]:
    """Signs every line of `shown`, or none: where one was signed meanwhile, is blocked now, or had its name corrected, the
    list must be read again. Who became ready since isn't on the list and isn't signed."""
    if not shown:
        raise ValidationError(_("Personne à signer : la liste est vide."), code="empty")
    lines = {line.enrolment.pk: line for line in candidates(cohort, achievement_version, at)}
    ready = {key: line for key, line in lines.items() if line.ready}
    asked = {entry.enrolment: entry.identity for entry in shown}
    if all(key in lines and lines[key].award is not None for key in asked):
        raise ValidationError(_("Ces certificats sont déjà signés. Rien n'a été signé une seconde fois."), code="done")
    names = {key: line.identity.pk for key, line in ready.items() if line.identity is not None}
    if any(names.get(key) != identity for key, identity in asked.items()):
        message = _("La liste a changé depuis que vous l'avez ouverte. Rien n'a été signé : relisez-la, puis signez.")
        raise ValidationError(message, code="changed")
    enrolments = [ready[key].enrolment for key in asked]
    return sign_awards(achievement_version=achievement_version, enrolments=enrolments, by=by, at=at)
