"""A thing and its numbered versions: the spine of every room (MODEL: THING, VERSION).

A version is edited while it is a draft and frozen by the database afterwards: only its state moves. Corrections are a
new version. A draft refers to things; a published version refers to versions.
"""

import re
import secrets
import uuid
from collections.abc import Container
from itertools import count

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.guards import FrozenVersion


class State(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("publiée")
    SUPERSEDED = "superseded", _("remplacée")
    WITHDRAWN = "withdrawn", _("retirée")


class Visibility(models.TextChoices):
    PRIVATE = "private", _("privée")
    SHARED = "shared", _("partagée")
    PUBLIC = "public", _("publique")


def new_edit_token() -> str:
    return secrets.token_hex(8)


class Thing(models.Model):
    """What has versions. Its slug is unique among all things of its kind: it stands in public, lasting addresses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    owner = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug


class Version(models.Model):
    """A numbered edition of a thing. A child adds the key to its thing and `version_constraints(<name of that key>)`."""

    guard = FrozenVersion()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    language = models.CharField(max_length=8, default="fr")
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    edit_token = models.CharField(max_length=16, default=new_edit_token)

    class Meta:
        abstract = True
        ordering = ("-number",)

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT


def version_constraints(thing: str) -> tuple[models.BaseConstraint, ...]:
    """The constraints of a version whose key to its thing is the field `thing`."""
    return (
        models.UniqueConstraint(fields=(thing, "number"), name="%(class)s_number"),
        models.UniqueConstraint(fields=(thing, "label"), name="%(class)s_label"),
        models.UniqueConstraint(fields=(thing,), condition=Q(state="draft"), name="%(class)s_one_draft"),
        models.CheckConstraint(condition=Q(state="draft") | Q(published_at__isnull=False), name="%(class)s_dated"),
    )


def next_label(label: str, taken: Container[str]) -> str:
    """The label of the next minor version: « 1.0.0 » → « 1.1.0 », « 2.2 » → « 2.3 ». One that isn't made of numbers gets
    a number at its end: « été » → « été-2 »."""
    steps = [int(step) for step in label.split(".")] if re.fullmatch(r"\d{1,6}(\.\d{1,6}){0,3}", label) else []
    if not steps:
        return next(name for number in count(2) if (name := f"{label[:15]}-{number}") not in taken)
    first, second, *rest = [*steps, 0] if len(steps) == 1 else steps
    tail = [0] * len(rest)
    every = (".".join(map(str, (first, minor, *tail))) for minor in count(second + 1))
    return next(name for name in every if name not in taken)
