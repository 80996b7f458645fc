"""The register: an append-only list of awards and status changes, whose order is its own, not the clock's."""

from django.db import models

from certificates.choices import EntryKind
from certificates.models.award import Award, StatusChange
from certificates.models.issuer import RegisterKey
from people.guards import InsertOnly


class RegisterEntry(models.Model):
    """`index` has no gap; `leaf_hash` is the RFC 9162 leaf hash of `document`, which names nobody."""

    guard = InsertOnly()

    index = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="register_entries")
    status_change = models.OneToOneField(
        StatusChange, on_delete=models.PROTECT, null=True, related_name="register_entry"
    )
    document = models.JSONField()
    leaf_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ("index",)
        verbose_name_plural = "register entries"
        constraints = (
            models.UniqueConstraint(fields=("award",), condition=models.Q(kind="award"), name="award_registered_once"),
        )

    def __str__(self) -> str:
        return f"{self.index} {self.kind}"


class RegisterHead(models.Model):
    """One locked row: the size of the register. Appending takes it first, so that indexes follow on without a gap."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_register_head"),)

    def __str__(self) -> str:
        return str(self.size)


class RegisterTile(models.Model):
    """The hash over a full subtree of 256**level leaves (RFC 9162 §2.1.1), kept so that a proof reads few rows."""

    guard = InsertOnly()

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("level", "index")
        constraints = (
            models.UniqueConstraint(fields=("level", "index"), name="register_tile_once"),
            models.CheckConstraint(condition=models.Q(level__gte=1), name="register_tile_above_leaves"),
        )

    def __str__(self) -> str:
        return f"{self.level}:{self.index}"


class TreeHead(models.Model):
    """The root over the first `size` entries, signed. `note` is the signed text as published (C2SP tlog-checkpoint)."""

    guard = InsertOnly()

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    key = models.ForeignKey(RegisterKey, on_delete=models.PROTECT, related_name="heads")
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("size",)

    def __str__(self) -> str:
        return str(self.size)
