"""When a credential begins and ends, and what time it is for its reader."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

#: Clocks of servers differ. A credential that begins a few minutes from now is taken as begun: its issuer's clock runs ahead
#: of ours. Its end has no such grace: a reader is told « expired » rather than a true thing that ended.
LEEWAY: Final = timedelta(minutes=5)
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?", re.ASCII)


def instant(moment: datetime) -> str:
    """An XML Schema dateTimeStamp to the second, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_of(value: object) -> datetime:
    """An XML Schema dateTime; without an offset it is in UTC (VC Data Model 2.0 §4.9). Raises ValueError."""
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise ValueError("not a date and time")
    parsed = datetime.fromisoformat(value)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def period(document: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    """First and last moment by the names of VC 2.0, else of VC 1.1; None where nothing is said. Raises ValueError."""
    begins, ends = (
        next((document[name] for name in names if document.get(name) is not None), None)
        for names in (("validFrom", "issuanceDate"), ("validUntil", "expirationDate"))
    )
    return (
        moment_of(begins) if begins is not None else None,
        moment_of(ends) if ends is not None else None,
    )


def within(document: Mapping[str, Any], at: datetime) -> tuple[bool, bool]:
    """Whether it has begun, and whether it hasn't ended. Dates that can't be read hold for nothing."""
    try:
        begins, ends = period(document)
    except ValueError:
        return False, False
    return begins is None or begins <= at + LEEWAY, ends is None or at <= ends
