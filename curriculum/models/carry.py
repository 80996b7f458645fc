"""Moving what points at a framework version to the next one: what was found, what a person decided, the draft it gave.

The things moved live in upper rooms (`curriculum.registries.dependants`): this room keeps their kind and id, no key.
"""

import uuid

from django.conf import settings
from django.db import models

from curriculum.choices import CarryFlag, CarryLineState, CarryState
from curriculum.models.crosswalk import CrosswalkVersion
from curriculum.models.framework import Competency, ProficiencyLevel


class CarryOver(models.Model):
    """The move of one thing (`kind`, `subject_id`: the version it is in now) through a published crosswalk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    crosswalk_version = models.ForeignKey(CrosswalkVersion, on_delete=models.PROTECT, related_name="carry_overs")
    owner = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    subject_title = models.CharField(max_length=300)
    draft_id = models.UUIDField(null=True, blank=True)
    draft_title = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=CarryState.choices, default=CarryState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "subject_id", "crosswalk_version"),
                condition=~models.Q(state="abandoned"),
                name="carry_over_once",
            ),
        )

    def __str__(self) -> str:
        return self.subject_title


class CarryOverLine(models.Model):
    """One aim of the thing. `place` is where it stands there, in its own room's words."""

    carry_over = models.ForeignKey(CarryOver, on_delete=models.PROTECT, related_name="lines")
    place = models.CharField(max_length=120)
    statement = models.TextField()
    position = models.PositiveIntegerField()
    origin = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(ProficiencyLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    flag = models.CharField(max_length=10, choices=CarryFlag.choices)
    state = models.CharField(max_length=10, choices=CarryLineState.choices, default=CarryLineState.PROPOSED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("carry_over", "place", "origin"), name="carry_line_once"),)

    def __str__(self) -> str:
        return f"{self.place} {self.flag}"


class CarryOverTarget(models.Model):
    """Where a line goes in the next version: several for a competency that was split."""

    line = models.ForeignKey(CarryOverLine, on_delete=models.PROTECT, related_name="targets")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(ProficiencyLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("line", "competency"), name="carry_target_once"),)

    def __str__(self) -> str:
        return f"{self.line_id} → {self.competency_id}"
