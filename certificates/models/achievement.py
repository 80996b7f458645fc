"""What can be earned, and who may run it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from content.versions import Thing, Version, version_constraints
from courses.models import Course
from curriculum.models import FrameworkVersion, Target
from people.guards import FrozenBy


class Achievement(Thing):
    """A certificate to be earned. Its owner is the certifier, who answers for it."""

    class Meta(Thing.Meta):
        verbose_name = _("certificat à obtenir")
        verbose_name_plural = _("certificats à obtenir")


class AchievementVersion(Version):
    """Criterion: the activity `activity_key` passed in a session of a course whose line starts at `course`.

    With `needs_supervision`, only an attempt in the room counts. `validity_months` NULL means for life.
    """

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="versions")
    framework_version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    activity_key = models.SlugField(max_length=80)
    title = models.CharField(_("titre"), max_length=200)
    summary = models.TextField(_("résumé"), blank=True)
    needs_supervision = models.BooleanField(_("épreuve dans la salle seulement"), default=False)
    validity_months = models.PositiveSmallIntegerField(_("durée de validité (mois)"), null=True, blank=True)

    class Meta(Version.Meta):
        constraints = version_constraints("achievement")

    def __str__(self) -> str:
        return f"{self.title} {self.label}"


class AchievementTarget(Target):
    """One « sait faire » line of the certificate."""

    guard = FrozenBy("version")

    version = models.ForeignKey(AchievementVersion, on_delete=models.PROTECT, related_name="targets")
    position = models.PositiveSmallIntegerField()
    statement = models.TextField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("version", "position"), name="achievement_target_position"),)

    def __str__(self) -> str:
        return self.statement


class Authorisation(models.Model):
    """The certifier lets a body run an achievement, from–to, under conditions. Ending it leaves earlier awards valid."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="authorisations")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="authorisations")
    starts_on = models.DateField(_("à partir du"))
    ends_on = models.DateField(_("jusqu'au"), null=True, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("achievement", "organisation", "starts_on"), name="authorisation_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="authorisation_dates"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} · {self.achievement}"
