"""A quiz as an activity of a course. A draft names the assessment; publishing the course freezes its version."""

from django.db import models

from assessments.models.assessment import Assessment, AssessmentVersion
from courses.models import Activity


class QuizActivity(Activity):
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(AssessmentVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "quiz activities"
