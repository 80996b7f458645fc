"""« Montrer à mon jury »: a link that shows a record until a day, counted, and taken back at will."""

from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from certificates.models import ShareLink, TrainingRecord
from people.actions import record as note
from people.models import Person

DAYS: Final = (1, 7, 30)
#: Links of one record that open at the same time.
MOST: Final = 20


@transaction.atomic
def share_record(*, record: TrainingRecord, days: int, label: str, by: Person, at: datetime) -> ShareLink:
    if record.person_id != by.pk:
        raise PermissionDenied
    if days not in DAYS:
        raise ValidationError(_("Choisissez une durée."), code="days")
    if record.share_links.filter(revoked_at=None, expires_at__gt=at).count() >= MOST:
        raise ValidationError(_("Vous avez déjà beaucoup de liens ouverts : fermez-en un."), code="most")
    link = ShareLink.objects.create(
        record=record, label=" ".join(label.split())[:120], created_at=at, expires_at=at + timedelta(days=days)
    )
    note(verb="record-shared", noun=record, by=by, at=at)
    return link


@transaction.atomic
def revoke_share(*, link: ShareLink, by: Person, at: datetime) -> None:
    if link.record.person_id != by.pk:
        raise PermissionDenied
    if ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at):
        note(verb="record-share-revoked", noun=link.record, by=by, at=at)


def count_opening(*, link: ShareLink, at: datetime) -> None:
    ShareLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, last_opened_at=at)
