"""The published lists of status against the changes of status: does a bit say what the register says?"""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from certificates.choices import StatusKind, StatusPurpose
from certificates.models import PublishedStatus, StatusEntry
from certificates.queries.faults import Fault
from certificates.queries.standing import last_change
from certificates.signing import StatusError, bit_at

CHUNK = 2000
#: What the two bits must be after the last change.
BITS = {
    "": (False, False),
    StatusKind.REINSTATED: (False, False),
    StatusKind.SUSPENDED: (True, True),
    StatusKind.REVOKED: (True, None),
    StatusKind.CORRECTED: (True, None),
}
PURPOSES = (StatusPurpose.REVOCATION, StatusPurpose.SUSPENSION)


def list_faults() -> Iterator[Fault]:
    """A list that waits for a key says so itself (`stale_since`) and is told as such."""
    for published in PublishedStatus.objects.select_related("list__issuer").order_by("pk"):
        row = f"list {published.list.issuer.slug} {published.list.number} {published.purpose}"
        if published.stale_since is not None or not published.content:
            yield Fault("list", row, _("Cette liste d'états n'est pas à jour : sa clé ne s'ouvrait pas."))
            continue
        try:
            yield from _bits(published, json.loads(published.content)["credentialSubject"]["encodedList"], row)
        except (ValueError, KeyError, TypeError, StatusError):
            yield Fault("list", row, _("Cette liste d'états n'est plus lisible."))


def _bits(published: PublishedStatus, encoded: Any, row: str) -> Iterator[Fault]:
    column = PURPOSES.index(StatusPurpose(published.purpose))
    entries = StatusEntry.objects.filter(list=published.list_id).select_related("award")
    for entry in entries.prefetch_related("award__status_changes").iterator(CHUNK):
        change = last_change(entry.award)
        wanted = BITS.get(change.kind if change else "", (None, None))[column]
        if wanted is not None and wanted != bit_at(encoded, entry.index):
            names = {"number": entry.award.number}
            yield Fault("bit", row, _("La liste ne dit pas l'état du certificat %(number)s.") % names)
