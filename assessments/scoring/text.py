"""Comparing short texts the French way: what the hand writes on a phone should not decide what the head knows.

Case, accents, ligatures, apostrophes and spaces (no-break ones too) don't count. One letter off is accepted from 5 letters,
two from 9, and never on digits: « chut » is not « chat », and 3019 is not 3018.
"""

import re
import unicodedata

ANSWER_LIMIT = 200
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe63\uff0d]")
_QUOTES = re.compile("['’‘ʼ`´′\"«»“”]")
_EDGES = ".,;:!?()…"


def normalise(text: str) -> str:
    """`text` as it is compared: lower case, no accents, no ligatures, no apostrophes, no spaces."""
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_LIGATURES)
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if unicodedata.category(c) not in {"Mn", "Cf"})
    bare = _QUOTES.sub("", _DASHES.sub("-", bare))
    return "".join(bare.split()).strip(_EDGES)


def allowed_slips(expected: str) -> int:
    """How many letters may be off, by the number of letters of the expected text."""
    letters = sum(c.isalpha() for c in expected)
    return 0 if letters < 5 else 1 if letters < 9 else 2


def distance(one: str, other: str) -> int:
    """Levenshtein's distance: letters to put, take away or change."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, opposite in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != opposite))
    return row[-1]


def slips(given: str, expected: str) -> int | None:
    """Letters off between two texts, None where they are not the same answer."""
    given, expected = normalise(given), normalise(expected)
    if given == expected:
        return 0
    most = allowed_slips(expected)
    if not most or abs(len(given) - len(expected)) > most or _digits(given) != _digits(expected):
        return None
    off = distance(given, expected)
    return off if off <= most else None


def number(text: str, unit: str = "") -> str:
    """The digits of a number a person wrote, « 3 018 » or « 72 h »; '' where it isn't a plain whole number.

    A unit after the digits is accepted only where `unit`, the label of the field, has a word that starts with it.
    """
    match = re.fullmatch(r"(\d+)([^\W\d_]*)", normalise(text))
    if match is None:
        return ""
    digits, tail = match.groups()
    words = re.findall(r"[^\W\d_]+", normalise_words(unit))
    if tail and not any(word.startswith(tail) for word in words):
        return ""
    return "".join(str(unicodedata.decimal(digit)) for digit in digits)


def normalise_words(text: str) -> str:
    """As `normalise`, with one space between words."""
    return " ".join(normalise(word) for word in re.split(r"[\s'’]+", text))


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
