"""Competency frameworks: a framework, its frozen versions, their levels and competencies, and the texts of these."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.versions import Thing, Version, version_constraints
from curriculum.choices import CompetencyKind, TextStatus
from people.guards import AppendBy, FrozenBy


class Framework(Thing):
    """A competency framework (DigComp, CRCN…), whatever its version. `name` is the short name people use."""

    name = models.CharField(_("nom"), max_length=120)
    uri = models.URLField(blank=True)

    class Meta(Thing.Meta):
        verbose_name = _("référentiel de compétences")
        verbose_name_plural = _("référentiels de compétences")

    def __str__(self) -> str:
        return self.name


class FrameworkVersion(Version):
    """An edition of a framework. A code means nothing without it: DigComp 3.0 kept all codes and renamed twelve."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    title = models.JSONField(default=dict)  # {language: title}
    publisher = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)
    licence = models.CharField(max_length=60, blank=True)
    adopted_on = models.DateField(null=True, blank=True)

    class Meta(Version.Meta):
        constraints = version_constraints("framework")

    def __str__(self) -> str:
        return f"{self.framework.name} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("framework-version", args=[self.framework.slug, self.label])


class ProficiencyLevel(models.Model):
    """One rung of a version's scale, lowest `rank` first, within a band."""

    guard = FrozenBy("version")

    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="levels")
    rank = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    title = models.JSONField(default=dict)
    band = models.JSONField(default=dict)

    class Meta:
        ordering = ("rank",)
        constraints = (models.UniqueConstraint(fields=("version", "rank"), name="level_rank"),)

    def __str__(self) -> str:
        return f"{self.version} · {self.code}"


class Competency(models.Model):
    """A node of a version. `code` may be absent or repeated; `identifier` is kept verbatim and is unique in the version."""

    guard = FrozenBy("version")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="competencies")
    identifier = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=12, choices=CompetencyKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    search_text = models.TextField(blank=True)

    class Meta:
        ordering = ("path",)
        verbose_name = _("compétence")
        constraints = (models.UniqueConstraint(fields=("version", "identifier"), name="competency_identifier"),)
        indexes = (
            models.Index(fields=("version", "code"), name="competency_code"),
            models.Index(fields=("version", "path"), name="competency_path"),
        )

    def __str__(self) -> str:
        return f"{self.version} · {self.code or self.identifier}"

    def get_absolute_url(self) -> str:
        framework = self.version.framework.slug
        return reverse("competency-detail", args=[framework, self.version.label, self.identifier])


class CompetencyText(models.Model):
    """A competency's title in one language. A later official text is a new revision of a published node, not an edit."""

    guard = AppendBy("competency__version")

    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8)
    revision = models.PositiveIntegerField(default=1)
    title = models.TextField()
    status = models.CharField(max_length=12, choices=TextStatus.choices)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ("language", "-revision")
        constraints = (
            models.UniqueConstraint(fields=("competency", "language", "revision"), name="competency_text_revision"),
        )

    def __str__(self) -> str:
        return self.title
