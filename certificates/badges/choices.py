"""What may be chosen about a badge."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Shape(TextChoices):
    HEXAGON = "hexagon", _("hexagone")
    ROUND = "round", _("rond")
    SHIELD = "shield", _("écusson")
    ROSETTE = "rosette", _("rosace")


class Colour(TextChoices):
    """The ground of the badge. Each keeps 7:1 with the light lines drawn on it."""

    INDIGO = "indigo", _("bleu nuit")
    PETROL = "petrol", _("bleu pétrole")
    FOREST = "forest", _("vert forêt")
    PLUM = "plum", _("prune")
    BRICK = "brick", _("brique")
    INK = "ink", _("encre")


class Symbol(TextChoices):
    COMPASS = "compass", _("boussole")
    PICTURE = "picture", _("image")
    LOCK = "lock", _("cadenas")
    PEOPLE = "people", _("groupe")
    TALK = "talk", _("discussion")
    GLOBE = "globe", _("monde")
    PENCIL = "pencil", _("crayon")
    PHONE = "phone", _("téléphone")
    CHART = "chart", _("données")
    MAGNIFIER = "magnifier", _("loupe")
    LEAF = "leaf", _("feuille")
    STAR = "star", _("étoile")


#: Ground of each colour, and the detail that stands out on it.
GROUNDS: Final = {
    Colour.INDIGO: ("#2b3a8c", "#ff9068"),
    Colour.PETROL: ("#0b4a5c", "#ff9068"),
    Colour.FOREST: ("#0a5438", "#f3c677"),
    Colour.PLUM: ("#5b2a6e", "#ff9068"),
    Colour.BRICK: ("#8c1717", "#f3c677"),
    Colour.INK: ("#1a1d29", "#ff9068"),
}
PAPER: Final = "#faf8f4"
CORAL: Final = "#d9481c"
