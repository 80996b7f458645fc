"""Papers: the only door to xhtml2pdf, and what we do to a PDF afterwards (pikepdf) and draw on it (segno).

Every text reaches the engine through an autoescaped Django template. The engine itself may read our fonts folder and
`data:` images and nothing else: no network, no other file. Size, depth and time of a render are bounded, and a letter that no
font has is an error, since a certificate with boxes in a name is worse than none.
"""

import io
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import segno
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.fonts import pdf_fonts

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
)
UNUSED_FONT: Final = "/F1"


class DocumentError(Exception):
    """A paper that can't be made, with a sentence to show."""


def render_pdf(*, template: str, context: dict[str, Any], title: str, language: str = "fr") -> bytes:
    """A PDF of a template that extends `content/paper.html`. All fonts are embedded; title and language are set.

    Raises DocumentError with a sentence: a letter no font has, a text too long, an image that isn't ours.
    """
    with override(language):
        html = render_to_string(template, {**context, "title": title, "language": language, "faces": _faces()})
    if len(html) > LARGEST_HTML:
        raise DocumentError(_("Ce document est trop long pour être imprimé."))
    return _finished(_drawn(html), title=title, language=language)


def attach_file(pdf: bytes, *, name: str, content: bytes, mime: str, description: str) -> bytes:
    """The PDF with `content` as an associated file (ISO 32000-2 §14.13, relationship Data), byte for byte."""
    import pikepdf  # inline: heavy, and no page needs it

    with pikepdf.open(io.BytesIO(pdf)) as document:
        spec = pikepdf.AttachedFileSpec(
            document,
            content,
            filename=name,
            description=description,
            mime_type=mime,
            relationship=pikepdf.Name.Data,
        )
        document.attachments[name] = spec
        document.Root.AF = pikepdf.Array([document.attachments[name].obj])
        return _saved(document)


def attached_file(pdf: bytes, name: str) -> bytes | None:
    """The content of an attachment, or None: no such name, or not a PDF we can read. Never raises on bad input."""
    import pikepdf  # inline: heavy, and no page needs it

    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            spec = document.attachments.get(name)
            return bytes(spec.get_file().read_bytes()) if spec is not None else None
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None


def qr_data_uri(text: str) -> str:
    """For `<img src>` in a paper: xhtml2pdf draws an SVG image as vectors, and nothing for an inline `<svg>`."""
    return str(segno.make(text, error="m", boost_error=False).svg_data_uri(scale=4, border=0, dark="#1a1d29"))


def qr_svg(text: str, *, title: str) -> SafeString:
    """For a page: an inline SVG of modules as one path, with a name for screen readers and no style attribute."""
    code = segno.make(text, error="m", boost_error=False)
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
    folder = pdf_fonts()
    rules = (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};src:url("{folder / name}")}}'
        for family, weight, style, name in FACES
    )
    return mark_safe("".join(rules))  # noqa: S308  (our own file names)


def _drawn(html: str) -> bytes:
    from xhtml2pdf import pisa  # inline: heavy, and no page needs it
    from xhtml2pdf.config.resources import RenderLimitError, ResourceAccessPolicy

    policy = ResourceAccessPolicy.server(
        pdf_fonts(), allow_remote=False, max_render_seconds=MOST_SECONDS, max_document_bytes=4 * LARGEST_HTML
    )
    out = io.BytesIO()
    try:
        with _missing_letters() as missing:
            status = pisa.CreatePDF(html, dest=out, encoding="utf-8", resource_policy=policy)
    except RenderLimitError as error:
        raise DocumentError(_("Ce document est trop long pour être imprimé.")) from error
    if missing:
        letters = " ".join(sorted(missing))
        raise DocumentError(_("Nos polices ne savent pas écrire : %(letters)s") % {"letters": letters})
    if status.err:
        raise DocumentError(_("Ce document n'a pas pu être mis en page."))
    return out.getvalue()


@contextmanager
def _missing_letters() -> Iterator[set[str]]:
    """Letters that no font of the document has, as the engine warns of them in this thread."""
    found: set[str] = set()
    thread = threading.get_ident()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if record.thread == thread and message.startswith("No font this document has"):
                code = message.partition("(U+")[2].partition(")")[0]
                found.add(chr(int(code, 16)))

    logger, listener = logging.getLogger("xhtml2pdf"), Listener(logging.WARNING)
    logger.addHandler(listener)
    try:
        yield found
    finally:
        logger.removeHandler(listener)


def _finished(pdf: bytes, *, title: str, language: str) -> bytes:
    """Remove the engine's own Helvetica, which it names but doesn't embed, and say title and language."""
    import pikepdf  # inline: heavy, and no page needs it

    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            page.obj.pop("/Trans", None)
        _drop_unused_font(document)
        document.Root.Lang = pikepdf.String(language)
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
            metadata["dc:language"] = {language}
            metadata["pdf:Producer"] = "Volet"
        document.docinfo["/Title"], document.docinfo["/Producer"] = title, "Volet"
        return _saved(document)


def _drop_unused_font(document: Any) -> None:
    """Pages share their font dictionary: first every page stops naming the font, then the name goes."""
    import pikepdf  # inline: heavy, and no page needs it

    for page in document.pages:
        kept = [
            (operands, operator)
            for operands, operator in pikepdf.parse_content_stream(page)
            if not (str(operator) == "Tf" and str(operands[0]) == UNUSED_FONT)
        ]
        page.obj.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
    for page in document.pages:
        page.obj.get("/Resources", {}).get("/Font", pikepdf.Dictionary()).pop(UNUSED_FONT, None)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()
