"""The digital strand put into a training reference: which unit asks which competencies, at which level, to what effect."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.versions import Thing, Version, version_constraints
from curriculum.choices import Effect, Standing
from curriculum.models.framework import Competency, FrameworkVersion, ProficiencyLevel
from curriculum.models.reference import ReferenceUnit, TrainingReferenceVersion
from people.guards import FrozenBy


class DigitalStrand(Thing):
    class Meta(Thing.Meta):
        verbose_name = _("volet numérique")
        verbose_name_plural = _("volets numériques")


class DigitalStrandVersion(Version):
    """An edition of a strand, with its author and its standing: a proposal must never read as the State's text.

    `standing_on` is the day of adoption, or that of the text (`legal_basis`) that provides for it.
    """

    strand = models.ForeignKey(DigitalStrand, on_delete=models.PROTECT, related_name="versions")
    reference_version = models.ForeignKey(TrainingReferenceVersion, on_delete=models.PROTECT, related_name="strands")
    framework_version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="strands")
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=120)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.PROPOSAL)
    hours = models.PositiveSmallIntegerField()
    introduction = models.TextField(blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    standing_on = models.DateField(null=True, blank=True)
    forked_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="forks")

    class Meta(Version.Meta):
        constraints = (
            *version_constraints("strand"),
            models.CheckConstraint(
                condition=~Q(standing="statutory") | (~Q(legal_basis="") & Q(standing_on__isnull=False)),
                name="statutory_strand_cites_its_text",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("strand-version", args=[self.strand.slug, self.label])


class StrandLine(models.Model):
    """A unit asks a competency at a level. An equivalence needs a legal basis with its date of entry into force."""

    guard = FrozenBy("version")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(DigitalStrandVersion, on_delete=models.PROTECT, related_name="lines")
    unit = models.ForeignKey(ReferenceUnit, on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(ProficiencyLevel, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField(default=0)
    statement = models.TextField()
    effect = models.CharField(max_length=12, choices=Effect.choices, default=Effect.CONTENT)
    legal_basis = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("version", "unit", "competency", "level"), name="strand_line_once"),
            models.CheckConstraint(
                condition=~Q(effect="equivalence") | (~Q(legal_basis="") & Q(starts_on__isnull=False)),
                name="equivalence_needs_a_legal_basis",
            ),
        )

    def __str__(self) -> str:
        return self.statement
