"""Courses: a learning path, its immutable editions, their modules."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.versions import Thing, Version, version_constraints
from curriculum.models import FrameworkVersion
from people.guards import FrozenBy


class Course(Thing):
    """A learning path. An adopted course names the version it came from (`origin`) and the first of its line (`root`)."""

    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    origin = models.ForeignKey(
        "courses.CourseVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="adoptions"
    )

    class Meta(Thing.Meta):
        verbose_name = _("parcours")
        verbose_name_plural = _("parcours")

    def get_absolute_url(self) -> str:
        return reverse("course-detail", args=[self.slug])


class CourseVersion(Version):
    """An edition of a course; `label` is a semantic version. `certificate` is the proposal of what can be earned by it."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    framework_version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("titre"), max_length=200)
    summary = models.TextField(_("résumé"), blank=True)
    licence = models.CharField(max_length=60, blank=True)
    authors = models.JSONField(default=list)
    certificate = models.JSONField(default=dict, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Version.Meta):
        constraints = version_constraints("course")

    def __str__(self) -> str:
        return f"{self.title} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("course-detail", args=[self.course.slug])


class Module(models.Model):
    """A part of a course version. `key` is stable from version to version."""

    guard = FrozenBy("course_version")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course_version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="modules")
    key = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("course_version", "key"), name="module_key"),)

    def __str__(self) -> str:
        return self.title
