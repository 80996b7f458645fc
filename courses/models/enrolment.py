"""A person in a session, what they did, and who saw who they are."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.choices import ProgressState, SeenAs
from courses.models.cohort import Cohort
from people.guards import InsertOnly


class Enrolment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    external_id = models.CharField(max_length=60, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("cohort", "person"), name="enrolment_once"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.cohort}"


class Progress(models.Model):
    """What an enrolment did of an activity, named by its stable key."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="progress")
    activity_key = models.SlugField(max_length=80)
    state = models.CharField(max_length=10, choices=ProgressState.choices, default=ProgressState.STARTED)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("enrolment", "activity_key"), name="progress_once"),
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(completed_at__isnull=False), name="progress_completed_dated"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.activity_key} · {self.state}"


class IdentityCheck(models.Model):
    """A trainer saw who the holder is. The newest row counts; erasure removes the row with the name.

    `adult`: the trainer saw that the person is 18 or more. Unless somebody did, nothing of theirs is ever made public."""

    guard = InsertOnly(deletable=True)

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="identity_checks")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    seen_as = models.CharField(max_length=10, choices=SeenAs.choices)
    adult = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()
