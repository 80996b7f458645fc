"""Published lists of status: Bitstring Status List 1.0 (W3C), two purposes over the same indexes."""

from django.db import models
from django.db.models import F, Q

from certificates.choices import StatusPurpose
from certificates.models.award import Award
from people.guards import InsertOnly

#: The least that the standard allows: among so many entries nobody guesses whose bit a reader asked for.
LENGTH = 131_072


class StatusList(models.Model):
    """A list of an issuer. When half its indexes are taken the next one is opened, so that a free one is found at once."""

    issuer = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="status_lists")
    number = models.PositiveSmallIntegerField()
    length = models.PositiveIntegerField(default=LENGTH)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("issuer", "number"), name="status_list_number"),
            models.CheckConstraint(condition=Q(length__gte=LENGTH), name="status_list_long_enough"),
            models.CheckConstraint(condition=Q(taken__lte=F("length")), name="status_list_not_overfull"),
        )

    def __str__(self) -> str:
        return f"{self.issuer} · {self.number}"


class StatusEntry(models.Model):
    """Where the bits of an award stand. The index is drawn at random: the list tells nothing of the order of awards."""

    guard = InsertOnly()

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="status_entry")
    list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="entries")
    index = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "status entries"
        constraints = (models.UniqueConstraint(fields=("list", "index"), name="status_entry_index"),)

    def __str__(self) -> str:
        return f"{self.list_id}[{self.index}]"


class PublishedStatus(models.Model):
    """The signed list as it is served, replaced at each change. `stale_since` is set where it couldn't be signed anew (a key
    that doesn't open): the duty tries again."""

    list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="published")
    purpose = models.CharField(max_length=10, choices=StatusPurpose.choices)
    content = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    stale_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "published statuses"
        constraints = (models.UniqueConstraint(fields=("list", "purpose"), name="published_status_once"),)

    def __str__(self) -> str:
        return f"{self.list_id} · {self.purpose}"
