"""News heard by this room: each receiver only puts a task on the queue, inside the sender's transaction."""

from typing import Any

from django.dispatch import receiver

from certificates.models import Award
from certificates.signals import award_made
from certificates.tasks import make_award_forms


@receiver(award_made, dispatch_uid="certificates.make_award_forms")
def files_are_due(award: Award, **kwargs: Any) -> None:
    make_award_forms.enqueue(str(award.pk))
