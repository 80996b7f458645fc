"""What this room knows about a person, and how it forgets it. Awards, changes and the register name nobody: they stay."""

from datetime import datetime
from typing import Any

from django.db import transaction

from certificates.actions.removing import Removal
from certificates.models import (
    Annex,
    AnnexDecision,
    AwardEvidence,
    AwardHolder,
    ForeignAward,
    IssuedForm,
    RecordStage,
    ShareLink,
    TrainingRecord,
)
from people.models import Person


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
            "foreign_certificates": list(
                ForeignAward.objects.filter(person=person)
                .order_by("pk")
                .values(
                    "title", "issuer", "issuer_name", "holder_name", "identifier", "awarded_on", "digest", "added_at"
                )
            ),
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
            transaction.on_commit(Removal(str(form.file.name)))
        evidence, _rows = AwardEvidence.objects.filter(enrolment__person=person).delete()
        AnnexDecision.objects.filter(annex__record__person=person).delete()
        RecordStage.objects.filter(record__person=person).delete()
        ShareLink.objects.filter(record__person=person).delete()
        annexes, _rows = Annex.objects.filter(record__person=person).delete()
        records, _rows = TrainingRecord.objects.filter(person=person).delete()
        foreign = list(ForeignAward.objects.filter(person=person))
        ForeignAward.objects.filter(pk__in=[one.pk for one in foreign]).delete()
        for one in foreign:
            transaction.on_commit(Removal(str(one.file.name)))
        erased, _rows = holders.delete()
        return {
            "files": len(forms) + len(foreign),
            "evidence": evidence,
            "annexes": annexes,
            "records": records,
            "holders": erased,
        }
