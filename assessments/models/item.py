"""The item bank: questions and their versions. Polymorphic by kind; the body is one typed JSON document."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from polymorphic.models import PolymorphicModel

from assessments.scoring import Body, parse_body
from content.versions import State, Thing, new_edit_token, version_constraints
from curriculum.models import Target
from people.guards import FrozenBy, FrozenVersion


class Bank(Thing):
    title = models.CharField(max_length=200)


class Item(models.Model):
    """A question of a bank, whatever its version. Its kind never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="items")
    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("bank", "key"), name="item_key"),)

    def __str__(self) -> str:
        return self.key


class ItemVersion(PolymorphicModel):
    """An edition of a question.

    `body` is the JSON of `assessments.scoring.Body`: prompt, kind's parts (an id on each), feedback. `content_digest`
    leaves targets out, so that moving an item to the next framework version keeps its statistics. The fields repeat
    `content.versions.Version`, which a polymorphic base can't inherit.
    """

    guard = FrozenVersion()
    kind: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
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
    body = models.JSONField()
    content_digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("-number",)
        constraints = version_constraints("item")

    def __str__(self) -> str:
        return f"{self.item_id} {self.label}"

    def parsed(self) -> Body:
        """The body as its frozen dataclass; a child names its `kind`."""
        return parse_body(self.kind, self.body)


class ItemTarget(Target):
    guard = FrozenBy("item_version")

    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="targets")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item_version", "competency"), name="item_target_once"),)

    def __str__(self) -> str:
        return f"{self.item_version_id} → {self.competency_id}"
