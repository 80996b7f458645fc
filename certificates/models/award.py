"""The fact of an award, its holder (who can be forgotten), its evidence, its files, and what happened to it since."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse

from certificates.choices import FormKind, Ground, OwnReason, StatusKind
from certificates.models.achievement import AchievementVersion
from certificates.models.issuer import IssuerKey
from people.guards import InsertOnly


def new_public_id() -> str:
    """128 random bits: the address of a certificate can't be guessed, and says nothing of its date."""
    return secrets.token_urlsafe(16)


def new_salt() -> str:
    return secrets.token_hex(16)


class Award(models.Model):
    """Who earned what, when, on which evidence. Insert-only, without personal data.

    `payload` freezes all a reader will need in 2046 but the name: titles, statements, levels, conditions, dates.
    `holder_commitment` is SHA-256 of salt and name; the salt is kept beside the name and goes with it.
    `idempotency` is "<achievement version>:<enrolment>:<correction number>": signing twice makes one award.
    """

    guard = InsertOnly()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=32, unique=True, default=new_public_id)
    number = models.CharField(max_length=60, unique=True)
    issuer = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="issued_awards")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="run_awards")
    achievement_version = models.ForeignKey(AchievementVersion, on_delete=models.PROTECT, related_name="awards")
    awarded_on = models.DateField()
    awarded_at = models.DateTimeField()
    valid_until = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    payload = models.JSONField()
    evidence_digest = models.CharField(max_length=64)
    holder_commitment = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    renews = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by")
    idempotency = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ("-awarded_at",)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("award-verify", args=[self.public_id])


class AwardHolder(models.Model):
    """The holder's name as it stands on the certificate. Erasure deletes the row; the award and the register stay whole."""

    guard = InsertOnly(erasable=frozenset({"person"}), mutable=frozenset({"public"}), deletable=True)

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="holder")
    name = models.CharField(max_length=200)
    salt = models.CharField(max_length=64)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="held_awards"
    )
    public = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class AwardEvidence(models.Model):
    """What an award rests on: the attempt, the identity check. Never changed; goes with the person's data."""

    guard = InsertOnly(deletable=True)

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="evidence")
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="+")
    attempt = models.ForeignKey("assessments.Attempt", on_delete=models.PROTECT, null=True, related_name="+")
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.award_id} ← {self.attempt_id}"


class IssuedForm(models.Model):
    """A file handed to the holder, made once and kept: its digest finds an altered copy."""

    guard = InsertOnly(deletable=True)

    holder = models.ForeignKey(AwardHolder, on_delete=models.PROTECT, related_name="forms")
    form = models.CharField(max_length=12, choices=FormKind.choices)
    file = models.FileField(upload_to="issued/%Y/%m")
    digest = models.CharField(max_length=64)
    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("holder", "form"), name="issued_form_once"),)

    def __str__(self) -> str:
        return f"{self.holder_id} · {self.form}"


class StatusChange(models.Model):
    """An award was suspended, reinstated, revoked or corrected. A row, never a flag; `reason` stays with the certifier.

    A withdrawal has a ground and a second person, who agreed: `by` asked for it. `salt` is never shown: without it
    nobody, the holder included, can try reasons against the register."""

    guard = InsertOnly()

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="status_changes")
    kind = models.CharField(max_length=10, choices=StatusKind.choices)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=Ground.choices, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    salt = models.CharField(max_length=64, default=new_salt, editable=False)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(agreed_by=None) | ~models.Q(agreed_by=models.F("by")),
                name="status_change_two_people",
            ),
        )

    def __str__(self) -> str:
        return f"{self.award} · {self.kind}"

    @property
    def reason_said(self) -> str:
        """What a person typed, or the words for one of ours in the reader's language."""
        return str(OwnReason(self.reason).label) if self.reason in OwnReason.values else self.reason


class Withdrawal(models.Model):
    """A withdrawal that somebody asked for and that waits for a second person, or what that person decided.

    `change` is the status change it led to; declined or taken back, there is none. `suspended`: asking suspended the award,
    so that declining reinstates it. `answer`: why the second person declined; "" where the request was taken back.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="withdrawals")
    ground = models.CharField(max_length=12, choices=Ground.choices)
    reason = models.TextField()
    suspended = models.BooleanField(default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    change = models.OneToOneField(StatusChange, on_delete=models.PROTECT, null=True, related_name="withdrawal")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("award",), condition=models.Q(decided_at=None), name="one_open_withdrawal"),
            models.CheckConstraint(
                condition=models.Q(change=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="withdrawal_two_people",
            ),
        )

    def __str__(self) -> str:
        return f"{self.award} · {self.ground}"
