"""What happened: the audit trail, and the trace an erasure leaves."""

from django.conf import settings
from django.db import models

from people.guards import InsertOnly


class AuditEvent(models.Model):
    """One act worth answering for. `detail` names no person: only the keys `by` and `noun_id` do."""

    guard = InsertOnly()

    verb = models.CharField(max_length=40)
    noun = models.CharField(max_length=60)
    noun_id = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=("noun", "noun_id"), name="audit_by_noun"),
            models.Index(fields=("organisation", "-at"), name="audit_by_organisation"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.noun} {self.noun_id}"


class Erasure(models.Model):
    """A person's data was erased: when, by whom, and what each room erased (counts, no content)."""

    guard = InsertOnly()

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="erasure")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    report = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"erasure {self.person_id} {self.at:%Y-%m-%d}"
