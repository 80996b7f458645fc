"""News heard by this room: each receiver only puts a task on the queue, inside the sender's transaction."""

from typing import Any

from django.dispatch import receiver

from certificates.models import Annex, Award, StatusChange
from certificates.signals import award_made, status_changed
from certificates.tasks import follow_award_status, make_award_forms


@receiver(award_made, dispatch_uid="certificates.make_award_forms")
def files_are_due(award: Award, **kwargs: Any) -> None:
    make_award_forms.enqueue(str(award.pk))


@receiver(status_changed, dispatch_uid="certificates.follow_award_status")
def annexes_follow(change: StatusChange, **kwargs: Any) -> None:
    if Annex.objects.filter(award=change.award_id).exists():
        follow_award_status.enqueue(str(change.award_id))
