"""Papers: bounded, complete, and deaf to everything outside."""

import io
import logging
import socket
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.template import engines
from django.test import override_settings

from content import documents
from content.documents import (
    Box,
    DocumentError,
    attach_file,
    attached_file,
    display_family,
    qr_boxes,
    qr_data_uri,
    qr_svg,
    render_pdf,
    unwritable,
)

LOADER = "django.template.loaders.locmem.Loader"
PAPER = """{% extends "content/paper.html" %}{% block paper %}<p>{{ name }}</p>{% endblock %}"""
RAW = """{% extends "content/paper.html" %}{% block paper %}{{ html|safe }}{% endblock %}"""


@pytest.fixture(autouse=True)
def templates(settings: Any) -> Iterator[None]:
    """Two templates of the tests: one that escapes, as ours do, and one that makes the mistake of `|safe`."""
    base = (Path(documents.__file__).parent / "templates" / "content" / "paper.html").read_text()
    held = {"test/paper.html": PAPER, "test/raw.html": RAW, "content/paper.html": base}
    configured = [
        {
            **settings.TEMPLATES[0],
            "APP_DIRS": False,
            "OPTIONS": {**settings.TEMPLATES[0]["OPTIONS"], "loaders": [(LOADER, held)]},
        }
    ]
    with override_settings(TEMPLATES=configured):
        yield
    engines.__dict__.pop("templates", None)


def paper(name: str, **options: Any) -> bytes:
    return render_pdf(template="test/paper.html", context={"name": name}, title="Essai", **options)


def raw(html: str) -> bytes:
    return render_pdf(template="test/raw.html", context={"html": html}, title="Essai")


@contextmanager
def opened() -> Iterator[list[str]]:
    """Files opened and hosts looked up or connected to by this thread meanwhile, from the interpreter's own audit events."""
    seen: list[str] = []
    thread, active = threading.get_ident(), [True]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if active[0] and threading.get_ident() == thread and event in {"open", "socket.connect", "socket.getaddrinfo"}:
            seen.append(f"{event} {arguments[0]} {arguments[1]}")

    sys.addaudithook(hook)
    try:
        yield seen
    finally:
        active[0] = False


def test_the_engine_is_at_least_the_release_that_closed_its_holes() -> None:
    assert tuple(int(part) for part in version("xhtml2pdf").split(".")[:3]) >= (0, 2, 28)


def test_title_and_language_are_set_and_every_font_is_embedded() -> None:
    import io

    with pikepdf.open(io.BytesIO(paper("Zoë"))) as document:
        assert (str(document.Root.Lang), str(document.docinfo["/Title"])) == ("fr", "Essai")
        for page in document.pages:
            for font in page.obj.Resources.Font.values():
                assert "/FontFile2" in font.FontDescriptor


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "identity.png"
    from PIL import Image

    Image.new("RGB", (4, 4), "red").save(path)
    return path


