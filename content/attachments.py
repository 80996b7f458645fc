"""The files inside a stranger's PDF. Nothing of the PDF is drawn or run, and no stream is unpacked beyond a limit."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

#: What a stream of a PDF may hold once unpacked: a file of 2 kB can stand for gigabytes. Ours hold a font at most.
LARGEST_STREAM: Final = 16_000_000
MOST_FILTERS: Final = 2
MOST_FILES: Final = 20
LZW: Final = re.compile(rb"/LZW(?:Decode)?[\s/\[\]<>()%]")
HEX_IN_NAME: Final = re.compile(rb"#([0-9A-Fa-f]{2})")


class LockedPdf(ValueError):
    """A PDF under a password, or one whose content is encrypted at all: ours never are."""


@dataclass(frozen=True)
class Embedded:
    name: str
    content: bytes


def embedded_files(pdf: bytes) -> list[Embedded]:
    """Every embedded file, by the table of names and as associated file, each content once. Empty where the PDF can't be
    read. Raises LockedPdf; never anything else on bad input."""
    import pikepdf  # inline: heavy, and no page needs it

    _bound_unpacking()
    if _uses_lzw(pdf):
        return []
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            if document.is_encrypted:
                raise LockedPdf("encrypted")
            found: dict[bytes, Embedded] = {}
            for name, stream in _streams(document):
                content = bytes(stream.read_bytes())
                found.setdefault(content, Embedded(name, content))
                if len(found) > MOST_FILES:
                    return []
            return list(found.values())
    except pikepdf.PasswordError as error:
        raise LockedPdf("a password") from error
    except LockedPdf:
        raise
    except (pikepdf.PikepdfError, ValueError, TypeError, AttributeError, KeyError, RuntimeError, MemoryError):
        return []


def _streams(document: Any) -> Iterator[tuple[str, Any]]:
    """A file may be listed twice, and hold one content per platform (ISO 32000-2 §7.11.3)."""
    import pikepdf  # inline: heavy, and no page needs it

    listed: list[tuple[str, Any]] = []
    names = document.Root.get("/Names", {})
    if "/EmbeddedFiles" in names:
        listed += [(str(key), spec) for key, spec in pikepdf.NameTree(names["/EmbeddedFiles"]).items()]
    associated = document.Root.get("/AF", [])
    listed += [(_name(spec), spec) for spec in associated]
    for name, spec in listed[: 2 * MOST_FILES]:
        for stream in dict(spec.get("/EF", {})).values():
            if "LZW" not in str(stream.get("/Filter", "")):
                yield name, stream


def _name(spec: Any) -> str:
    return str(spec.get("/UF", spec.get("/F", "")))


@cache
def _bound_unpacking() -> None:
    """Limits of the whole process, set before the first PDF of a stranger is opened."""
    import pikepdf  # inline: heavy, and no page needs it

    pikepdf.settings.set_qpdf_limits(
        max_stream_filters=MOST_FILTERS,
        flate_max_memory=LARGEST_STREAM,
        run_length_max_memory=LARGEST_STREAM,
        png_max_memory=LARGEST_STREAM,
        tiff_max_memory=LARGEST_STREAM,
        dct_max_memory=LARGEST_STREAM,
    )


def _uses_lzw(pdf: bytes) -> bool:
    """The one packing that has no such limit; no tool of today writes it."""
    return LZW.search(HEX_IN_NAME.sub(lambda found: bytes([int(found[1], 16)]), pdf)) is not None
