"""Bytes of a Moodle CSV → rows of 14 cells, whatever the separator and the encoding that a spreadsheet gave them."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from curriculum.formats.exchange import Parsed, Remark
from curriculum.formats.moodle import HEADER, unguarded

SEPARATORS = ",;\t"
NAMES = {",": ",", ";": ";", "\t": "TAB"}


@dataclass(frozen=True)
class Row:
    """`line` is the row as a spreadsheet numbers it: the header is row 1."""

    line: int
    cells: list[str]

    @property
    def where(self) -> str:
        return row_name(self.line)


def row_name(line: int) -> str:
    return _("ligne %(number)d") % {"number": line}


def looks_like_moodle(data: bytes, name: str) -> bool:
    """A header of 14 columns, or a CSV that isn't one of those with a `fullStatement`, which are OpenSALT's."""
    head = data[:4096].decode("latin-1").partition("\n")[0]
    if "fullstatement" in "".join(letter for letter in head.lower() if letter.isalpha()):
        return False
    return name.lower().endswith(".csv") or any(head.count(mark) == len(HEADER) - 1 for mark in SEPARATORS)


def read_rows(data: bytes, parsed: Parsed) -> list[Row]:
    """The rows under the header. With errors in `parsed` they are of no use."""
    text = _text(data, parsed)
    if parsed.errors:
        return []
    separator = _separator(text)
    if separator != ",":
        reason = _("le séparateur est « %(mark)s » : Moodle attend une virgule")
        parsed.warnings.append(Remark(row_name(1), reason % {"mark": NAMES[separator]}))
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for line, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                rows.append(Row(line, [unguarded(cell) for cell in cells]))
    except csv.Error:
        reason = _("cette ligne est mal écrite ou coupée : un guillemet y est ouvert et pas fermé, ou fermé trop tôt")
        parsed.errors.append(Remark(row_name(reader.line_num), reason))
        return []
    if len(rows) < 2:
        parsed.errors.append(Remark(row_name(1), _("ce fichier est vide")))
        return []
    parsed.errors += _odd_widths(rows)
    return rows[1:]


def _text(data: bytes, parsed: Parsed) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = row_name(data.count(b"\n", 0, error.start) + 1)
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            parsed.errors.append(Remark(where, _("ce fichier n'est ni en UTF-8 ni en Windows-1252")))
            return ""
        parsed.warnings.append(Remark(where, _("ce fichier est en Windows-1252 : vérifiez les accents")))
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        parsed.errors.append(Remark(row_name(line), _("un caractère nul n'est pas permis")))
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _separator(text: str) -> str:
    """The one that cuts the header into 14, else the one that cuts it most."""
    head = text.partition("\n")[0][: csv.field_size_limit()]
    widths = {mark: len(next(csv.reader([head], delimiter=mark), [])) for mark in SEPARATORS}
    return max(SEPARATORS, key=lambda mark: (widths[mark] == len(HEADER), widths[mark]))


def _odd_widths(rows: list[Row]) -> Iterator[Remark]:
    reason = _("%(count)d colonnes au lieu de %(wanted)d")
    for row in rows:
        while len(row.cells) > len(HEADER) and not row.cells[-1].strip():
            row.cells.pop()
        if len(row.cells) != len(HEADER):
            yield Remark(row.where, reason % {"count": len(row.cells), "wanted": len(HEADER)})
