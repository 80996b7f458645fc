"""A target (visée): an activity, item or achievement aims at a competency at a level. Not an alignment."""

from django.db import models

from curriculum.models.framework import Competency, ProficiencyLevel


class Target(models.Model):
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(ProficiencyLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
