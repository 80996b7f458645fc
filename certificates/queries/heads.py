"""Heads of the register, keys that signed them, and how far the register is from its last head."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from certificates.models import RegisterEntry, RegisterHead, RegisterKey, TreeHead
from certificates.queries.tree import computed
from certificates.signing import decode_public
from certificates.signing.checkpoint import CheckpointError, is_signed, origin_of, read_checkpoint, verifier_key
from certificates.signing.merkle import MissingHashes, root
from people.models import AuditEvent

#: The duty signs every few minutes: later than that, something stands in its way.
BEHIND_AFTER: Final = timedelta(hours=1)
AUDITED: Final = "register-audited"


@dataclass(frozen=True)
class PublishedKey:
    """A key as programs that check notes take it."""

    kid: str
    verifier: str
    multibase: str
    created_at: datetime
    retired_at: datetime | None


def heads() -> QuerySet[TreeHead]:
    """Newest first. Public: a head says a size, a hash and a date."""
    return TreeHead.objects.select_related("key").order_by("-size")


def newest_head() -> TreeHead | None:
    return heads().first()


def register_keys() -> list[PublishedKey]:
    """All that ever signed, newest first: what a retired key signed stays true."""
    origin = origin_of(settings.VOLET_BASE_URL)
    return [
        PublishedKey(
            key.kid,
            verifier_key(origin, decode_public(key.public_multibase)),
            key.public_multibase,
            key.created_at,
            key.retired_at,
        )
        for key in RegisterKey.objects.order_by("-created_at", "-pk")
    ]


def says_what_it_signs(head: TreeHead) -> bool:
    """Whether the note of this head is signed by its key and gives the size and the root of the row."""
    try:
        said = read_checkpoint(head.note)
    except CheckpointError:
        return False
    same = (said.size, said.root.hex()) == (head.size, head.root)
    return same and is_signed(head.note, decode_public(head.key.public_multibase))


def register_state(at: datetime) -> str:
    """For whoever watches over the installation: `ok`, `behind` (entries wait for a head) or `broken` (the last audit
    found something, or the register is no longer what its last head says). A few queries, whatever the size."""
    size = RegisterHead.objects.filter(pk=1).values_list("size", flat=True).first() or 0
    head, audit = newest_head(), last_audit()
    if audit is not None and audit.detail["faults"]:
        return "broken"
    if head is not None:
        try:
            top = computed(lambda load: root(load, head.size))
        except MissingHashes:
            return "broken"
        if head.size > size or top.hex() != head.root:
            return "broken"
    waiting = RegisterEntry.objects.filter(index=head.size if head else 0).first()
    return "behind" if waiting is not None and at - waiting.at > BEHIND_AFTER else "ok"


def last_audit() -> AuditEvent | None:
    """What `manage.py audit_register` or its duty found last: `detail` has `entries` and `faults`."""
    return (
        AuditEvent.objects.filter(noun=RegisterHead._meta.label_lower, noun_id="1", verb=AUDITED)
        .order_by("-at", "-pk")
        .first()
    )
