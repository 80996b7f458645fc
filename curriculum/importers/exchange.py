"""Which standard a file follows, and who reads it: the first of `READERS` that knows the file."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from curriculum.formats.exchange import Parsed, Remark
from curriculum.importers import moodle_csv, moodle_rows, skos


@dataclass(frozen=True)
class Reader:
    """`knows(data, name)` looks at the first bytes and the file's name; `parse(data, name)` never raises for a bad file."""

    name: str
    knows: Callable[[bytes, str], bool]
    parse: Callable[[bytes, str], Parsed]


READERS: list[Reader] = [
    Reader("skos-rdfxml", skos.knows_rdf_xml, skos.refuse_rdf_xml),
    Reader("skos-jsonld", skos.knows_json_ld, skos.parse_json_ld),
    Reader("skos-ttl", skos.knows_turtle, skos.parse_turtle),
    Reader("moodle-csv", moodle_rows.looks_like_moodle, moodle_csv.parse_moodle_csv),
]


def read_framework(data: bytes, name: str) -> Parsed:
    """The framework version that a file of any known standard holds. Pure: bytes in, dataclasses out."""
    for reader in READERS:
        if reader.knows(data, name):
            return reader.parse(data, name)
    reason = _("ce fichier n'est ni un paquet CASE (JSON), ni du SKOS (Turtle ou JSON-LD), ni un CSV de Moodle")
    return Parsed(format="", errors=[Remark(name, reason)])
