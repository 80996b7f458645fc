"""Sessions: a group that follows a course version at a training body, with dates, trainers and a join code."""

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.choices import Conditions, Frame
from courses.models.course import CourseVersion
from curriculum.models import DigitalStrandVersion, TrainingReferenceVersion


class Cohort(models.Model):
    """`join_code` is 6 letters without I, L, O and 3 digits 2-9; it lives until `closed_at` or the day after `ends_on`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="cohorts")
    course_version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="cohorts")
    reference_version = models.ForeignKey(
        TrainingReferenceVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    strand_version = models.ForeignKey(
        DigitalStrandVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("nom de la session"), max_length=120)
    frame = models.CharField(_("cadre"), max_length=12, choices=Frame.choices)
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))
    join_code = models.CharField(max_length=9)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("session")
        ordering = ("-starts_on", "name")
        constraints = (
            models.UniqueConstraint(fields=("join_code",), condition=Q(closed_at=None), name="open_join_code"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_start"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cohort-detail", args=[self.pk])

    @property
    def code_on_paper(self) -> str:
        """The join code in three groups, easier to read aloud: « ABC DEF 234 »."""
        return " ".join(self.join_code[start : start + 3] for start in (0, 3, 6))

    def today(self, at: datetime) -> date:
        """The date of the instant `at` where the training body is (La Réunion, Guyane…)."""
        return at.astimezone(ZoneInfo(self.organisation.time_zone)).date()

    def is_over(self, at: datetime) -> bool:
        """Nobody may join any more: closed by the trainer, or past its last day."""
        return self.closed_at is not None or self.today(at) > self.ends_on


class CohortTrainer(models.Model):
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="trainers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="trained_cohorts")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("cohort", "person"), name="cohort_trainer_once"),)

    def __str__(self) -> str:
        return f"{self.person} → {self.cohort}"


class Opening(models.Model):
    """The trainer opened a protected activity to a session, under conditions. Reopening changes the row."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="openings")
    activity_key = models.SlugField(max_length=80)
    conditions = models.CharField(max_length=8, choices=Conditions.choices)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("cohort", "activity_key"), name="opening_once"),)

    def __str__(self) -> str:
        return f"{self.cohort} · {self.activity_key}"
