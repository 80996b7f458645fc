"""Organisations and what people do in them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.choices import Role


class Organisation(models.Model):
    """A training body, a certifier, both, a territory, or the one that operates this installation.

    It exists for the public once an administrator of the installation has approved it (`approved_at`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("nom de l'organisme"), max_length=160)
    city = models.CharField(_("ville"), max_length=80, blank=True)
    trains = models.BooleanField(_("forme des animateurs"), default=True)
    certifies = models.BooleanField(_("délivre des certificats"), default=False)
    operates = models.BooleanField(_("exploite cette installation"), default=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    contact = models.EmailField(_("adresse pour vous écrire"), blank=True)
    is_demo = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_organisations"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    purpose = models.TextField(_("en quelques mots"), blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(_("raison du refus"), blank=True)

    class Meta:
        verbose_name = _("organisme")
        verbose_name_plural = _("organismes")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("operates",), condition=Q(operates=True), name="one_operating_organisation"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(refused_at=None), name="organisation_approved_or_refused"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation-detail", args=[self.slug])


class Membership(models.Model):
    """A role of a person in an organisation, from `since` until `until` (open when NULL)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "organisation", "role"), name="membership_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("since")), name="membership_until_after_since"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.organisation}"


class Invitation(models.Model):
    """A link that gives its bearer roles in an organisation, once, until it expires. Only the token's digest is kept."""

    LIFETIME_DAYS: ClassVar[int] = 14

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    roles = models.JSONField(default=list)
    token_digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation} · {', '.join(self.roles)}"
