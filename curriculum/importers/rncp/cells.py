"""The cells of an export: dates the French way, SIRETs after a TAB, texts over several lines."""

import datetime
import re

from curriculum.formats.exchange import Remark

NULLS = {"", "null", "NULL", "None"}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
ACTIVE = {"active": True, "inactive": False, "oui": True, "non": False}


def clean(text: str | None) -> str:
    """On one line, without control characters (SIRETs begin with a TAB), `''` of the export being one apostrophe."""
    flat = " ".join(CONTROLS.sub("", text or "").replace("''", "'").split())
    return "" if flat in NULLS else flat


def day(text: str | None, where: str, warnings: list[Remark], reason: str) -> datetime.date | None:
    """« 31/08/2023 »; the hour some exports add is dropped. A date that is none is a warning, with `reason`."""
    value = clean(text)
    if not value:
        return None
    found = FRENCH_DAY.match(value)
    try:
        if found:
            return datetime.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    warnings.append(Remark(where, reason % {"value": value[:40]}))
    return None


def state(text: str | None) -> bool | None:
    """ACTIVE and INACTIVE in the CSV, Oui and Non in the XML."""
    return ACTIVE.get(clean(text).casefold())
