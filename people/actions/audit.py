"""The audit trail."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from people.models import AuditEvent, Organisation, Person


@transaction.atomic
def record(
    *, verb: str, noun: Model, by: Person | None, at: datetime, organisation: Organisation | None = None, **detail: Any
) -> AuditEvent:
    """Write down one act worth answering for. `detail` holds JSON values and never a name or an address:
    the trail outlives an erasure. `by` is None for the installation itself."""
    return AuditEvent.objects.create(
        verb=verb,
        noun=noun._meta.label_lower,
        noun_id=str(noun.pk),
        by=by,
        at=at,
        organisation=organisation,
        detail=detail,
    )
