"""Periodic work: one row per duty and due moment, so that two workers never do the same twice."""

from django.db import models

from people.choices import DutyState


class DutyRun(models.Model):
    duty = models.CharField(max_length=60)
    due = models.DateTimeField()
    state = models.CharField(max_length=8, choices=DutyState.choices, default=DutyState.RUNNING)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    report = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("duty", "due"), name="duty_once_per_due"),)

    def __str__(self) -> str:
        return f"{self.duty} {self.due:%Y-%m-%d %H:%M} {self.state}"
