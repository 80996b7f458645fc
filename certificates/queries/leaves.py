"""What a leaf of the register says: its rank, its time, whether an award or a change, and digests.

Every digest is salted: with the 128 random bits of the certificate's address, or, for what even the holder may not guess
(the reason, who decided), with a salt that is never shown. A change names its award under another digest than the award's
own leaf, so that who doesn't hold the certificate can't tell which one was withdrawn, nor that one was.
"""

from datetime import UTC, date, datetime
from typing import Any, Final

from certificates.choices import EntryKind
from certificates.models import Award, RegisterEntry, StatusChange
from certificates.signing import digest

FORMAT: Final = "volet.register/2"
#: Entries of before: the change named its award and its kind, the terms were not bound.
FIRST_FORMAT: Final = "volet.register/1"


def award_leaf(award: Award, *, index: int, at: datetime) -> dict[str, Any]:
    return {
        **_frame(EntryKind.AWARD, index, at),
        **_award_body(award),
        "terms": digest([award.public_id, _terms(award)]),
    }


def change_leaf(change: StatusChange, award: Award, *, index: int, at: datetime) -> dict[str, Any]:
    decided = [change.ground, change.reason, str(change.by_id), str(change.agreed_by_id or "")]
    return {
        **_frame(EntryKind.STATUS, index, at),
        "award": digest(["volet.status", award.public_id, change.pk]),
        "change": digest([award.public_id, change.pk, change.kind]),
        "reason": digest([change.salt, *decided]),
    }


def leaf_of(entry: RegisterEntry) -> dict[str, Any]:
    """What the document of this entry must be, from the award and the change as they stand in the database now."""
    change, award = entry.status_change, entry.award
    if entry.document.get("format") == FIRST_FORMAT:
        return _first_leaf(entry)
    if change is None:
        return award_leaf(award, index=entry.index, at=entry.at)
    return change_leaf(change, award, index=entry.index, at=entry.at)


def _frame(kind: str, index: int, at: datetime) -> dict[str, Any]:
    return {"format": FORMAT, "index": index, "kind": str(kind), "at": _instant(at)}


def _award_body(award: Award) -> dict[str, str]:
    return {
        "award": digest(["volet.award", award.public_id]),
        "content": digest([award.public_id, award.number, award.payload]),
        "evidence": award.evidence_digest,
        "holder": award.holder_commitment,
    }


def _terms(award: Award) -> list[str]:
    """All the columns that the payload doesn't hold."""
    keys = (award.pk, award.issuer_id, award.organisation_id, award.achievement_version_id, award.signed_by_id)
    links = (award.replaces_id, award.renews_id)
    days = (_day(award.awarded_on), _instant(award.awarded_at), _day(award.valid_until))
    return [*map(str, keys), *(str(link or "") for link in links), *days, award.idempotency]


def _first_leaf(entry: RegisterEntry) -> dict[str, Any]:
    award, change = entry.award, entry.status_change
    body: dict[str, Any] = _award_body(award)
    if change is not None:
        reason = digest([award.public_id, change.pk, change.reason])
        body = {"award": body["award"], "change": change.kind, "reason": reason}
    written = str(entry.document.get("at"))
    at = written if _same_instant(written, entry.at) else entry.at.isoformat()
    return {"format": FIRST_FORMAT, "index": entry.index, "kind": entry.kind, "at": at, **body}


def _same_instant(text: str, at: datetime) -> bool:
    try:
        return datetime.fromisoformat(text) == at
    except (ValueError, TypeError):
        return False


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
