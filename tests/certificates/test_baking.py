"""Credentials inside images: put in, taken out, and images that try to show two things at once."""

import base64
import gzip
import io
import json
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from PIL import Image

from certificates.signing import (
    BakingError,
    StatusError,
    bake_png,
    bake_svg,
    bit_at,
    encoded_list,
    status_list_document,
    unbake,
    verify,
)
from certificates.signing import baking as module
from certificates.signing.integrity import sign
from tests.certificates.test_signing import AT, DID, KEY, resolve

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Étoile</title></svg>'
TEXT = '{"name": "Zoë ]]> <b>"}'


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(kind: bytes, data: bytes) -> bytes:
    image = png()
    return image[:33] + chunk(kind, data) + image[33:]


@examples(deadline=None, max_examples=60)
@given(name=st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
def test_what_is_baked_is_unbaked(name: str) -> None:
    text = json.dumps({"name": name}, ensure_ascii=False)
    assert unbake(bake_png(png(), text)) == text
    assert json.loads(unbake(bake_svg(SVG, text).encode()) or "") == {"name": name}


def test_a_token_is_an_attribute_and_the_images_stay_images() -> None:
    assert '<openbadges:credential verify="a.b.c">' in bake_svg(SVG, "a.b.c")
    assert unbake(bake_svg(SVG, "a.b.c").encode()) == "a.b.c"
    Image.open(io.BytesIO(bake_png(png(), TEXT))).verify()


def test_the_credential_is_the_first_thing_in_a_drawing_whatever_stands_before_it() -> None:
    head = '<?xml version="1.0"?>\n<!-- <svg> -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n'
    baked = bake_svg(head + SVG.replace("<svg ", '<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" '), TEXT)
    assert baked.count("xmlns:openbadges") == 1
    assert '9 9"><openbadges:credential>' in baked
    assert unbake(baked.encode()) is not None


def test_an_image_without_a_credential_carries_none() -> None:
    assert [unbake(data) for data in (png(), SVG.encode(), b"%PDF-1.7", b"", b"<html></html>")] == [None] * 5
    assert unbake(with_chunk(b"iTXt", b"Comment\0\0\0\0\0x")) is None


@pytest.mark.parametrize(
    "image",
    [
        bake_png(png(), TEXT) + b"<script>",
        bake_png(png(), TEXT) + png(),
        with_chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0a")[:33] + bake_png(png(), TEXT)[33:-12],
        with_chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"{}")),
        with_chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0\xff"),
        with_chunk(b"iTXt", b"openbadgecredential\0\0\0\0"),
        with_chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + b"a" * 1_000_001),
        with_chunk(b"tEXt", b"openbadgecredential\0{}"),
        with_chunk(b"zTXt", b"OpenBadgeCredential\0\0x"),
        png()[:33] + chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0a") * 2 + png()[33:],
        png()[:40],
        png()[:8],
        png()[:29] + b"\0\0\0\0" + png()[33:],
        png()[:8] + chunk(b"IHDR", b"") + png()[33:],
        png()[:8] + png()[33:],
        png()[:33] + png()[8:],
        module.PNG + bytes(10_000_000),
        png()[:33] + chunk(b"tIME", b"") * 20_000 + png()[33:],
    ],
    ids=lambda image: f"{len(image)} bytes",
)
def test_a_png_that_could_be_read_in_two_ways_is_refused(image: bytes) -> None:
    with pytest.raises(BakingError):
        unbake(image)


def inside(text: str, root: str = 'xmlns="http://www.w3.org/2000/svg"') -> str:
    return f'<svg {root} xmlns:o="https://purl.imsglobal.org/ob/v3p0">{text}</svg>'


@pytest.mark.parametrize(
    "drawing",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + inside("&a;"),
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + inside("<o:credential>&a;</o:credential>"),
        "<!DOCTYPE svg []>" + SVG,
        inside("<o:credential>{}</o:credential><o:credential>{}</o:credential>"),
        inside("<g><o:credential>{}</o:credential></g>"),
        inside("<o:credential>{}<g/></o:credential>"),
        inside("<o:credential></o:credential>"),
        inside('<o:credential verify="a.b.c">{}</o:credential>'),
        inside(f"<o:credential>{'a' * 1_000_001}</o:credential>"),
        inside("<g>" * 300 + "</g>" * 300),
        inside("<g/>" * 50_001),
        "<svg",
        '<?xml version="1.0" encoding="nonsense"?>' + SVG,
        SVG + " " * 10_000_000,
    ],
    ids=lambda drawing: drawing[:60],
)
def test_a_drawing_that_could_be_read_in_two_ways_is_refused(drawing: str) -> None:
    with pytest.raises(BakingError):
        unbake(drawing.encode())


def test_a_credential_in_what_is_no_drawing_is_none() -> None:
    assert unbake(inside("<o:credential>{}</o:credential>", 'xmlns="urn:x"').encode()) is None


def test_nothing_is_baked_twice_nor_into_what_is_no_image() -> None:
    for bake in (lambda: bake_png(bake_png(png(), TEXT), TEXT), lambda: bake_png(b"GIF89a", TEXT)):
        with pytest.raises(BakingError):
            bake()
    for drawing in (
        bake_svg(SVG, TEXT),
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "<s:svg xmlns:s='urn:x'></s:svg>",
    ):
        with pytest.raises(BakingError):
            bake_svg(drawing, TEXT)


@examples(deadline=None, max_examples=25)
@given(indexes=st.sets(st.integers(0, 131_071), max_size=20))
def test_just_the_bits_that_were_set_are_set(indexes: set[int]) -> None:
    encoded = encoded_list(indexes)
    assert encoded == encoded_list(sorted(indexes))
    assert {index for index in range(0, 131_072, 997) if bit_at(encoded, index)} == indexes & set(
        range(0, 131_072, 997)
    )
    assert all(bit_at(encoded, index) for index in indexes)


def packed(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(data)).decode().rstrip("=")


def test_the_first_entry_is_the_left_most_bit() -> None:
    assert [bit_at(packed(b"\x80\x01" + bytes(16_382)), index) for index in (0, 1, 14, 15)] == [
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "zabc",
        "u" + "A" * 5,
        "u!",
        "uAAAA",
        packed(bytes(100)),
        packed(bytes(3 * 1024 * 1024)),
        packed(bytes(16_384))[:-12],
        "u" + base64.urlsafe_b64encode(gzip.compress(bytes(16_384)) * 2).decode(),
        "u" + "A" * 5_000_000,
    ],
    ids=lambda encoded: f"{encoded[:6]} {len(encoded)}",
)
def test_a_list_that_is_too_short_too_long_or_broken_is_refused(encoded: str) -> None:
    with pytest.raises(StatusError):
        bit_at(encoded, 0)


def test_an_index_outside_of_a_list_is_refused() -> None:
    for index in (-1, 131_072):
        with pytest.raises(StatusError):
            bit_at(encoded_list([]), index)
        with pytest.raises(StatusError):
            encoded_list([index])
    for length in (8, 131_073):
        with pytest.raises(StatusError):
            encoded_list([], length)


def test_a_published_list_verifies_like_any_credential() -> None:
    document = status_list_document(
        address="https://volet.example/s/1/", issuer=DID, purpose="revocation", encoded=encoded_list([5]), valid_from=AT
    )
    assert verify(sign(document, KEY, f"{DID}#key-1", AT), resolve, at=AT).verified
