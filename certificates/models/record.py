"""A person's file for one training, and the certificates added to it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.choices import AnnexState, ForeignFormat, Verdict
from certificates.models.award import Award, new_public_id
from curriculum.models import DigitalStrandVersion, ReferenceUnit, TrainingReferenceVersion
from people.guards import InsertOnly


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


class RecordStage(models.Model):
    """A part of the training followed at one body: the step or unit, the days. That body reads the record and decides."""

    record = models.ForeignKey(TrainingRecord, on_delete=models.PROTECT, related_name="stages")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="record_stages"
    )
    body_name = models.CharField(_("organisme"), max_length=160)
    unit = models.ForeignKey(ReferenceUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(_("du"), null=True, blank=True)
    ends_on = models.DateField(_("au"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("starts_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="record_stage_dates",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_id} · {self.body_name}"


class ForeignAward(models.Model):
    """A certificate of another installation or issuer, given by file: the bytes are kept as they came, with what we read in
    them and what the check said that day.

    `statements`: `[{"text", "framework", "code", "level", "url"}]`; `checks`: `[{"name", "result", "detail"}]`.
    """

    guard = InsertOnly(mutable=frozenset({"checks", "verdict", "checked_at"}), deletable=True)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="foreign_awards")
    file = models.FileField(upload_to="foreign/%Y/%m")
    digest = models.CharField(max_length=64)
    format = models.CharField(max_length=4, choices=ForeignFormat.choices)
    identifier = models.CharField(max_length=500)
    issuer = models.CharField(max_length=500)
    issuer_name = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    holder_name = models.CharField(max_length=200, blank=True)
    awarded_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    statements = models.JSONField(default=list)
    checks = models.JSONField(default=list)
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    checked_at = models.DateTimeField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("-added_at",)
        constraints = (models.UniqueConstraint(fields=("person", "digest"), name="foreign_award_once"),)

    def __str__(self) -> str:
        return self.title


class Annex(models.Model):
    """A certificate added to a record: one of ours, or a foreign one. `coverage` freezes what it covered of the strand
    on the day it was added: `[{"line", "unit", "competency", "level", "statement", "by", "through", "sure"}]`, where
    `through` is empty or the crosswalk that led from its framework version to the strand's, and without `sure` a person
    has to judge. `state` follows the newest decision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(TrainingRecord, on_delete=models.PROTECT, related_name="annexes")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, blank=True, related_name="annexes")
    foreign_award = models.ForeignKey(
        ForeignAward, on_delete=models.PROTECT, null=True, blank=True, related_name="annexes"
    )
    coverage = models.JSONField()
    state = models.CharField(max_length=10, choices=AnnexState.choices, default=AnnexState.PROPOSED)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "annexes"
        constraints = (
            models.UniqueConstraint(fields=("record", "award"), name="annex_once"),
            models.UniqueConstraint(fields=("record", "foreign_award"), name="foreign_annex_once"),
            models.CheckConstraint(
                condition=Q(award=None, foreign_award__isnull=False) | Q(award__isnull=False, foreign_award=None),
                name="annex_one_certificate",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_id} ← {self.award_id or self.foreign_award_id}"

    @property
    def title(self) -> str:
        if self.award is not None:
            return str(self.award.payload["title"])
        return self.foreign_award.title if self.foreign_award is not None else ""

    @property
    def number(self) -> str:
        if self.award is not None:
            return self.award.number
        return self.foreign_award.identifier if self.foreign_award is not None else ""

    @property
    def issuer_name(self) -> str:
        if self.award is not None:
            return str(self.award.payload["issuer"]["name"])
        return self.foreign_award.issuer_name if self.foreign_award is not None else ""


class AnnexDecision(models.Model):
    """What a body decided about an annex, with its reason: a row, never a flag. `lines` are those of the strand that it
    recognises, `[{"line", "effect", "legal_basis"}]`; a withdrawal has no person where the certificate was revoked."""

    guard = InsertOnly(deletable=True)

    annex = models.ForeignKey(Annex, on_delete=models.PROTECT, related_name="decisions")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=AnnexState.choices)
    lines = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.annex_id} · {self.state}"


class ShareLink(models.Model):
    """« Montrer à mon jury »: an address that shows the record until a day, counted, and taken back at will."""

    record = models.ForeignKey(TrainingRecord, on_delete=models.PROTECT, related_name="share_links")
    token = models.CharField(max_length=32, unique=True, default=new_public_id)
    label = models.CharField(_("pour qui"), max_length=120, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="share_link_expires_later"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} · {self.label}"
