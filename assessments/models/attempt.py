"""Tries and answers. An acknowledged answer survives a crash, a lost network and a second tab, and counts once."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.choices import AttemptState
from assessments.models.assessment import AssessmentVersion
from courses.choices import Conditions
from courses.models import Enrolment


def new_token() -> str:
    """128 random bits for an address."""
    return secrets.token_urlsafe(16)


class Attempt(models.Model):
    """One try of one enrolment at one activity.

    `drawn` is what this person got: `[{"key", "section", "order": [part ids]}]`, made from `seed` and kept. One attempt is
    open at a time per (enrolment, activity).
    """

    token = models.CharField(max_length=32, unique=True, default=new_token)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempts")
    activity_key = models.SlugField(max_length=80)
    assessment_version = models.ForeignKey(AssessmentVersion, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    seed = models.CharField(max_length=32)
    drawn = models.JSONField()
    conditions = models.CharField(max_length=8, choices=Conditions.choices, default=Conditions.ALONE)
    supervised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=AttemptState.choices, default=AttemptState.OPEN)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("enrolment", "activity_key", "number"), name="attempt_number"),
            models.UniqueConstraint(
                fields=("enrolment", "activity_key"), condition=Q(state="open"), name="one_open_attempt"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(submitted_at__isnull=False), name="attempt_submitted_dated"
            ),
            models.CheckConstraint(
                condition=~Q(conditions="in_room") | Q(supervised_by__isnull=False), name="attempt_in_room_supervised"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.activity_key} · {self.number}"


class Response(models.Model):
    """The latest answer to one item. `seq` grows in the browser; a write with a smaller one is a late copy and is kept
    in `rival`, never over the newer. Nothing is written once the attempt is submitted."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="responses")
    item_key = models.SlugField(max_length=80)
    answer = models.JSONField()
    seq = models.BigIntegerField()
    client = models.CharField(max_length=36, blank=True)
    rival = models.JSONField(null=True, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("attempt", "item_key"), name="response_once"),)

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.item_key}"
