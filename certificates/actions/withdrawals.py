"""Withdrawing a certificate takes two people: one asks, with a ground and a reason, the other reads it and agrees or not."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.status import change, check_reason
from certificates.actions.telling import tell_asker, tell_second_people
from certificates.choices import STATUS_MOVES, Ground, OwnReason, StatusKind
from certificates.models import Award, StatusChange, Withdrawal
from certificates.policies import can_agree_to_withdrawal, can_change_award
from certificates.queries.standing import last_change
from people.actions import record
from people.models import Person


@transaction.atomic
def ask_withdrawal(
    *, award: Award, ground: str, reason: str, by: Person, at: datetime, suspend: bool = True
) -> Withdrawal:
    """Waits for a second person. With `suspend` the certificate counts for nothing meanwhile: a fraud can't wait."""
    if not can_change_award(by, award):
        raise PermissionDenied
    check_reason(award=award, reason=reason)
    locked = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    last = last_change(locked)
    moves = STATUS_MOVES[last.kind if last else "none"]
    if StatusKind.REVOKED not in moves:
        raise ValidationError(_("Ce certificat n'est plus dans un état qui le permet."), code="move")
    if Withdrawal.objects.filter(award=locked, decided_at=None).exists():
        raise ValidationError(_("Un retrait de ce certificat attend déjà un second avis."), code="asked")
    suspends = suspend and StatusKind.SUSPENDED in moves
    withdrawal = Withdrawal.objects.create(
        award=locked, ground=Ground(ground), reason=reason.strip(), suspended=suspends, asked_by=by, asked_at=at
    )
    if suspends:
        change(award=locked, kind=StatusKind.SUSPENDED, reason=OwnReason.AWAITING, by=by, at=at)
    tell_second_people(withdrawal=withdrawal, at=at)
    record(verb="withdrawal-asked", noun=locked, by=by, at=at, organisation=award.issuer, number=award.number)
    return withdrawal


@transaction.atomic
def agree_to_withdrawal(*, withdrawal: Withdrawal, by: Person, at: datetime) -> StatusChange:
    """The second person agrees: the certificate is withdrawn for good, and its holder is told how to contest."""
    locked = _open(withdrawal, by)
    if locked.asked_by_id == by.pk:
        raise ValidationError(_("Il faut une autre personne que celle qui demande le retrait."), code="same_person")
    row = change(
        award=locked.award,
        kind=StatusKind.REVOKED,
        reason=locked.reason,
        by=locked.asked_by,
        ground=locked.ground,
        agreed_by=by,
        at=at,
    )
    _decide(locked, row, by, at)
    return row


@transaction.atomic
def decline_withdrawal(*, withdrawal: Withdrawal, by: Person, at: datetime, answer: str = "") -> Withdrawal:
    """The second person doesn't agree and says why, which the first one is told; or the first takes the request back, for
    which there is nothing to say. What was suspended for it is reinstated."""
    locked = _open(withdrawal, by)
    if locked.asked_by_id != by.pk:
        check_reason(award=locked.award, reason=answer)
        locked.answer = answer.strip()
    last = last_change(locked.award)
    if locked.suspended and last is not None and last.kind == StatusKind.SUSPENDED:
        change(award=locked.award, kind=StatusKind.REINSTATED, reason=OwnReason.DECLINED, by=by, at=at)
    _decide(locked, None, by, at)
    return locked


def _open(withdrawal: Withdrawal, by: Person) -> Withdrawal:
    if not can_agree_to_withdrawal(by, withdrawal.award):
        raise PermissionDenied
    related = Withdrawal.objects.select_for_update(of=("self",)).select_related("award__issuer", "asked_by")
    locked = related.get(pk=withdrawal.pk)
    if locked.decided_at is not None:
        raise ValidationError(_("Cette demande de retrait a déjà sa réponse."), code="decided")
    return locked


def _decide(withdrawal: Withdrawal, row: StatusChange | None, by: Person, at: datetime) -> None:
    withdrawal.change, withdrawal.decided_by, withdrawal.decided_at = row, by, at
    withdrawal.save(update_fields=["change", "decided_by", "decided_at", "answer"])
    tell_asker(withdrawal=withdrawal, at=at)
    verb = "withdrawal-agreed" if row else "withdrawal-declined"
    award = withdrawal.award
    record(verb=verb, noun=award, by=by, at=at, organisation=award.issuer, number=award.number)
