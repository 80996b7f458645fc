"""Which standard a file follows, and who reads it: the first of `READERS` that knows the file."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from curriculum.formats.exchange import Parsed, Remark
from curriculum.importers import moodle_csv, moodle_rows, skos
from curriculum.importers.case import knows_case, parse_case


@dataclass(frozen=True)
class Reader:
    """`knows(data, name)` looks at the first bytes and the file's name; `parse(data, name)` never raises for a bad file."""

    name: str
    knows: Callable[[bytes, str], bool]
    parse: Callable[[bytes, str], Parsed]


READERS: list[Reader] = [
    Reader("case", knows_case, parse_case),
    Reader("skos-rdfxml", skos.knows_rdf_xml, skos.refuse_rdf_xml),
    Reader("skos-jsonld", skos.knows_json_ld, skos.parse_json_ld),
    Reader("skos-ttl", skos.knows_turtle, skos.parse_turtle),
    Reader("moodle-csv", moodle_rows.looks_like_moodle, moodle_csv.parse_moodle_csv),
]
ARCHIVES = {b"PK\x03\x04": "ZIP", b"\x1f\x8b": "GZIP"}


def read_framework(data: bytes, name: str) -> Parsed:
    """The framework version that a file of any known standard holds. Pure: bytes in, dataclasses out."""
    if len(data) > settings.VOLET_LIMITS["framework_bytes"]:
        return _refused(name, too_big())
    for signature, kind in ARCHIVES.items():
        if data.startswith(signature):
            reason = _("ce fichier est une archive %(kind)s : décompressez-la, puis importez le fichier")
            return _refused(name, reason % {"kind": kind})
    for reader in READERS:
        if reader.knows(data, name):
            return reader.parse(data, name)
    reason = _("ce fichier n'est ni un paquet CASE (JSON), ni du SKOS (Turtle ou JSON-LD), ni un CSV de Moodle")
    return _refused(name, reason)


def too_big() -> str:
    """The reason why a file is not read; a command and a screen say it before they open the file."""
    megabytes = settings.VOLET_LIMITS["framework_bytes"] // 1_000_000
    return _("ce fichier dépasse %(limit)d Mo") % {"limit": megabytes}


def _refused(name: str, reason: str) -> Parsed:
    return Parsed(format="", errors=[Remark(name, reason)])
