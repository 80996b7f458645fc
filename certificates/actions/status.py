"""What happens to an award after it was made: a new dated row with its reason, never a flag and never a deletion."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.registering import enter_change
from certificates.actions.status_lists import publish_status
from certificates.actions.telling import tell_of_change
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
    """Suspend or reinstate. The reason stays with the certifier. A correction and a withdrawal have actions of their own:
    the one comes with the award that replaces this one, the other needs two people."""
    if kind == StatusKind.CORRECTED:
        raise ValidationError(_("Pour corriger un nom, délivrez une version corrigée."), code="use_correction")
    if kind == StatusKind.REVOKED:
        raise ValidationError(_("Pour retirer un certificat, il faut deux personnes."), code="use_withdrawal")
    if not can_change_award(by, award):
        raise PermissionDenied
    check_reason(award=award, reason=reason)
    return change(award=award, kind=kind, reason=reason, by=by, at=at)


def check_reason(*, award: Award, reason: str, names: Collection[str] = ()) -> None:
    """A reason is never erased, so it may hold neither the holder's name nor one of `names`."""
    if not reason.strip():
        raise ValidationError(_("Écrivez la raison : elle reste chez le certificateur."), code="reason")
    signed = AwardHolder.objects.filter(award=award).values_list("name", flat=True)
    if names_somebody(reason, *signed, *names):
        message = _("La raison reste au registre pour toujours : écrivez-la sans le nom de la personne.")
        raise ValidationError(message, code="reason_names")


def change(
    *,
    award: Award,
    kind: str,
    reason: str,
    by: Person,
    at: datetime,
    ground: str = "",
    agreed_by: Person | None = None,
) -> StatusChange:
    """For the actions of this package, which have checked who and why. Locks the award, so that of two changes at once the
    second sees the first, and tells the holder."""
    locked = Award.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=award.pk)
    last = last_change(locked)
    if kind not in STATUS_MOVES[last.kind if last else "none"]:
        raise ValidationError(_("Ce certificat n'est plus dans un état qui le permet."), code="move")
    row = StatusChange.objects.create(
        award=locked, kind=kind, reason=reason.strip(), by=by, ground=ground, agreed_by=agreed_by, at=at
    )
    publish_status(award=locked, at=at)
    enter_change(change=row, at=at)
    record(verb=f"award-{kind}", noun=locked, by=by, at=at, organisation=locked.issuer, number=locked.number)
    tell_of_change(change=row, at=at)
    status_changed.send(sender=Award, change=row, at=at)
    return row
