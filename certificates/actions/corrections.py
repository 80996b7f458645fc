"""Correcting a name without shaming: a new award takes the place of the old one, which reads as replaced, not as a fault."""

import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.awards import Draft, add_evidence, announce, kept_from_erasure, make_award
from certificates.actions.numbering import locked_counter
from certificates.actions.status import change, check_reason
from certificates.choices import Block, StatusKind
from certificates.models import Award, AwardHolder
from certificates.policies import can_change_award
from content.documents import unwritable
from people.models import Person
from people.validators import tidy_name

LONGEST_NAME = 120


@transaction.atomic
def correct_award(*, award: Award, name: str, reason: str, by: Person, at: datetime) -> Award:
    """The award that replaces `award`, with another name and a number of its own; the day it was earned, what it says and
    its evidence stay. The old one can't be corrected twice: correct the new one."""
    if not can_change_award(by, award):
        raise PermissionDenied
    tidy = tidy_name(name, length=LONGEST_NAME)
    if unwritable(tidy):
        raise ValidationError(Block.NAME.label, code=Block.NAME)
    kept_from_erasure(AwardHolder.objects.filter(award=award, person__isnull=False).values_list("person", flat=True))
    counter = locked_counter(award.issuer, at.astimezone(ZoneInfo(award.issuer.time_zone)).year)
    holder = AwardHolder.objects.filter(award=award).select_related("person").first()
    if holder is None:
        raise ValidationError(_("Les données de cette personne ont été effacées : il n'y a plus rien à corriger."))
    if unicodedata.normalize("NFC", holder.name) == tidy:
        raise ValidationError(_("C'est déjà le nom qui figure sur ce certificat."), code="same_name")
    check_reason(award=award, reason=reason, names=[tidy])
    change(award=award, kind=StatusKind.CORRECTED, reason=reason, by=by, at=at)
    root, _sep, corrections = award.idempotency.rpartition(":")
    draft = Draft(
        version=award.achievement_version,
        organisation=award.organisation,
        awarded_on=award.awarded_on,
        payload=award.payload,
        evidence_digest=award.evidence_digest,
        idempotency=f"{root}:{int(corrections) + 1}",
        name=tidy,
        person=holder.person,
        replaces=award,
    )
    corrected = make_award(draft=draft, counter=counter, by=by, at=at)
    for row in award.evidence.select_related("attempt", "enrolment"):
        add_evidence(award=corrected, attempt=row.attempt, enrolment=row.enrolment, detail=row.detail)
    announce(award=corrected, verb="award-corrected", by=by, at=at)
    return corrected
