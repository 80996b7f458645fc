"""Papers: the only door to xhtml2pdf, and what we do to a PDF afterwards (pikepdf) and draw on it (segno).

Every text reaches the engine through an autoescaped Django template. The engine itself may read our fonts folder and
`data:` images and nothing else: no network, no other file. Size, depth and time of a render are bounded, and a letter that
no font has is an error, since a certificate with boxes in a name is worse than none.
"""

import io
import logging
import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.attachments import LockedPdf, embedded_files
from content.fonts import pdf_fonts
from content.pictures import Picture, show

LARGEST_HTML: Final = 400_000
MOST_SECONDS: Final = 20
FACES: Final = (
    ("Atkinson", "normal", "normal", "Atkinson-Regular.ttf"),
    ("Atkinson", "bold", "normal", "Atkinson-Bold.ttf"),
    ("Atkinson", "normal", "italic", "Atkinson-Italic.ttf"),
    ("Bricolage", "normal", "normal", "Bricolage-Bold.ttf"),
    ("Bricolage", "bold", "normal", "Bricolage-Bold.ttf"),
    ("Noto", "normal", "normal", "NotoSans-Regular.ttf"),
    ("Noto", "bold", "normal", "NotoSans-Bold.ttf"),
    ("NotoBold", "normal", "normal", "NotoSans-Bold.ttf"),
    ("NotoBold", "bold", "normal", "NotoSans-Bold.ttf"),
)
UNUSED_FONT: Final = "/F1"
#: The engine's own font chosen, and nothing written with it: around paragraphs, and before the marker of a list.
CHOSEN_IN_VAIN: Final = re.compile(rb"/F1 [\d.]+ Tf [\d.]+ TL ((?:[\d.]+ ){3}rg )?(?=/F|ET)")
MM: Final = 72 / 25.4


@dataclass(frozen=True)
class Box:
    """A rectangle under the text of every page, in millimetres from the top left corner; `fill` is #rrggbb."""

    left: float
    top: float
    width: float
    height: float
    fill: str
    radius: float = 0


@dataclass(frozen=True)
class Attachment:
    """An associated file of a PDF (ISO 32000-2 §14.13, relationship Data), kept byte for byte."""

    name: str
    content: bytes
    mime: str
    description: str


class DocumentError(Exception):
    """A paper that can't be made, with a sentence to show."""


