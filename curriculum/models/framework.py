"""Competency frameworks: a framework, its frozen versions, their levels and competencies, and the texts of these."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.versions import Thing, Version, version_constraints
from curriculum.choices import AdoptionStatus, CompetencyKind, TextStatus
from people.guards import AppendBy, FrozenBy, InsertOnly


def new_identifier() -> str:
    """Of a version that comes without one: CASE wants a UUID."""
    return str(uuid.uuid4())


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
    """An edition of a framework. A code means nothing without it: DigComp 3.0 kept all codes and renamed twelve.

    `identifier` and `uri` are the source's, verbatim. `scales` groups the levels in other granularities:
    `[{"key": "letters", "title": {language: text}, "rungs": [{"code", "title": {…}, "first": rank, "last": rank}]}]`.
    `extra` keeps what the source says beyond our fields, so that nothing is lost when it goes out again.
    """

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    title = models.JSONField(default=dict)  # {language: title}
    publisher = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)
    licence = models.CharField(max_length=60, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    identifier = models.CharField(max_length=200, unique=True, default=new_identifier)
    uri = models.CharField(max_length=500, blank=True)
    creator = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    adoption_status = models.CharField(max_length=16, choices=AdoptionStatus.choices, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    scales = models.JSONField(default=list, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    forked_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="forks")

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
    """A node of a version. `code` may be absent or repeated; `identifier` is kept verbatim and is unique in the version.

    `type_label`, `uri` and `extra` are the source's own, verbatim: its word for this kind of node, its address, the rest.
    """

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
    type_label = models.CharField(max_length=80, blank=True)
    uri = models.CharField(max_length=500, blank=True)
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("path",)
        verbose_name = _("compétence")
        constraints = (models.UniqueConstraint(fields=("version", "identifier"), name="competency_identifier"),)
        indexes = (
            models.Index(fields=("version", "code"), name="competency_code"),
            models.Index(fields=("version", "path"), name="competency_path"),
            models.Index(fields=("identifier",), name="competency_by_identifier"),
        )

    def __str__(self) -> str:
        return f"{self.version} · {self.code or self.identifier}"

    def get_absolute_url(self) -> str:
        framework = self.version.framework.slug
        return reverse("competency-detail", args=[framework, self.version.label, self.identifier])


class Erratum(models.Model):
    """A correction of a published version, with a number of its own. It adds texts or a remark; it changes no row."""

    guard = InsertOnly()

    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="errata")
    number = models.PositiveIntegerField()
    summary = models.TextField()
    source = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        verbose_name_plural = "errata"
        constraints = (models.UniqueConstraint(fields=("version", "number"), name="erratum_number"),)

    def __str__(self) -> str:
        return f"{self.version} · {self.number}"


class CompetencyText(models.Model):
    """A competency's title in one language. A later official text is a new revision of a published node, not an edit.

    `search_text` is that of a text which an erratum brought, for the node's own is frozen; empty for the others.
    """

    guard = AppendBy("competency__version")

    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8)
    revision = models.PositiveIntegerField(default=1)
    title = models.TextField()
    description = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=TextStatus.choices)
    source = models.TextField(blank=True)
    erratum = models.ForeignKey(Erratum, on_delete=models.PROTECT, null=True, blank=True, related_name="texts")
    search_text = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("language", "-revision")
        constraints = (
            models.UniqueConstraint(fields=("competency", "language", "revision"), name="competency_text_revision"),
        )

    def __str__(self) -> str:
        return self.title


class Association(models.Model):
    """A relation of the version's package, as CASE knows it: every edge of the tree, and what goes beyond the tree.

    `kind` is the CASE association type, verbatim (`isChildOf`, `isRelatedTo`, `ext:…`). Origin and destination are
    competencies of this version where they are inside; a destination NULL is the document itself or something outside.
    The `*_link`s are the source's own `{title, identifier, uri, targetType}`; empty for what was written here.
    """

    guard = FrozenBy("version")

    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="associations")
    identifier = models.CharField(max_length=200)
    uri = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=40)
    origin = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    destination = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    origin_link = models.JSONField(default=dict, blank=True)
    destination_link = models.JSONField(default=dict, blank=True)
    position = models.IntegerField(null=True, blank=True)
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("version", "identifier"), name="association_identifier"),)
        indexes = (models.Index(fields=("identifier",), name="association_by_identifier"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.identifier}"


class Definition(models.Model):
    """A concept, subject, licence, item type, grouping or rubric of the version's package, kept as the source has it.

    `kind` is the CASE name (`CFConcepts`, `CFSubjects`, `CFLicenses`, `CFItemTypes`, `CFAssociationGroupings`, `CFRubrics`).
    """

    guard = FrozenBy("version")

    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="definitions")
    kind = models.CharField(max_length=30)
    identifier = models.CharField(max_length=200)
    data = models.JSONField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("version", "kind", "identifier"), name="definition_once"),)
        indexes = (models.Index(fields=("identifier",), name="definition_by_identifier"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.identifier}"
