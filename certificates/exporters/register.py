"""The register as a file for a spreadsheet, the French way: semicolons, and a mark that says UTF-8."""

import csv
import io
from collections.abc import Iterable

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from certificates.models import RegisterEntry
from courses.exporters.matrix import guard


def register_csv(entries: Iterable[RegisterEntry]) -> bytes:
    """A row per entry, in the order given. Cells that a spreadsheet would run become text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    head = (
        _("Rang"),
        _("Date"),
        _("Événement"),
        _("Raison"),
        _("Numéro"),
        _("Titulaire"),
        _("Certificat"),
        _("Organisme"),
    )
    writer.writerow([guard(text) for text in head])
    for entry in entries:
        writer.writerow([guard(text) for text in _row(entry)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _row(entry: RegisterEntry) -> list[str]:
    change, holder = entry.status_change, getattr(entry.award, "holder", None)
    return [
        str(entry.index),
        f"{localtime(entry.at):%Y-%m-%d %H:%M}",
        str(change.get_kind_display()) if change else str(entry.get_kind_display()),
        change.reason if change else "",
        entry.award.number,
        holder.name if holder else _("effacé"),
        str(entry.award.payload["title"]),
        entry.award.organisation.name,
    ]
