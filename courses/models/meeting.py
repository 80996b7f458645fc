"""Dated half-days of a session, and who was there."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.cohort import Cohort
from courses.models.enrolment import Enrolment


class Meeting(models.Model):
    """One dated half-day (or less) of a session; `minutes` is what counts towards attendance."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="meetings")
    day = models.DateField(_("date"))
    title = models.CharField(_("séance"), max_length=120)
    minutes = models.PositiveSmallIntegerField(_("durée (minutes)"))
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("day", "created_at", "pk")
        constraints = (models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=720), name="meeting_minutes"),)

    def __str__(self) -> str:
        return f"{self.day} · {self.title}"


class Attendance(models.Model):
    """Whether somebody was at a meeting, as a trainer of the session noted it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendances")
    present = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("meeting", "enrolment"), name="attendance_once"),)

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.enrolment_id}"
