"""Comparing a name that a visitor types with the holder's, without ever showing the holder's."""

import hmac
import re
import unicodedata
from itertools import product

from certificates.models import AwardHolder

APOSTROPHES = re.compile("['’ʼ`´]")
HYPHENS = re.compile("[-\u2010-\u2015]")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def name_corresponds(holder: AwardHolder | None, typed: str) -> bool | None:
    """Case, accents, hyphens, apostrophes and the order of the names don't count; every name does. None where the holder
    was erased: nothing is left to compare with."""
    return None if holder is None else names_correspond(holder.name, typed)


def names_correspond(name: str, typed: str) -> bool:
    return any(
        hmac.compare_digest(one.encode(), other.encode()) for one, other in product(_written(name), _written(typed))
    )


def _written(name: str) -> set[str]:
    """« D'Œuvre » is typed in one word or in two, and so is « Anne-Marie »."""
    return {
        plain_name(name),
        plain_name(APOSTROPHES.sub("", name)),
        plain_name(HYPHENS.sub("", APOSTROPHES.sub("", name))),
    }


def names_somebody(text: str, *names: str) -> bool:
    """Whether `text` holds a word of one of `names`, written as a name: with a capital. Two letters are no name."""
    words = {plain_name(word) for word in re.findall(r"\w+", unicodedata.normalize("NFC", text)) if word[0].isupper()}
    return any(part in words for name in names for part in plain_name(name).split() if len(part) > 2)


def plain_name(name: str) -> str:
    """The words of a name, without marks, in alphabetical order."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(LIGATURES)).translate(LIGATURES)
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(sorted(re.findall(r"\w+", letters)))
