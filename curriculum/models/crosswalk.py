"""Crosswalks: the published, reviewed relations between the competencies of two framework versions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.versions import Thing, Version, version_constraints
from curriculum.choices import AlignmentBasis, AlignmentKind, AlignmentState
from curriculum.models.framework import Competency, FrameworkVersion, new_identifier
from people.guards import FrozenBy


class Crosswalk(Thing):
    class Meta(Thing.Meta):
        verbose_name = _("table de correspondance")
        verbose_name_plural = _("tables de correspondance")


class CrosswalkVersion(Version):
    """An edition of a crosswalk, from `source` to `target`. Nobody but its author answers for it."""

    crosswalk = models.ForeignKey(Crosswalk, on_delete=models.PROTECT, related_name="versions")
    source = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="crosswalks_out")
    target = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="crosswalks_in")
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=120)
    introduction = models.TextField(blank=True)
    identifier = models.CharField(max_length=200, unique=True, default=new_identifier)
    forked_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="forks")

    class Meta(Version.Meta):
        constraints = (
            *version_constraints("crosswalk"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="crosswalk_between_two_versions"),
        )

    def __str__(self) -> str:
        return f"{self.title}, version {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("crosswalk-version", args=[self.crosswalk.slug, self.label])


class Alignment(models.Model):
    """What a competency of the source corresponds to in the target; n to m. `destination` NULL: nothing there.

    `kind` says what the destination is to the origin. Without `reviewed_by`, nobody has checked it yet: shown « à relire ».
    """

    guard = FrozenBy("version")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(CrosswalkVersion, on_delete=models.PROTECT, related_name="alignments")
    origin = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    destination = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16, choices=AlignmentKind.choices, blank=True)
    state = models.CharField(max_length=10, choices=AlignmentState.choices, default=AlignmentState.PROPOSED)
    basis = models.CharField(max_length=12, choices=AlignmentBasis.choices, default=AlignmentBasis.PERSON)
    score = models.FloatField(null=True, blank=True)
    rationale = models.TextField(blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("origin__path", "destination__path")
        constraints = (
            models.UniqueConstraint(fields=("version", "origin", "destination"), name="alignment_once"),
            models.UniqueConstraint(
                fields=("version", "origin"), condition=Q(destination=None), name="alignment_to_nothing_once"
            ),
            models.CheckConstraint(
                condition=Q(destination=None, kind="") | (Q(destination__isnull=False) & ~Q(kind="")),
                name="alignment_has_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | Q(reviewed_at__isnull=False), name="alignment_review_dated"
            ),
        )

    def __str__(self) -> str:
        return f"{self.origin_id} {self.kind} {self.destination_id}"
