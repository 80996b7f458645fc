"""The papers of a strand: the annex to a training plan, and the file on which somebody decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.documents import Box, qr_data_uri, render_pdf
from curriculum.models import DigitalStrandVersion, ReferenceUnit, TrainingReferenceVersion
from curriculum.queries.strand_matrix import Matrix
from curriculum.queries.strand_reading import Reading
from curriculum.queries.trees import Node
from people.models import Organisation

#: How many columns of figures stand on a sheet of A4 upright; beyond, the matrix stays on the screen.
MOST_COLUMNS = 8
BAND = (Box(0, 0, 210, 5, "#2b3a8c"), Box(0, 5, 210, 1.2, "#d9481c"))


@dataclass(frozen=True)
class UnitShare:
    """What a step, unit or block gets: its minutes and lines, their effects, and the areas it leaves out."""

    unit: ReferenceUnit
    minutes: int
    lines: int
    effects: list[str]
    gaps: list[Node]


def strand_paper(reading: Reading, matrix: Matrix, introduction: SafeString, at: datetime) -> bytes:
    """The annex, in the reader's language. Raises DocumentError with a sentence."""
    context = {"introduction": introduction, "doubts": doubts(reading.version.reference_version)}
    return _paper(
        "curriculum/strand_pdf.html", reading, matrix, _("Annexe numérique au plan de formation"), at, context
    )


def decision_paper(reading: Reading, matrix: Matrix, at: datetime) -> bytes:
    """The decision file, in the reader's language. Raises DocumentError with a sentence."""
    context = decision_facts(reading, matrix)
    return _paper("curriculum/strand_decision_pdf.html", reading, matrix, _("Dossier de décision"), at, context)


def decision_facts(reading: Reading, matrix: Matrix) -> dict[str, Any]:
    """What the decision file says beyond the strand itself, on screen and on paper."""
    reference = reading.version.reference_version
    asked = {group.unit.pk: group for group in reading.groups}
    shares = []
    for row in matrix.rows:
        lines = asked[row.unit.pk].lines if row.unit.pk in asked else []
        effects = dict.fromkeys(str(line.get_effect_display()) for line in lines if line.effect != "content")
        gaps = [column.node for column, cell in zip(matrix.columns, row.cells, strict=True) if not cell.lines]
        shares.append(UnitShare(row.unit, row.minutes, len(lines), list(effects), gaps))
    return {
        "shares": shares,
        "doubts": doubts(reference),
        "sources": list(_sources(reading.version)),
        "operator": Organisation.objects.filter(operates=True).first(),
        "effects": [(lines[0].get_effect_display(), lines) for lines in reading.effects.values()],
        "award": next((fact for fact in reference.facts if fact["key"] == "award" and fact["verified"]), None),
    }


def doubts(reference: TrainingReferenceVersion) -> list[str]:
    """What nobody has verified in a training reference, to be said wherever it is built upon."""
    found = [f"{fact['label']} : {fact['value']}" for fact in reference.facts if not fact["verified"]]
    found += [_("Texte qui fixe la formation")] if not reference.legal_text else []
    found += [_("Date d'entrée en vigueur du texte")] if not reference.starts_on else []
    found += [f"{code.registry} {code.code}" for code in reference.codes.all() if not code.verified]
    units = (unit for unit in reference.units.all() if not unit.verified)
    found += [_("Intitulé de %(code)s : %(title)s") % {"code": unit.code, "title": unit.title} for unit in units]
    return found


def _sources(version: DigitalStrandVersion) -> Iterator[str]:
    reference, framework = version.reference_version, version.framework_version
    if version.legal_basis:
        yield version.legal_basis
    if reference.legal_text:
        yield f"{reference} : {reference.legal_text}"
    if framework.source:
        yield f"{framework} : {framework.source}"
    for fact in reference.facts:
        if fact["source"]:
            yield f"{reference}, {fact['label'][:1].lower()}{fact['label'][1:]} : {fact['source']}"


def _paper(
    template: str, reading: Reading, matrix: Matrix, kicker: str, at: datetime, context: dict[str, Any]
) -> bytes:
    """The title of the file names author and standing too: it is what a reader's window and a search show."""
    version = reading.version
    title = f"{kicker} · {version} · {version.get_standing_display()} · {version.author}"
    address = f"{settings.VOLET_BASE_URL}{version.get_absolute_url()}"
    parts = urlsplit(address)
    with override(reading.language):
        full = {
            **context,
            "version": version,
            "kicker": kicker,
            "reading": reading,
            "matrix": matrix,
            "drawn": len(matrix.columns) <= MOST_COLUMNS,
            "qr": qr_data_uri(address),
            "address": f"{parts.netloc}{parts.path}",
            "base_url": settings.VOLET_BASE_URL,
            "made_at": at,
            "demo": settings.VOLET_DEMO,
        }
        return render_pdf(template=template, context=full, title=title, language=reading.language, boxes=BAND)
