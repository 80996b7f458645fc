"""Award numbers: they follow on per issuer and year, from a locked row, and end with five random characters.

`LESPINS-2026-0007-K7M2X`: people read them aloud and type them, so no I, L, O, U, 0 or 1 in the end; the random part keeps
anyone from trying the neighbours of a number they know.
"""

import re
import secrets
import unicodedata
from typing import Final

from certificates.models import NumberCounter
from people.models import Organisation

ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
ENDING: Final = 5
PREFIX: Final = 8


def locked_counter(organisation: Organisation, year: int) -> NumberCounter:
    """The row that serialises signing for one issuer and year: take it before reading who is still to be awarded."""
    NumberCounter.objects.get_or_create(organisation=organisation, year=year)
    return NumberCounter.objects.select_for_update().get(organisation=organisation, year=year)


def next_number(counter: NumberCounter) -> str:
    """Takes a number from a counter this transaction has locked."""
    counter.last += 1
    counter.save(update_fields=["last"])
    ending = "".join(secrets.choice(ALPHABET) for _ in range(ENDING))
    return f"{prefix_of(counter.organisation)}-{counter.year}-{counter.last:04d}-{ending}"


def prefix_of(organisation: Organisation) -> str:
    """Up to eight letters of its name in addresses, in capitals."""
    plain = unicodedata.normalize("NFKD", organisation.slug).encode("ascii", "ignore").decode().upper()
    return re.sub(r"[^A-Z]", "", plain)[:PREFIX] or "VOLET"
