"""The register as a file for a spreadsheet."""

from collections.abc import Iterable

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from certificates.models import RegisterEntry
from content.spreadsheets import spreadsheet


def register_csv(entries: Iterable[RegisterEntry]) -> bytes:
    """A row per entry, in the order given."""
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
    return spreadsheet([head, *map(_row, entries)])


def _row(entry: RegisterEntry) -> list[str]:
    change, holder = entry.status_change, getattr(entry.award, "holder", None)
    return [
        str(entry.index),
        f"{localtime(entry.at):%Y-%m-%d %H:%M}",
        str(change.get_kind_display()) if change else str(entry.get_kind_display()),
        change.reason_said if change else "",
        entry.award.number,
        holder.name if holder else _("effacé"),
        str(entry.award.payload["title"]),
        entry.award.organisation.name,
    ]