def render_pdf(
    *,
    template: str,
    context: dict[str, Any],
    title: str,
    language: str = "fr",
    boxes: Sequence[Box] = (),
    pictures: Sequence[Picture] = (),
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """A PDF of a template that extends `content/paper.html`. All fonts are embedded; title and language are set.

    Text is composed (NFC), since the engine would set an accent apart from its letter. `boxes` are drawn underneath: the
    engine itself can't fill a page to its edge. Raises DocumentError with a sentence: a letter no font has, a text too
    long, an image that isn't ours.
    """
    with override(language):
        html = render_to_string(template, {**context, "title": title, "language": language, "faces": _faces()})
    if len(html) > LARGEST_HTML:
        raise DocumentError(_("Ce document est trop long pour être imprimé."))
    drawn = _drawn(unicodedata.normalize("NFC", html))
    with _finished(drawn, title=title, language=language, boxes=boxes) as document:
        for picture in pictures:
            show(document, picture)
        _attach(document, attachments)
        return _saved(document)


def attach_file(pdf: bytes, *, name: str, content: bytes, mime: str, description: str) -> bytes:
    """A finished PDF with one associated file in place of those it had."""
    import pikepdf  # inline: heavy, and no page needs it

    with pikepdf.open(io.BytesIO(pdf)) as document:
        _attach(document, [Attachment(name, content, mime, description)])
        return _saved(document)


def _attach(document: Any, attachments: Sequence[Attachment]) -> None:
    import pikepdf  # inline: heavy, and no page needs it

    for one in attachments:
        spec = pikepdf.AttachedFileSpec(
            document,
            one.content,
            filename=one.name,
            description=one.description,
            mime_type=one.mime,
            creation_date="",
            mod_date="",
        )
        spec.relationship = pikepdf.Name.Data
        document.attachments[one.name] = spec
    if attachments:
        document.Root.AF = pikepdf.Array([document.attachments[one.name].obj for one in attachments])


def attached_file(pdf: bytes, name: str) -> bytes | None:
    """The content of an attachment, or None: no such name, or not a PDF we can read. Never raises on bad input, and
    unpacks no stream beyond a limit (`content.attachments`)."""
    try:
        return next((file.content for file in embedded_files(pdf) if file.name == name), None)
    except LockedPdf:
        return None


def display_family(text: str) -> str:
    """The font family for a large line: Bricolage where it has every letter, else Noto in bold for the whole line, so that
    no line mixes two hands (the engine falls back letter by letter, and then never in bold)."""
    return "Bricolage" if set(unicodedata.normalize("NFC", text)) <= _letters("Bricolage-Bold.ttf") else "NotoBold"


def unwritable(text: str) -> str:
    """The letters of `text` that none of our fonts has, each once; empty if it can be printed."""
    known = _letters("NotoSans-Regular.ttf") | _letters("Bricolage-Bold.ttf")
    asked = {char for char in unicodedata.normalize("NFC", text) if not char.isspace()}
    return "".join(sorted(asked - known))


@cache
def _letters(font: str) -> frozenset[str]:
    from fontTools.ttLib import TTFont  # inline: heavy, and no page needs it

    with TTFont(pdf_fonts() / font, lazy=True) as read:
        return frozenset(map(chr, read.getBestCmap() or {}))


def _qr(text: str) -> segno.QRCode:
    """Any mask can be read (ISO/IEC 18004 §7.8); a fixed one spares the search for the prettiest, five times the work."""
    return segno.make_qr(text, error="m", mask=3, boost_error=False)


def qr_data_uri(text: str) -> str:
    """For `<img src>` in a paper: xhtml2pdf draws an SVG image as vectors, and nothing for an inline `<svg>`."""
    return str(_qr(text).svg_data_uri(scale=4, border=0, dark="#1a1d29"))


def qr_boxes(text: str, *, left: float, top: float, size: float) -> list[Box]:
    """The same code as boxes for `render_pdf`, without its quiet zone; ten times faster than an image. Lengths in mm."""
    code = _qr(text)
    module = size / code.symbol_size(border=0)[0]
    boxes = []
    for row, line in enumerate(code.matrix):
        column = 0
        for dark, run in groupby(line):
            length = len(list(run))
            if dark:
                x, y = left + column * module, top + row * module
                boxes.append(Box(x, y, length * module, module * 1.01, "#1a1d29"))
            column += length
    return boxes


def qr_svg(text: str, *, title: str) -> SafeString:
    """For a page: an inline SVG of modules as one path, with a name for screen readers and no style attribute."""
    code = _qr(text)
    quiet, size = 4, code.symbol_size(border=4)[0]
    path = "".join(
        f"M{x + quiet} {y + quiet}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {size} {size}" role="img" shape-rendering="crispEdges"><title>{title}</title>'
        '<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#1a1d29"/></svg>',
        size=size,
        title=title,
        path=mark_safe(path),  # noqa: S308  (made of digits here)
    )


def _faces() -> SafeString:
    return _faces_in(_folder(str(settings.VOLET_DATA)))


@cache
def _folder(data: str) -> Path:
    """The fonts of this data folder, looked up once: their recipe asks every font package for its version."""
    return pdf_fonts()


@cache
def _faces_in(folder: Path) -> SafeString:
    rules = (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};src:url("{folder / name}")}}'
        for family, weight, style, name in FACES
    )
    return mark_safe("".join(rules))  # noqa: S308  (our own file names)


def _drawn(html: str) -> bytes:
    from xhtml2pdf import pisa  # inline: heavy, and no page needs it
    from xhtml2pdf.config.resources import RenderLimitError, ResourceAccessPolicy

    policy = ResourceAccessPolicy.server(
        _folder(str(settings.VOLET_DATA)),
        allow_remote=False,
        max_render_seconds=MOST_SECONDS,
        max_document_bytes=4 * LARGEST_HTML,
    )
    out = io.BytesIO()
    try:
        with _missing_letters() as missing:
            status: Any = pisa.CreatePDF(html, dest=out, encoding="utf-8", resource_policy=policy)  # type: ignore[no-untyped-call]
    except RenderLimitError as error:
        raise DocumentError(_("Ce document est trop long pour être imprimé.")) from error
    if missing:
        letters = " ".join(sorted(missing))
        raise DocumentError(_("Nos polices ne savent pas écrire : %(letters)s") % {"letters": letters})
    if status.err:
        raise DocumentError(_("Ce document n'a pas pu être mis en page."))
    return out.getvalue()


