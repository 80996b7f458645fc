"""Who presents what, as a file for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from certificates.models import TrainingRecord
from content.spreadsheets import spreadsheet


def livrets_csv(records: Iterable[TrainingRecord]) -> bytes:
    """A row per certificate, and one per record without any. `annexes` and `stages` are prefetched (`queries.livrets`)."""
    head = (
        _("Personne"),
        _("Dossier"),
        _("Formation"),
        _("Étape ou unité"),
        _("Du"),
        _("Au"),
        _("Certificat"),
        _("Numéro"),
        _("Émetteur"),
        _("État"),
    )
    return spreadsheet([head, *(row for record in records for row in _rows(record))])


def _rows(record: TrainingRecord) -> Iterator[list[str]]:
    stage = next(iter(record.stages.all()), None)
    person = [
        record.person.display_name,
        record.file_number,
        record.reference_version.title,
        stage.unit.code if stage is not None and stage.unit is not None else "",
        f"{stage.starts_on or ''}" if stage is not None else "",
        f"{stage.ends_on or ''}" if stage is not None else "",
    ]
    for annex in record.annexes.all():
        yield [*person, annex.title, annex.number, annex.issuer_name, str(annex.get_state_display())]
    if not record.annexes.all():
        yield [*person, "", "", "", ""]
