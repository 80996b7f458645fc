"""The badge of a certificate: a drawing of ours, adjustable in a few honest ways. Text becomes outlines: the picture
is the same on every machine, and depends on no font that a reader may lack."""

from certificates.badges.choices import Colour, Shape, Symbol
from certificates.badges.design import LONGEST_TEXT, Design, DesignError
from certificates.badges.drawing import draw_png, draw_svg
from certificates.badges.marking import mark

__all__ = ["LONGEST_TEXT", "Colour", "Design", "DesignError", "Shape", "Symbol", "draw_png", "draw_svg", "mark"]
