"""Reasoned decisions of a jury about somebody in a session."""

from django.conf import settings
from django.db import models

from assessments.choices import JuryVerdict
from courses.models import Enrolment
from people.guards import InsertOnly


class JuryDecision(models.Model):
    """Insert-only: a second decision supersedes the first. `members` are names and functions as the minutes have them,
    `[{"name", "function"}]`; the row goes with the person's data."""

    guard = InsertOnly(deletable=True)

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="jury_decisions")
    verdict = models.CharField(max_length=10, choices=JuryVerdict.choices)
    reason = models.TextField()
    sat_on = models.DateField()
    members = models.JSONField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("enrolment",), condition=models.Q(supersedes=None), name="one_first_jury_decision"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.verdict}"
