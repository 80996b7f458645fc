"""What can be earned, and who may run it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.choices import CriterionKind, Issuing, Renewal
from content.versions import Thing, Version, version_constraints
from courses.models import Course
from curriculum.models import Competency, FrameworkVersion, ProficiencyLevel, Target
from people.guards import Apart, FrozenBy


class Achievement(Thing):
    """A certificate to be earned. Its owner is the certifier, who answers for it."""

    class Meta(Thing.Meta):
        verbose_name = _("certificat à obtenir")
        verbose_name_plural = _("certificats à obtenir")


def _one_subject() -> Q:
    """Each kind of criterion with its subject, and no other."""
    bare = {"course": None, "activity_key": "", "competency": None, "level": None, "share": None, "achievement": None}

    def only(kind: CriterionKind, *subjects: str) -> Q:
        empty = Q(**{name: value for name, value in bare.items() if name not in subjects})
        full = Q()
        for name in subjects:
            full &= ~Q(**{name: bare[name]})
        return Q(kind=kind) & empty & full

    return (
        only(CriterionKind.ALL)
        | only(CriterionKind.ANY)
        | only(CriterionKind.ASSESSMENT, "course", "activity_key")
        | only(CriterionKind.OUTCOME, "competency", "level")
        | only(CriterionKind.COURSE, "course")
        | (only(CriterionKind.ATTENDANCE, "share") & Q(share__gte=1, share__lte=100))
        | only(CriterionKind.JURY)
        | only(CriterionKind.ACHIEVEMENT, "achievement")
    )


class AchievementVersion(Version):
    """Criterion: the activity `activity_key` passed in a session of a course whose line starts at `course`.

    A version with rows of `Criterion` is decided by their tree instead; `course` still says whose sessions are concerned,
    and `activity_key` which assessment's conditions are printed.
    With `needs_supervision`, only an attempt in the room counts. `validity_months` and `valid_until` NULL mean for life;
    `badge` is the drawing (`certificates.badges.Design`), {} the standard one.
    """

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="versions")
    framework_version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    activity_key = models.SlugField(max_length=80)
    title = models.CharField(_("titre"), max_length=200)
    summary = models.TextField(_("résumé"), blank=True)
    needs_supervision = models.BooleanField(_("épreuve dans la salle seulement"), default=False)
    validity_months = models.PositiveSmallIntegerField(_("durée de validité (mois)"), null=True, blank=True)
    valid_until = models.DateField(_("valable jusqu'au"), null=True, blank=True)
    renewal = models.CharField(_("renouvellement"), max_length=8, choices=Renewal.choices, default=Renewal.NONE)
    renewal_days = models.PositiveSmallIntegerField(_("renouvelable avant la fin (jours)"), default=90)
    issuing = models.CharField(_("délivrance"), max_length=10, choices=Issuing.choices, default=Issuing.BY_SESSION)
    badge = models.JSONField(_("dessin du badge"), default=dict, blank=True)

    class Meta(Version.Meta):
        constraints = (
            *version_constraints("achievement"),
            models.CheckConstraint(
                condition=Q(validity_months=None) | Q(valid_until=None), name="achievement_one_validity"
            ),
        )

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


class Criterion(models.Model):
    """A node of the tree that says who earns the certificate. A version without a node asks for its one assessment.

    A group has children and no subject; a leaf has exactly the subject of its kind: `assessment` course and activity_key,
    `outcome` competency and level, `course` course, `attendance` share (percent of the minutes), `jury` nothing more,
    `achievement` another achievement.
    """

    guard = FrozenBy("version")

    version = models.ForeignKey(AchievementVersion, on_delete=models.PROTECT, related_name="criteria")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=CriterionKind.choices)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    activity_key = models.SlugField(max_length=80, blank=True)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    level = models.ForeignKey(ProficiencyLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("position", "pk")
        verbose_name_plural = "criteria"
        constraints = (
            models.UniqueConstraint(fields=("version",), condition=Q(parent=None), name="criterion_one_root"),
            models.UniqueConstraint(fields=("parent", "position"), name="criterion_position"),
            models.CheckConstraint(condition=_one_subject(), name="criterion_one_subject"),
        )

    def __str__(self) -> str:
        return self.kind


class Signatory(models.Model):
    """Who stands under the certificate, with their function. Frozen with the version: it never follows a change of staff."""

    guard = FrozenBy("version")

    version = models.ForeignKey(AchievementVersion, on_delete=models.PROTECT, related_name="signatories")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("nom"), max_length=120)
    function = models.CharField(_("fonction"), max_length=120)

    class Meta:
        ordering = ("position",)
        verbose_name_plural = "signatories"
        constraints = (models.UniqueConstraint(fields=("version", "position"), name="signatory_position"),)

    def __str__(self) -> str:
        return f"{self.name}, {self.function}"


class Authorisation(models.Model):
    """The certifier lets a body run an achievement, from–to, under conditions. Ending it leaves earlier awards valid.

    Other conditions are a row of their own, so that one reads later under which ones somebody passed."""

    guard = Apart(("achievement", "organisation"), "starts_on", "ends_on")

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
