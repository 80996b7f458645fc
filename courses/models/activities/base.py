"""One thing to do in a course. Polymorphic: each kind is a child, reached through `courses.registries.kinds`."""

import uuid

from django.db import models
from polymorphic.models import PolymorphicModel

from courses.models.course import CourseVersion, Module
from curriculum.models import Target
from people.guards import FrozenBy


class Activity(PolymorphicModel):
    """`key` is unique in the course version and stable across versions: progress hangs on (enrolment, key), not on a row.

    A `protected` activity opens only when the trainer opens it.
    """

    guard = FrozenBy("course_version")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course_version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="activities")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="activities")
    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    protected = models.BooleanField(default=False)

    class Meta:
        ordering = ("position",)
        verbose_name_plural = "activities"
        constraints = (
            models.UniqueConstraint(fields=("course_version", "key"), name="activity_key"),
            models.UniqueConstraint(fields=("course_version", "position"), name="activity_position"),
        )

    def __str__(self) -> str:
        return self.title


class ActivityTarget(Target):
    guard = FrozenBy("activity__course_version")

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="targets")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("activity", "competency"), name="activity_target_once"),)

    def __str__(self) -> str:
        return f"{self.activity} → {self.competency}"
