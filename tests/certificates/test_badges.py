"""The badge: the same picture everywhere, legible, and only what the design says."""

import io
import re
from typing import Any

import pytest
from defusedxml import ElementTree
from PIL import Image

from certificates.badges import LONGEST_TEXT, Colour, Design, DesignError, Shape, Symbol, draw_png, draw_svg
from certificates.badges.choices import GROUNDS, PAPER

SVG = "{http://www.w3.org/2000/svg}"


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_nothing_chosen_is_the_standard_badge() -> None:
    assert Design.from_json({}) == Design(Shape.HEXAGON, Colour.INDIGO, Symbol.COMPASS, "")


def test_a_design_comes_back_from_what_is_stored() -> None:
    design = Design(Shape.SHIELD, Colour.PLUM, Symbol.LOCK, "Images & données")
    assert Design.from_json(design.to_json()) == design


@pytest.mark.parametrize(
    "value",
    [
        *(None, [], "round", {"shape": "skull"}, {"colour": "#fff"}, {"symbol": 3}, {"text": 3}, {"size": 9}),
        *({"text": "x" * (LONGEST_TEXT + 1)}, {"text": "王小明"}, {"text": "a\0b"}, {"shape": ["round"]}),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_sentence(value: Any) -> None:
    with pytest.raises(DesignError, match=r"\.$|écrire : "):
        Design.from_json(value)


@pytest.mark.parametrize("colour", Colour)
def test_lines_and_letters_keep_their_contrast_on_every_colour(colour: Colour) -> None:
    ground, detail = GROUNDS[colour]
    assert contrast(ground, PAPER) >= 7
    assert contrast(ground, detail) >= 3


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("symbol", Symbol)
def test_each_badge_is_sound_xml_without_text_to_set_nor_anything_to_fetch(shape: Shape, symbol: Symbol) -> None:
    root = ElementTree.fromstring(draw_svg(Design(shape, symbol=symbol, text="Été"), title="Un <b> & « deux »"))
    assert root.find(f"{SVG}title").text == "Un <b> & « deux »"  # type: ignore[union-attr]
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {"svg", "title", "g", "path", "circle", "rect"}


def test_a_control_letter_in_the_title_leaves_the_xml_sound() -> None:
    root = ElementTree.fromstring(draw_svg(Design(), title="a\x08b\x00c"))
    assert root.find(f"{SVG}title").text == "abc"  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["", "i", "W" * LONGEST_TEXT, "Ελληνικά", "Nguyễn", "Привет & ciao"])
def test_any_text_stays_inside_the_picture(text: str) -> None:
    svg = draw_svg(Design(text=text), title="x")
    for x, width in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg):
        assert (float(x) >= 30, float(x) + float(width) <= 482) == (True, True)
    image = Image.open(io.BytesIO(draw_png(svg)))
    assert (image.size, image.mode) == ((600, 600), "RGBA")
    assert max(image.getpixel(corner)[3] for corner in ((0, 0), (599, 0), (0, 599), (599, 599))) == 0  # type: ignore[index]


def test_the_same_design_gives_the_same_bytes_and_another_one_others() -> None:
    design = Design(text="Images")
    svg = draw_svg(design, title="x")
    assert (svg, draw_png(svg)) == (draw_svg(design, title="x"), draw_png(svg))
    others = {draw_svg(Design(text="Images", colour=colour), title="x") for colour in Colour}
    assert len(others) == len(Colour)