ATTACKS = [
    '<img src="http://127.0.0.1:{port}/x.png">',
    '<img src="http://localhost:{port}/x.png">',
    '<img src="http://2130706433:{port}/x.png">',
    '<link rel="stylesheet" href="http://127.0.0.1:{port}/x.css">',
    '<style>@import url("http://127.0.0.1:{port}/x.css");</style>',
    '<style>@font-face{{font-family:F;src:url("http://127.0.0.1:{port}/x.ttf")}} p{{font-family:F}}</style><p>x</p>',
    '<img src="{secret}">',
    '<img src="file://{secret}">',
    '<img src="../../../../../../../..{secret}">',
    '<style>@page{{background-image:url("{secret}")}}</style><p>x</p>',
    '<link rel="stylesheet" href="/etc/passwd">',
    '<pdf:pdf src="{secret}">',
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("template", ["escaped", "raw"])
def test_hostile_html_reaches_neither_network_nor_files(attack: str, template: str, canary: Path) -> None:
    """Even through a template that forgot to escape."""
    paper("chauffe")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        html = attack.format(port=server.getsockname()[1], secret=canary)
        with opened() as seen, suppress(DocumentError):
            paper(html) if template == "escaped" else raw(html)
        with pytest.raises(TimeoutError):
            server.accept()
    fetched = [entry for entry in seen if entry.startswith("socket") or "identity.png" in entry or "passwd" in entry]
    assert fetched == []


@pytest.mark.parametrize(
    "html",
    ["<p>" + "mot " * 90_000, "<div>" * 900],
    ids=["long", "deep"],
)
def test_a_render_without_measure_ends_in_an_error(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_SECONDS", 3)
    try:
        assert raw(html).startswith(b"%PDF")
    except DocumentError as error:
        assert "long" in str(error) or "mis en page" in str(error)


def test_a_text_too_long_is_refused_before_the_engine_sees_it() -> None:
    with pytest.raises(DocumentError, match="trop long"):
        paper("x" * 500_000)


def test_a_letter_no_font_has_is_an_error_and_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with pytest.raises(DocumentError, match="王"):
        paper("Prénom 王")
    assert "Prénom" not in caplog.text
    assert paper("Prénom").startswith(b"%PDF")


def test_what_can_be_printed_is_known_beforehand() -> None:
    assert unwritable("Zoë Łukasiewicz Nguyễn Thị Αλέξανδρος Жанна Ine\u0300s D'Œ") == ""
    assert unwritable("王 a 王") == "王"


def test_a_line_is_never_written_by_two_hands() -> None:
    assert display_family("Nguyễn Łukasz") == "Bricolage"
    assert display_family("Αλέξανδρος") == "NotoBold"


def test_a_file_goes_in_and_comes_out_byte_for_byte() -> None:
    content = bytes(range(256))
    pdf = attach_file(paper("x"), name="a.json", content=content, mime="application/json", description="d")
    assert attached_file(pdf, "a.json") == content
    assert attached_file(pdf, "b.json") is None
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert [str(spec.AFRelationship) for spec in document.Root.AF] == ["/Data"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"x" * 1000])
def test_what_is_no_pdf_has_no_attachment(data: bytes) -> None:
    assert attached_file(data, "a.json") is None


def bomb(stream: str) -> bytes:
    """A PDF of some kB, of which one stream unpacks to 40 MB: the attachment, or the table of objects."""
    zeros = b"\0" * 40_000_000
    if stream == "attachment":
        with pikepdf.open(io.BytesIO(paper("x"))) as document:
            spec = pikepdf.AttachedFileSpec(document, b"x", filename="a.json")
            twice = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
            spec.get_file().obj.write(zlib.compress(zlib.compress(zeros)), filter=twice)
            document.attachments["a.json"] = spec
            out = io.BytesIO()
            document.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
            return out.getvalue()
    head = (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    )
    rows = bytes(7) + b"".join(b"\x01" + head.index(b"%d 0 obj" % n).to_bytes(4, "big") + bytes(2) for n in (1, 2))
    table = zlib.compress(zlib.compress(rows + zeros))
    entry = b"3 0 obj\n<</Type/XRef/Size 3/W[1 4 2]/Root 1 0 R/Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n"
    return head + entry % len(table) + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(head)


@pytest.mark.parametrize("stream", ["attachment", "table"])
def test_a_small_pdf_that_unpacks_without_end_is_not_unpacked(stream: str) -> None:
    content = bomb(stream)
    assert len(content) < 100_000
    assert attached_file(content, "a.json") is None


@pytest.mark.parametrize("name", [b"/LZWDecode", b"/L#5aW "])
def test_a_pdf_packed_with_lzw_is_not_read(name: bytes) -> None:
    packed = attach_file(paper("x"), name="a.json", content=b"x", mime="application/json", description="d")
    assert attached_file(packed + b"\n% " + name + b" \n", "a.json") is None


def test_boxes_lie_under_the_text() -> None:
    import io

    pdf = paper("x", boxes=[Box(0, 0, 10, 10, "#ff0000"), Box(20, 20, 30, 30, "#00ff00", radius=3)])
    with pikepdf.open(io.BytesIO(pdf)) as document:
        stream = document.pages[0].Contents.read_bytes()
    assert stream.index(b"1.000 0.000 0.000 rg") < stream.index(b"BT")
    assert b"/F1 " not in stream


def test_a_qr_code_as_boxes_has_the_modules_of_the_code() -> None:
    import segno

    code = segno.make("https://volet.example/v/x/", error="m", mask=3, boost_error=False)
    dark = sum(sum(row) for row in code.matrix)
    module = 40 / len(code.matrix)
    assert (
        round(sum(box.width for box in qr_boxes("https://volet.example/v/x/", left=0, top=0, size=40)) / module) == dark
    )


def test_a_qr_code_for_a_page_has_a_name_and_no_style() -> None:
    svg = qr_svg("https://volet.example/?a=<b>", title="QR <code>")
    assert "<title>QR &lt;code&gt;</title>" in svg
    assert "style" not in svg
    assert qr_data_uri("x").startswith("data:image/svg+xml")
