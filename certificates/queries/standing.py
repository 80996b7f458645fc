"""What an award is worth at a moment: from its dated changes and its end of validity, never from a flag."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from certificates.choices import Standing, StatusKind
from certificates.models import Award, StatusChange
from certificates.policies import HANDED_OUT

OF_CHANGE = {
    StatusKind.SUSPENDED: Standing.SUSPENDED,
    StatusKind.REVOKED: Standing.REVOKED,
    StatusKind.CORRECTED: Standing.CORRECTED,
}


def last_change(award: Award) -> StatusChange | None:
    """The newest change, in the order of the rows. Uses `status_changes` prefetched, where it is."""
    changes = list(award.status_changes.all())
    return max(changes, key=lambda change: change.pk) if changes else None


def last_moment(valid_until: date | None, time_zone: str) -> datetime | None:
    """The last second of the last day of validity, where the issuer is."""
    return datetime.combine(valid_until, time(23, 59, 59), tzinfo=ZoneInfo(time_zone)) if valid_until else None


def verdict_of(award: Award, at: datetime) -> Standing:
    """`valid_until` is the last day of validity, in the issuer's time zone."""
    change = last_change(award)
    return standing_of(award, change.kind if change is not None else None, at)


def standing_of(award: Award, last: str | None, at: datetime) -> Standing:
    """The same from the kind of the newest change, where that was read with the award."""
    if last in OF_CHANGE:
        return OF_CHANGE[StatusKind(last)]
    today = at.astimezone(ZoneInfo(award.issuer.time_zone)).date()
    if award.valid_until is not None and award.valid_until < today:
        return Standing.EXPIRED
    return Standing.VALID


def handed_out(award: Award, at: datetime) -> bool:
    """Whether the files of this award may still be fetched by its link."""
    return verdict_of(award, at) in HANDED_OUT
