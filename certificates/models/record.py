"""A person's file for one training, and the certificates added to it."""

import uuid

from django.conf import settings
from django.db import models

from certificates.choices import AnnexState
from certificates.models.award import Award
from curriculum.models import DigitalStrandVersion, TrainingReferenceVersion


class TrainingRecord(models.Model):
    """Le livret. It follows the person from body to body; `strand_version` says what its coverage is measured against."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="training_records")
    reference_version = models.ForeignKey(TrainingReferenceVersion, on_delete=models.PROTECT, related_name="records")
    strand_version = models.ForeignKey(DigitalStrandVersion, on_delete=models.PROTECT, related_name="records")
    file_number = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "reference_version"), name="one_record_per_reference"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} · {self.reference_version_id}"


class Annex(models.Model):
    """A certificate added to a record. `coverage` freezes what it covered of the strand on the day it was added:
    `[{"line": id, "unit": code, "competency": code, "level": rank, "statement": text}]`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(TrainingRecord, on_delete=models.PROTECT, related_name="annexes")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="annexes")
    coverage = models.JSONField()
    state = models.CharField(max_length=10, choices=AnnexState.choices, default=AnnexState.PROPOSED)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "annexes"
        constraints = (models.UniqueConstraint(fields=("record", "award"), name="annex_once"),)

    def __str__(self) -> str:
        return f"{self.record_id} ← {self.award_id}"
