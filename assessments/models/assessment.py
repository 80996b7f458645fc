"""Assessments: an instrument and its editions, made of sections that draw from items.

Publishing freezes two snapshots: `paper`, what a trainee may see, and `key`, how it is scored. Pages never load `key`.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.choices import Feedback, Purpose
from assessments.models.item import Item, ItemVersion
from content.versions import Thing, Version, version_constraints
from curriculum.models import FrameworkVersion, Target
from people.guards import FrozenBy


class Assessment(Thing):
    purpose = models.CharField(max_length=10, choices=Purpose.choices)

    class Meta(Thing.Meta):
        verbose_name = _("quiz")
        verbose_name_plural = _("quiz")


class AssessmentVersion(Version):
    """`pass_rule` is `{overall, section}`, shares of the points between 0 and 1; empty for practice."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="versions")
    framework_version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)
    feedback = models.CharField(max_length=10, choices=Feedback.choices, default=Feedback.AT_END)
    pass_rule = models.JSONField(default=dict, blank=True)
    paper = models.JSONField(default=dict, blank=True)
    key = models.JSONField(default=dict, blank=True)
    paper_digest = models.CharField(max_length=64, blank=True)
    key_digest = models.CharField(max_length=64, blank=True)

    class Meta(Version.Meta):
        constraints = version_constraints("assessment")

    def __str__(self) -> str:
        return f"{self.title} {self.label}"


class Section(Target):
    """A part of an assessment, about one competency. Each person gets `draw` of its items, or all when NULL."""

    guard = FrozenBy("version")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(AssessmentVersion, on_delete=models.PROTECT, related_name="sections")
    key = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    position = models.PositiveIntegerField()
    draw = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("version", "key"), name="section_key"),)

    def __str__(self) -> str:
        return self.title


class SectionItem(models.Model):
    """An item of a section; its version is set when the assessment is published. `review` is the activity to see again."""

    guard = FrozenBy("section__version")

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="entries")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField()
    points = models.PositiveSmallIntegerField(default=1)
    review = models.SlugField(max_length=80, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("section", "item"), name="section_item_once"),)

    def __str__(self) -> str:
        return f"{self.section} · {self.item}"
