"""French typography, put on at render time so that authors type plain spaces and straight apostrophes.

Rules of the *Lexique des règles typographiques en usage à l'Imprimerie nationale*: a narrow no-break space before
« ; ! ? », a no-break space inside « » and before « : » and « % ». Spaces are made unbreakable, never added, so the
functions are harmless for another language and may be applied twice.
"""

import re

from django.utils.formats import number_format
from django.utils.translation import get_language

NO_BREAK = "\u00a0"
NARROW = "\u202f"
APOSTROPHE = "\u2019"

UNITS = r"(?:%|€|h|min|s|km|m|cm|kg|g|ko|Mo|Go|kB|MB|°C|ans?|jours?|heures?|minutes?|secondes?)"
RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\w)'(?=[\w«])"), APOSTROPHE),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<!\d)(?<!\d )(\d{1,3}) (?=\d{3}(?!\d))"), rf"\1{NARROW}"),
    (re.compile(rf"(?<={NARROW}\d{{3}}) (?=\d{{3}}(?!\d))"), NARROW),
    (re.compile(r"« "), f"«{NO_BREAK}"),
    (re.compile(r" (?=»)"), NO_BREAK),
    (re.compile(r" (?=[;!?])"), NARROW),
    (re.compile(r" (?=:(?:\s|$))"), NO_BREAK),
    (re.compile(rf"(?<=\d) (?={UNITS}(?!\w))"), NO_BREAK),
    (re.compile(rf"(?<={NO_BREAK}h) (?=\d{{2}}(?!\d))"), NO_BREAK),
    (re.compile(r"(?<=\b[nN]°) (?=\d)"), NO_BREAK),
)
TOKENS = re.compile(r"""(<!--.*?-->|<(?:"[^"]*"|'[^']*'|[^'">])*>)""", re.DOTALL)
VERBATIM = frozenset({"code", "pre", "kbd", "samp", "script", "style", "textarea"})


def french(text: str) -> str:
    """Plain text with French spaces and apostrophes."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text


def figure(number: int) -> str:
    """14000 → « 14 000 » in French, “14,000” in English."""
    return number_format(number, force_grouping=True).replace(NO_BREAK, NARROW)


def percent(share: int) -> str:
    """75 → « 75 % » in French, “75%” in English."""
    return f"{share}{NO_BREAK}%" if (get_language() or "fr").startswith("fr") else f"{share}%"


def french_html(html: str) -> str:
    """Well-formed HTML, its text nodes set in French; tags, attributes, code and comments stay byte for byte."""
    depth = 0
    parts = TOKENS.split(html)
    for index, part in enumerate(parts):
        if index % 2 == 0:
            parts[index] = part if depth else french(part)
        elif (name := re.match(r"</?(\w+)", part)) and name[1].lower() in VERBATIM and not part.endswith("/>"):
            depth = max(0, depth - 1) if part.startswith("</") else depth + 1
    return "".join(parts)
