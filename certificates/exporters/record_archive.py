"""« Emporter mon livret »: a record with its certificates as they came, in a ZIP that another installation can read."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings

from certificates.formats import FOLDER, MANIFEST, AnnexFile, DecisionFile, RecordFile, StageFile
from certificates.models import Annex, AnnexDecision, RecordStage, TrainingRecord
from curriculum.models import StrandLine

MOMENT: Final = (1980, 1, 1, 0, 0, 0)
PAPER: Final = "annexe.pdf"


def record_archive(
    record: TrainingRecord, files: Sequence[tuple[Annex, str, bytes]], paper: bytes, made_at: str
) -> bytes:
    """`files`: each annex, the ending of its file, and the file. `decisions__organisation` of the annexes is prefetched.
    The same record gives the same bytes, but for `made_at` and the paper."""
    lines = {
        str(line.pk): line
        for line in StrandLine.objects.filter(version=record.strand_version_id).select_related("unit")
    }
    named = [(annex, f"{FOLDER}{_digest(data)[:24]}.{ending}", data) for annex, ending, data in files]
    manifest = RecordFile(
        reference=_named(record.reference_version, record.reference_version.reference.slug),
        strand=_named(record.strand_version, record.strand_version.strand.slug),
        file_number=record.file_number,
        opened_at=record.opened_at.isoformat(),
        made_at=made_at,
        installation=settings.VOLET_BASE_URL,
        stages=[_stage(stage) for stage in record.stages.select_related("unit").order_by("starts_on", "pk")],
        annexes=[_annex(annex, name, data, lines) for annex, name, data in named],
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, MANIFEST, manifest.to_json().encode())
        for name, data in {name: data for _annex_row, name, data in named}.items():
            _add(archive, name, data)
        _add(archive, PAPER, paper)
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, MOMENT), data, zipfile.ZIP_DEFLATED)


def _named(version: Any, slug: str) -> dict[str, str]:
    return {"slug": slug, "label": version.label, "title": version.title}


def _stage(stage: RecordStage) -> StageFile:
    return StageFile(
        body=stage.body_name,
        unit=stage.unit.code if stage.unit else "",
        starts_on=stage.starts_on.isoformat() if stage.starts_on else "",
        ends_on=stage.ends_on.isoformat() if stage.ends_on else "",
        ended=stage.ended_at is not None,
    )


def _annex(annex: Annex, name: str, data: bytes, lines: Mapping[str, StrandLine]) -> AnnexFile:
    return AnnexFile(
        file=name,
        sha256=_digest(data),
        title=annex.title,
        number=annex.number,
        issuer=annex.issuer_name,
        added_at=annex.added_at.isoformat(),
        state=annex.state,
        decisions=[_decision(row, lines) for row in sorted(annex.decisions.all(), key=lambda row: row.pk)],
    )


def _decision(row: AnnexDecision, lines: Mapping[str, StrandLine]) -> DecisionFile:
    return DecisionFile(
        body=row.organisation.name if row.organisation else "",
        state=row.state,
        at=row.at.isoformat(),
        reason=row.reason,
        lines=[
            {
                "unit": lines[one["line"]].unit.code,
                "statement": lines[one["line"]].statement,
                "effect": one["effect"],
                "legal_basis": one["legal_basis"],
            }
            for one in row.lines
            if one["line"] in lines
        ],
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
