"""Scores and verdicts. Insert-only: a regrade or an appeal adds a row that supersedes the former."""

from django.db import models

from assessments.choices import Verdict
from assessments.models.attempt import Attempt
from courses.models import Enrolment
from curriculum.models import Competency, ProficiencyLevel
from people.guards import InsertOnly


class Score(models.Model):
    """Points of an attempt, in total, by section and by item: `detail` is `{"sections": {...}, "items": {...}}`,
    each value a share between 0 and 1."""

    guard = InsertOnly()

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="scores")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    points = models.FloatField()
    maximum = models.FloatField()
    passed = models.BooleanField()
    detail = models.JSONField()
    key_digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("attempt",), condition=models.Q(supersedes=None), name="one_first_score"),
        )

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.points:g}/{self.maximum:g}"


class Outcome(models.Model):
    """Verdict for one competency at one level, with the attempt it rests on."""

    guard = InsertOnly()

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="outcomes")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="outcomes")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(ProficiencyLevel, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    share = models.FloatField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("attempt", "competency"), condition=models.Q(supersedes=None), name="one_first_outcome"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.competency_id} · {self.verdict}"
