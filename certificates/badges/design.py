"""The choices of one badge, as they are kept with the version of the achievement."""

import unicodedata
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from django.utils.translation import gettext as _

from certificates.badges.choices import Colour, Shape, Symbol
from content.documents import unwritable

LONGEST_TEXT: Final = 24


class DesignError(ValueError):
    """A badge that can't be drawn, with a sentence to show."""


@dataclass(frozen=True)
class Design:
    """`text` is the short line on the ribbon; without it there is no ribbon."""

    shape: Shape = Shape.HEXAGON
    colour: Colour = Colour.INDIGO
    symbol: Symbol = Symbol.COMPASS
    text: str = ""

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Of what is stored, or typed: {} is the standard badge. Raises DesignError for a choice that there isn't, a
        key that means nothing, a text too long or with a letter none of our fonts has."""
        if not isinstance(value, dict) or not set(value) <= {"shape", "colour", "symbol", "text"}:
            raise DesignError(_("Ce dessin de badge n'est pas lisible."))
        text = value.get("text", "")
        try:
            shape = Shape(value.get("shape", Shape.HEXAGON))
            colour = Colour(value.get("colour", Colour.INDIGO))
            symbol = Symbol(value.get("symbol", Symbol.COMPASS))
        except ValueError as error:
            raise DesignError(_("Ce choix n'existe pas pour un badge.")) from error
        if not isinstance(text, str):
            raise DesignError(_("Ce dessin de badge n'est pas lisible."))
        return cls(shape, colour, symbol, _sound(" ".join(unicodedata.normalize("NFC", text).split())))

    def to_json(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


def _sound(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise DesignError(_("Le texte du badge a %(most)d lettres au plus.") % {"most": LONGEST_TEXT})
    if letters := unwritable(text):
        raise DesignError(_("Nos polices ne savent pas écrire : %(letters)s") % {"letters": " ".join(letters)})
    return text
