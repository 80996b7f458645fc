"""Existing trainings: a training reference, its dated legal texts, its registry codes, its units."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.versions import Thing, Version, version_constraints
from curriculum.choices import ReferenceKind, RegistryStatus, UnitKind
from people.guards import FrozenBy


class TrainingReference(Thing):
    """A training as people name it (BAFA, BPJEPS ASEC…), whatever the text in force."""

    abbreviation = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=ReferenceKind.choices)

    class Meta(Thing.Meta):
        verbose_name = _("référentiel de formation")
        verbose_name_plural = _("référentiels de formation")

    def __str__(self) -> str:
        return self.abbreviation


class TrainingReferenceVersion(Version):
    """A dated legal text of a training.

    `facts` is a list of `{key, label, value, source, verified}`: what is shown to people, with what is verified and what
    is still « à vérifier ».
    """

    reference = models.ForeignKey(TrainingReference, on_delete=models.PROTECT, related_name="versions")
    title = models.TextField()
    legal_text = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors")
    facts = models.JSONField(default=list)

    class Meta(Version.Meta):
        constraints = version_constraints("reference")

    def __str__(self) -> str:
        return f"{self.reference.abbreviation} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("reference-version", args=[self.reference.slug, self.label])


class RegistryCode(models.Model):
    """A code in a national registry (RNCP, RS), with its dates: it changes at each renewal.

    `ends_on` closes new entries; `delivery_until` is the last day on which it can still be delivered to those in course.
    """

    guard = FrozenBy("version")

    version = models.ForeignKey(TrainingReferenceVersion, on_delete=models.PROTECT, related_name="codes")
    registry = models.CharField(max_length=20)
    code = models.CharField(max_length=20)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)
    verified = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=RegistryStatus.choices, blank=True)
    delivery_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "code"), name="registry_code_once"),)

    def __str__(self) -> str:
        return self.code


class ReferenceUnit(models.Model):
    """A step, unit or block of a version; nested, with options (`choose` of the children are needed)."""

    guard = FrozenBy("version")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(TrainingReferenceVersion, on_delete=models.PROTECT, related_name="units")
    code = models.CharField(max_length=20)
    title = models.TextField()
    kind = models.CharField(max_length=8, choices=UnitKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField()
    hours = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    choose = models.PositiveSmallIntegerField(null=True, blank=True)
    verified = models.BooleanField(default=False)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("version", "code"), name="unit_code"),)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class HostLink(models.Model):
    """A complementary certificate and one of the trainings it can be added to. `host` is NULL where we don't hold it."""

    guard = FrozenBy("version")

    version = models.ForeignKey(TrainingReferenceVersion, on_delete=models.PROTECT, related_name="hosts")
    host = models.ForeignKey(TrainingReference, on_delete=models.PROTECT, null=True, blank=True, related_name="guests")
    name = models.CharField(max_length=200)
    position = models.PositiveIntegerField()
    source = models.TextField(blank=True)
    verified = models.BooleanField(default=False)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("version", "name"), name="host_once"),)

    def __str__(self) -> str:
        return self.name