class _Listener(logging.Filter):
    """Hears the engine warn of letters that no font has. It keeps the warning out of the logs, since it quotes the text: a
    holder's name, as a rule."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = threading.local()

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if not message.startswith("No font this document has"):
            return True
        code = message.partition("(U+")[2].partition(")")[0]
        letters: set[str] = getattr(self.heard, "letters", set())
        letters.add(chr(int(code, 16)))
        return False


LISTENER: Final = _Listener()
logging.getLogger("xhtml2pdf.context").addFilter(LISTENER)


@contextmanager
def _missing_letters() -> Iterator[set[str]]:
    """Letters that no font of the document rendered in this thread has."""
    LISTENER.heard.letters = set()
    yield LISTENER.heard.letters


def _finished(pdf: bytes, *, title: str, language: str, boxes: Sequence[Box]) -> Any:
    """Opened, without the engine's own Helvetica, which it names but doesn't embed; with title and language said."""
    import pikepdf  # inline: heavy, and no page needs it

    document = pikepdf.open(io.BytesIO(pdf))
    for page in document.pages:
        if "/Trans" in page.obj:
            del page.obj["/Trans"]
    _redraw(document, boxes)
    document.Root.Lang = pikepdf.String(language)
    document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = {language}
        metadata["pdf:Producer"] = "Volet"
    document.docinfo["/Title"], document.docinfo["/Producer"] = title, "Volet"
    return document


def _redraw(document: Any, boxes: Sequence[Box]) -> None:
    """Boxes go under the text, and the engine's own font goes: it stands in text objects that
    write nothing. A page that does write with it would show letters we don't embed: refused."""
    for page in document.pages:
        text = CHOSEN_IN_VAIN.sub(rb"\1", b"\n".join(part.read_bytes() for part in _parts(page.obj.Contents)))
        if b"/F1 " in text:
            raise DocumentError(_("Ce document emploie une police que nous n'avons pas."))
        under = "".join(_box(box, float(page.mediabox[3])) for box in boxes).encode()
        page.obj.Contents = document.make_stream(under + text)
    for page in document.pages:
        fonts = page.obj.get("/Resources", {}).get("/Font", {})
        if UNUSED_FONT in fonts:
            del fonts[UNUSED_FONT]


def _parts(contents: Any) -> list[Any]:
    import pikepdf  # inline: heavy, and no page needs it

    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _box(box: Box, page_height: float) -> str:
    """Drawing operators (ISO 32000 §8.5) of one box; a quarter circle is a Bézier curve whose handles are 0.5523 r long."""
    red, green, blue = (int(box.fill[n : n + 2], 16) / 255 for n in (1, 3, 5))
    x, w, h, r = (value * MM for value in (box.left, box.width, box.height, box.radius))
    y = page_height - box.top * MM - h
    path = f"{x:.2f} {y:.2f} {w:.2f} {h:.2f} re"
    if r:
        k = r * 0.4477
        right, top = x + w, y + h
        corners = (
            f"{x + r:.2f} {y:.2f} m {right - r:.2f} {y:.2f} l",
            f"{right - k:.2f} {y:.2f} {right:.2f} {y + k:.2f} {right:.2f} {y + r:.2f} c {right:.2f} {top - r:.2f} l",
            f"{right:.2f} {top - k:.2f} {right - k:.2f} {top:.2f} {right - r:.2f} {top:.2f} c {x + r:.2f} {top:.2f} l",
            f"{x + k:.2f} {top:.2f} {x:.2f} {top - k:.2f} {x:.2f} {top - r:.2f} c {x:.2f} {y + r:.2f} l",
            f"{x:.2f} {y + k:.2f} {x + k:.2f} {y:.2f} {x + r:.2f} {y:.2f} c",
        )
        path = " ".join(corners)
    return f"q {red:.3f} {green:.3f} {blue:.3f} rg {path} f Q\n"


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()
