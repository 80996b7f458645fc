"""What this room knows about a person, and how it forgets it. Awards, changes and the register name nobody: they stay."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.storage import default_storage
from django.db import transaction

from certificates.models import (
    Annex,
    AnnexDecision,
    AwardEvidence,
    AwardHolder,
    IssuedForm,
    RecordStage,
    ShareLink,
    TrainingRecord,
)
from people.models import Person

FOLDER: Final = "issued"
GRACE: Final = timedelta(hours=1)


class CertificatesData:
    """The entry of this room in `people.registries.personal_data`."""

    room = "certificates"

    def export(self, person: Person) -> dict[str, Any]:
        holders = AwardHolder.objects.filter(person=person).select_related("award__issuer").order_by("pk")
        records = TrainingRecord.objects.filter(person=person).select_related("reference_version__reference")
        return {
            "certificates": [
                {
                    "number": holder.award.number,
                    "address": holder.award.get_absolute_url(),
                    "name": holder.name,
                    "title": holder.award.payload["title"],
                    "issuer": holder.award.issuer.name,
                    "awarded_on": holder.award.awarded_on.isoformat(),
                    "content": holder.award.payload,
                }
                for holder in holders
            ],
            "records": [
                {
                    "reference": str(record.reference_version),
                    "file_number": record.file_number,
                    "opened_at": record.opened_at.isoformat(),
                    "certificates": list(record.annexes.values_list("award__number", flat=True)),
                    "stages": list(record.stages.values("body_name", "unit__code", "starts_on", "ends_on")),
                    "share_links": list(record.share_links.values("label", "created_at", "expires_at", "opened")),
                    "decisions": list(
                        AnnexDecision.objects.filter(annex__record=record).values(
                            "organisation__name", "state", "lines", "reason", "at"
                        )
                    ),
                }
                for record in records
            ],
        }

    def erase(self, person: Person, *, at: datetime) -> dict[str, int]:
        holders = AwardHolder.objects.filter(person=person)
        forms = list(IssuedForm.objects.filter(holder__in=holders))
        IssuedForm.objects.filter(pk__in=[form.pk for form in forms]).delete()
        for form in forms:
            transaction.on_commit(_Removal(str(form.file.name)))
        evidence, _rows = AwardEvidence.objects.filter(enrolment__person=person).delete()
        AnnexDecision.objects.filter(annex__record__person=person).delete()
        RecordStage.objects.filter(record__person=person).delete()
        ShareLink.objects.filter(record__person=person).delete()
        annexes, _rows = Annex.objects.filter(record__person=person).delete()
        records, _rows = TrainingRecord.objects.filter(person=person).delete()
        erased, _rows = holders.delete()
        return {"files": len(forms), "evidence": evidence, "annexes": annexes, "records": records, "holders": erased}


def remove_orphans(*, at: datetime) -> str:
    """Files of erased people that a crash between commit and removal left behind. Young files are spared: their row may
    be about to be written."""
    kept = set(IssuedForm.objects.values_list("file", flat=True))
    orphans = [
        name for name in _files(FOLDER) if name not in kept and default_storage.get_modified_time(name) < at - GRACE
    ]
    for name in orphans:
        default_storage.delete(name)
    return f"removed {len(orphans)}"


class _Removal:
    """Removes one file once the erasure is committed."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self) -> None:
        default_storage.delete(self.name)


def _files(folder: str) -> list[str]:
    if not default_storage.exists(folder):
        return []
    folders, names = default_storage.listdir(folder)
    inner = [found for name in folders for found in _files(f"{folder}/{name}")]
    return [*inner, *(f"{folder}/{name}" for name in names)]
