"""What happens to an award after it was made: a new dated row with its reason, never a flag and never a deletion."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.registering import enter_change
from certificates.choices import STATUS_MOVES, StatusKind
from certificates.models import Award, AwardHolder, StatusChange
from certificates.policies import can_change_award
from certificates.queries.naming import names_somebody
from certificates.queries.standing import last_change
from certificates.signals import status_changed
from people.actions import record
from people.models import Person


@transaction.atomic
def change_status(*, award: Award, kind: str, reason: str, by: Person, at: datetime) -> StatusChange:
    """Suspend, reinstate or revoke. The reason stays with the certifier. A correction has an action of its own, since it
    comes with the award that replaces this one."""
    if kind == StatusKind.CORRECTED:
        raise ValidationError(_("Pour corriger un nom, délivrez une version corrigée."), code="use_correction")
    return change(award=award, kind=kind, reason=reason, by=by, at=at)


def change(
    *, award: Award, kind: str, reason: str, by: Person, at: datetime, names: Collection[str] = ()
) -> StatusChange:
    """For the actions of this package. Locks the award, so that of two changes at once the second sees the first.

    The reason is never erased, so it may hold neither the holder's name nor one of `names`."""
    if not can_change_award(by, award):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError(_("Écrivez la raison : elle reste chez le certificateur."), code="reason")
    signed = AwardHolder.objects.filter(award=award).values_list("name", flat=True)
    if names_somebody(reason, *signed, *names):
        message = _("La raison reste au registre pour toujours : écrivez-la sans le nom de la personne.")
        raise ValidationError(message, code="reason_names")
    locked = Award.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=award.pk)
    last = last_change(locked)
    if kind not in STATUS_MOVES[last.kind if last else "none"]:
        raise ValidationError(_("Ce certificat n'est plus dans un état qui le permet."), code="move")
    row = StatusChange.objects.create(award=locked, kind=kind, reason=reason.strip(), by=by, at=at)
    enter_change(change=row, at=at)
    record(verb=f"award-{kind}", noun=locked, by=by, at=at, organisation=locked.issuer, number=locked.number)
    status_changed.send(sender=Award, change=row, at=at)
    return row
