"""Where the bits of an award stand, and the published lists as they are served."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from certificates.choices import StatusKind, StatusPurpose
from certificates.models import Award, IssuerKey, PublishedStatus, StatusChange, StatusEntry, StatusList
from certificates.queries.issuing import DID_KEY
from certificates.signing import status_entries
from people.models import Organisation

#: Which bits the last change of an award sets. A corrected award counts no more: another stands in its place. A suspended
#: one sets both: its file names the list of revocation only, and nobody elsewhere may take it meanwhile (decision 16).
BITS_OF = {
    StatusKind.REVOKED: (StatusPurpose.REVOCATION,),
    StatusKind.CORRECTED: (StatusPurpose.REVOCATION,),
    StatusKind.SUSPENDED: (StatusPurpose.REVOCATION, StatusPurpose.SUSPENSION),
}


def list_address(status_list: StatusList, purpose: str) -> str:
    """Absolute, as it stands in credentials."""
    path = reverse("status-list", args=[status_list.issuer.slug, status_list.number, purpose])
    return f"{settings.VOLET_BASE_URL}{path}"


def entries_of(award: Award) -> list[dict[str, Any]]:
    """`credentialStatus` of an award: one entry, as the schema of 1EdTech has it. [] where it has no place yet."""
    entry = StatusEntry.objects.filter(award=award).select_related("list__issuer").first()
    if entry is None:
        return []
    purpose = StatusPurpose.REVOCATION
    return status_entries({str(purpose): list_address(entry.list, purpose)}, entry.index)


def set_indexes(status_list: StatusList) -> dict[StatusPurpose, list[int]]:
    """The indexes whose bit is set, from the last change of each award of the list. One query."""
    changes = StatusChange.objects.filter(award__status_entry__list=status_list).order_by("pk")
    last = dict(changes.values_list("award__status_entry__index", "kind"))
    found: dict[StatusPurpose, list[int]] = {purpose: [] for purpose in StatusPurpose}
    for index, kind in last.items():
        for purpose in BITS_OF.get(StatusKind(kind), ()):
            found[purpose].append(index)
    return found


def published_list(slug: str, number: int, purpose: str) -> PublishedStatus | None:
    """Public: a list tells nothing about anyone. One that could never be signed isn't there."""
    rows = PublishedStatus.objects.filter(list__issuer__slug=slug, list__number=number, purpose=purpose)
    return rows.exclude(content="").first()


def key_of_list(row: PublishedStatus) -> IssuerKey | None:
    """The key whose did:key stands as issuer of a published list. None: not published yet, or under a did:web."""
    did = json.loads(row.content)["issuer"] if row.content else ""
    if not did.startswith(DID_KEY):
        return None
    keys = IssuerKey.objects.filter(organisation=row.list.issuer)
    return keys.filter(public_multibase=did.removeprefix(DID_KEY)).first()


def published_lists() -> QuerySet[PublishedStatus]:
    rows = PublishedStatus.objects.exclude(content="").select_related("list__issuer")
    return rows.order_by("list__issuer__slug", "list__number", "purpose")


def stale_since(organisation: Organisation | None = None) -> datetime | None:
    """Since when a list doesn't say the last status, because its key doesn't open. None: all is said."""
    rows = PublishedStatus.objects.filter(stale_since__isnull=False)
    if organisation is not None:
        rows = rows.filter(list__issuer=organisation)
    return rows.order_by("stale_since").values_list("stale_since", flat=True).first()
