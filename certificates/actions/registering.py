"""The register: each award and each change of status becomes the next leaf, once and for good."""

from datetime import datetime
from typing import Any

from certificates.choices import EntryKind
from certificates.models import Award, RegisterEntry, RegisterHead, StatusChange
from certificates.signing import digest, leaf_hash

FORMAT = "volet.register/1"


def enter_award(*, award: Award, at: datetime) -> RegisterEntry:
    """Inside the transaction that makes the award. The leaf names nobody: digests and a salted commitment only."""
    document = {
        "award": _reference(award),
        "content": digest([award.public_id, award.number, award.payload]),
        "evidence": award.evidence_digest,
        "holder": award.holder_commitment,
    }
    return _append(EntryKind.AWARD, award, None, document, at)


def enter_change(*, change: StatusChange, at: datetime) -> RegisterEntry:
    """Inside the transaction that makes the change. The reason is bound by a digest salted with the public address."""
    award = change.award
    document = {
        "award": _reference(award),
        "change": change.kind,
        "reason": digest([award.public_id, change.pk, change.reason]),
    }
    return _append(EntryKind.STATUS, award, change, document, at)


def _reference(award: Award) -> str:
    """Who has the certificate finds its leaves; who has the leaves doesn't find the certificate."""
    return digest(["volet.award", award.public_id])


def _append(
    kind: EntryKind, award: Award, change: StatusChange | None, document: dict[str, Any], at: datetime
) -> RegisterEntry:
    RegisterHead.objects.get_or_create(pk=1)
    head = RegisterHead.objects.select_for_update().get(pk=1)
    leaf = {"format": FORMAT, "index": head.size, "kind": str(kind), "at": at.isoformat(), **document}
    entry = RegisterEntry.objects.create(
        index=head.size,
        kind=kind,
        award=award,
        status_change=change,
        document=leaf,
        leaf_hash=leaf_hash(leaf),
        at=at,
    )
    head.size += 1
    head.save(update_fields=["size"])
    return entry
