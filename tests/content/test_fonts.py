"""Fonts are made once from their packages."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from content import fonts
from content.finders import FontFinder


@pytest.fixture
def data(settings, tmp_path):
    settings.VOLET_DATA = tmp_path
    return tmp_path


@pytest.fixture
def one_small_font(monkeypatch):
    small = fonts.Font("small.woff2", fonts.ATKINSON, "AtkinsonHyperlegible-Regular.ttf", unicodes="U+0041-0043")
    monkeypatch.setattr(fonts, "WEB", (small,))


def test_a_folder_is_made_once(data, one_small_font):
    folder = fonts.web_fonts()
    made = (folder / "small.woff2").stat().st_mtime_ns
    assert fonts.web_fonts() == folder
    assert (folder / "small.woff2").stat().st_mtime_ns == made
    assert (folder / "small.woff2").read_bytes()[:4] == b"wOF2"


def test_two_who_start_at_once_get_the_same_whole_folder(data, one_small_font):
    with ThreadPoolExecutor(4) as pool:
        folders = set(pool.map(lambda _: fonts.web_fonts(), range(4)))
    assert len(folders) == 1
    assert [path.name for path in (data / "fonts").iterdir()] == [folders.pop().name]


def test_a_variable_font_becomes_one_that_a_pdf_can_draw(data, monkeypatch):
    bold = fonts.PDF[3]
    small = fonts.Font(bold.name, bold.package, bold.source, bold.axes, "U+0041-005A,U+1E9E,U+202F")
    monkeypatch.setattr(fonts, "PDF", (small,))
    made = TTFont(fonts.pdf_fonts() / "Bricolage-Bold.ttf")
    assert "fvar" not in made
    assert made["OS/2"].usWeightClass == 700
    assert {0x1E9E, 0x202F} <= set(made.getBestCmap())


def test_collectstatic_and_the_server_find_the_fonts(data, one_small_font):
    finder = FontFinder()
    assert [path for path, storage in finder.list([])] == ["small.woff2"]
    assert finder.find("fonts/small.woff2") == str(fonts.web_fonts() / "small.woff2")
    assert finder.find("fonts/../keys/secret_key") == []
    assert finder.find("volet/volet.css") == []


def test_the_style_sheet_names_only_fonts_that_are_made():
    from pathlib import Path

    css = Path(finders.find("volet/volet.css")).read_text()
    named = {part.split(".woff2")[0] for part in css.split("../fonts/")[1:]}
    assert named == {font.name.removesuffix(".woff2") for font in fonts.WEB}
