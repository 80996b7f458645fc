"""Fonts of the screens and of the papers, made once from the installed font packages into the data folder.

The packages hold TrueType files, some of them variable. Pages need small WOFF2 subsets; a PDF draws only the default
instance of a variable font, so that it needs static files. Each folder is built beside its place and then renamed:
two processes may start at once, and a reader never sees half a folder.
"""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from django.conf import settings

ATKINSON = "fontpkg_atkinson_hyperlegible"
BRICOLAGE = "fontpkg_bricolage_grotesque"
NOTO = "fontpkg_noto_sans"
LATIN = (
    "U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02C6-02DC,U+1E9E,U+2000-200B,U+2010-2027,U+202F,U+2030,U+2032-203A,"
    "U+2044,U+20AC,U+2122,U+2190-2193,U+2212,U+2260,U+2264-2265"
)
WIDE = (
    LATIN + ",U+0180-0233,U+0250-02AF,U+02B0-036F,U+0370-03FF,U+0400-052F,U+1E00-1FFF,U+2070-209F,U+20A0-20C0,"
    "U+2100-214F,U+2150-218F"
)
FEATURES = ("kern", "mark", "mkmk", "ccmp", "liga", "locl")


@dataclass(frozen=True)
class Font:
    """`name` is the file made; `axes` pins a variable font; `unicodes` cuts it (empty: all glyphs)."""

    name: str
    package: str
    source: str
    axes: dict[str, float] = field(default_factory=dict)
    unicodes: str = ""


POSTSCRIPT_NAME = 6
BRICOLAGE_FILE = "BricolageGrotesque[opsz,wdth,wght].ttf"
NOTO_FILE = "NotoSans[wdth,wght].ttf"
WEB = (
    Font("atkinson-regular.woff2", ATKINSON, "AtkinsonHyperlegible-Regular.ttf", unicodes=LATIN),
    Font("atkinson-bold.woff2", ATKINSON, "AtkinsonHyperlegible-Bold.ttf", unicodes=LATIN),
    Font("atkinson-italic.woff2", ATKINSON, "AtkinsonHyperlegible-Italic.ttf", unicodes=LATIN),
    Font("bricolage-bold.woff2", BRICOLAGE, BRICOLAGE_FILE, {"opsz": 24, "wdth": 100, "wght": 700}, LATIN),
)
PDF = (
    Font("Atkinson-Regular.ttf", ATKINSON, "AtkinsonHyperlegible-Regular.ttf"),
    Font("Atkinson-Bold.ttf", ATKINSON, "AtkinsonHyperlegible-Bold.ttf"),
    Font("Atkinson-Italic.ttf", ATKINSON, "AtkinsonHyperlegible-Italic.ttf"),
    Font("Bricolage-Bold.ttf", BRICOLAGE, BRICOLAGE_FILE, {"opsz": 24, "wdth": 100, "wght": 700}, WIDE),
    Font("NotoSans-Regular.ttf", NOTO, NOTO_FILE, {"wdth": 100, "wght": 400}, WIDE),
    Font("NotoSans-Bold.ttf", NOTO, NOTO_FILE, {"wdth": 100, "wght": 700}, WIDE),
)


def web_fonts() -> Path:
    """Folder of the WOFF2 subsets that `volet.css` names."""
    return _folder("web", WEB)


def pdf_fonts() -> Path:
    """Folder of static TrueType files: Atkinson Regular, Bold, Italic; Bricolage Bold; Noto Sans Regular, Bold.

    Noto is there for the letters the first two lack (U+202F, ẞ, Vietnamese, Greek, Cyrillic).
    """
    return _folder("pdf", PDF)


def _folder(kind: str, fonts: tuple[Font, ...]) -> Path:
    packages = [version(name) for name in (ATKINSON, BRICOLAGE, NOTO, "fonttools")]
    recipe = repr((fonts, FEATURES, POSTSCRIPT_NAME, packages))
    target = Path(settings.VOLET_DATA) / "fonts" / f"{kind}-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{kind}-", dir=target.parent))
    building.chmod(0o755)
    try:
        for font in fonts:
            _make(font, building / font.name)
        building.rename(target)
    except OSError:
        if not target.is_dir():  # not the other process: a real fault, such as a full disk
            raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return target


def _make(font: Font, target: Path) -> None:
    subset = import_module("fontTools.subset")  # imported here: heavy, and used once in the life of a data folder
    source = Path(str(files(font.package) / "files" / font.source))
    if not font.axes and not font.unicodes:
        shutil.copyfile(source, target)
        return
    made = import_module("fontTools.ttLib").TTFont(source)
    if font.unicodes:
        options = subset.Options(layout_features=list(FEATURES), name_IDs=["*"], notdef_outline=True, hinting=False)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=subset.parse_unicodes(font.unicodes))
        cutter.subset(made)
    if font.axes:
        made = import_module("fontTools.varLib.instancer").instantiateVariableFont(made, font.axes)
    for record in made["name"].names:
        if record.nameID == POSTSCRIPT_NAME:  # a PDF holds one font of a name: two weights of one source must differ
            record.string = target.stem
    made.flavor = "woff2" if target.suffix == ".woff2" else None
    made.save(target)
