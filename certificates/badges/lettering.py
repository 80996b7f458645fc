"""A line of text as one path of outlines."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from content.documents import display_family
from content.fonts import pdf_fonts

FILES: Final = {"Bricolage": "Bricolage-Bold.ttf", "NotoBold": "NotoSans-Bold.ttf"}


@dataclass(frozen=True)
class Line:
    """`path` is drawn on a baseline at (0, 0), at the size asked for; `width` in the same units."""

    path: str
    width: float


def line(text: str, size: float, *, spacing: float = 0) -> Line:
    """`spacing` is added between letters. A letter no font has is a box: `Design` refuses it before."""
    from fontTools.pens.svgPathPen import SVGPathPen  # inline: heavy, and no page needs it
    from fontTools.pens.transformPen import TransformPen

    glyphs, letters, units = _font(str(settings.VOLET_DATA), FILES[display_family(text)])
    scale, x = size / units, 0.0
    pen = SVGPathPen(glyphs, ntos=_short)
    for char in text:
        glyph = glyphs[letters.get(ord(char), ".notdef")]
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, 0)))  # type: ignore[no-untyped-call]
        x += glyph.width * scale + spacing
    return Line(pen.getCommands(), max(x - spacing, 0))  # type: ignore[no-untyped-call]


def _short(number: float) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


@cache
def _font(data: str, name: str) -> tuple[Any, dict[int, str], int]:
    """Kept open for the life of the process: its glyphs are read when they are drawn. `data` is the folder of the fonts."""
    from fontTools.ttLib import TTFont  # inline: heavy, and no page needs it

    font: Any = TTFont(Path(pdf_fonts()) / name, lazy=True)
    return font.getGlyphSet(), font.getBestCmap() or {}, font["head"].unitsPerEm
