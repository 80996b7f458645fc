"""Credentials inside badge images (Open Badges 3.0 §5.3): an iTXt chunk of a PNG, an element of an SVG.

An image is hostile until read to its end: with two credentials in it, or bytes behind its end, two readers could see two
different things. Those are refused rather than guessed at.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import quoteattr

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import DefusedXMLParser

PNG: Final = b"\x89PNG\r\n\x1a\n"
KEYWORD: Final = b"openbadgecredential"
NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"
SVG: Final = "{http://www.w3.org/2000/svg}svg"
ELEMENT: Final = f"{{{NAMESPACE}}}credential"

LARGEST_IMAGE: Final = 10_000_000
LONGEST_TEXT: Final = 1_000_000
MOST_CHUNKS: Final = 20_000
MOST_ELEMENTS: Final = 50_000
DEEPEST: Final = 200

_START = re.compile(
    r"\A\ufeff?(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*(<svg)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL
)
#: Characters that XML can't hold. In JSON they stand only inside strings, where an escape says the same.
_NOT_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")


class BakingError(ValueError):
    """An image that can't carry a credential, or carries one in a way that readers could understand differently."""


def bake_png(png: bytes, text: str) -> bytes:
    """The image with its credential (signed JSON, or a token), right behind its header: some readers stop at the pixels."""
    if _png_text(png) is not None:
        raise BakingError("the image carries a credential already")
    data = KEYWORD + b"\0\0\0\0\0" + text.encode()
    end = len(PNG) + 25
    return png[:end] + _chunk(b"iTXt", data) + png[end:]


def bake_svg(svg: str, text: str) -> str:
    """The drawing with its credential as the first thing inside: JSON as text, a token in the attribute `verify`."""
    if _svg_text(svg.encode()) is not None:
        raise BakingError("the image carries a credential already")
    found = _START.match(svg)
    if found is None or found[2].endswith("/"):
        raise BakingError("no place for a credential in this drawing")
    name = "" if "xmlns:openbadges=" in found[2] else f" xmlns:openbadges={quoteattr(NAMESPACE)}"
    return f"{svg[: found.end(1)]}{name}{svg[found.end(1) : found.end()]}{_element(text)}{svg[found.end() :]}"


def unbake(data: bytes) -> str | None:
    """The credential of an image, None where it is no image or carries none. Raises BakingError on a malformed one."""
    if data.startswith(PNG):
        return _png_text(data)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return _svg_text(data)
    return None


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png_text(data: bytes) -> str | None:
    found: list[str] = []
    for kind, content in _chunks(data):
        if kind in {b"iTXt", b"tEXt", b"zTXt"} and content.partition(b"\0")[0].lower() == KEYWORD:
            found.append(_international_text(kind, content))
    if len(found) > 1:
        raise BakingError("more than one credential in the image")
    return found[0] if found else None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk, each with its checksum right, from the header to the very end of the file."""
    if len(data) > LARGEST_IMAGE:
        raise BakingError("too large an image")
    if not data.startswith(PNG):
        raise BakingError("not a PNG image")
    place, kind = len(PNG), b""
    for count in range(MOST_CHUNKS):
        head = data[place : place + 8]
        size = int.from_bytes(head[:4], "big")
        if len(head) < 8 or place + 12 + size > len(data):
            raise BakingError("the image is cut short")
        kind, content = head[4:], data[place + 8 : place + 8 + size]
        checksum = int.from_bytes(data[place + 8 + size : place + 12 + size], "big")
        if zlib.crc32(kind + content) != checksum or (count == 0) != (kind == b"IHDR"):
            raise BakingError("the image is damaged")
        if count == 0 and size != 13:
            raise BakingError("the image is damaged")
        place += 12 + size
        yield kind, content
        if kind == b"IEND":
            break
    if kind != b"IEND" or place != len(data):
        raise BakingError("something stands behind the end of the image")


def _international_text(kind: bytes, content: bytes) -> str:
    """The text of an iTXt chunk: keyword, flag and method of compression, language, translated keyword, text."""
    parts = content[len(KEYWORD) + 3 :].split(b"\0", 2)
    if kind != b"iTXt" or content[len(KEYWORD) : len(KEYWORD) + 3] != b"\0\0\0" or len(parts) != 3:
        raise BakingError("the credential is compressed, or not international text")
    if len(parts[2]) > LONGEST_TEXT:
        raise BakingError("too long a credential")
    try:
        return parts[2].decode()
    except UnicodeDecodeError as error:
        raise BakingError("the credential is not UTF-8") from error


def _element(text: str) -> str:
    if not text.lstrip().startswith("{"):
        return f"<openbadges:credential verify={quoteattr(text)}></openbadges:credential>"
    shown = _NOT_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text).replace("]]>", "]]\\u003e")
    return f"<openbadges:credential><![CDATA[{shown}]]></openbadges:credential>"


class _Reader:
    """Collects the credentials of a drawing while it is read; keeps no tree of it."""

    def __init__(self) -> None:
        self.depth = 0
        self.elements = 0
        self.is_svg = False
        self.inside: list[str] | None = None
        self.found: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            raise BakingError("too intricate a drawing")
        if self.depth == 1:
            self.is_svg = tag == SVG
        if self.inside is not None or (tag == ELEMENT and self.depth != 2):
            raise BakingError("the credential is not where it belongs")
        if tag == ELEMENT:
            self.inside = [attributes.get("verify", "")]

    def data(self, text: str) -> None:
        if self.inside is not None:
            self.inside.append(text)

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.inside is not None:
            token, text = self.inside[0].strip(), "".join(self.inside[1:]).strip()
            if bool(token) == bool(text) or len(token) + len(text) > LONGEST_TEXT:
                raise BakingError("not exactly one credential in its place")
            self.found.append(token or text)
            self.inside = None

    def close(self) -> None:
        """Asked for by the parser."""


class _Parser(DefusedXMLParser):
    """Refuses entities and a document type of its own. A bare DOCTYPE is harmless: drawing programs write one."""

    def defused_start_doctype_decl(
        self, name: str, sysid: str | None, pubid: str | None, has_internal_subset: Any
    ) -> None:
        if has_internal_subset:
            raise DTDForbidden(name, sysid, pubid)


def _svg_text(data: bytes) -> str | None:
    if len(data) > LARGEST_IMAGE:
        raise BakingError("too large an image")
    reader = _Reader()
    parser = _Parser(target=reader, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        parser.close()
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        raise BakingError(f"not a drawing that can be read safely: {error}") from error
    if len(reader.found) > 1:
        raise BakingError("more than one credential in the image")
    return reader.found[0] if reader.is_svg and reader.found else None
