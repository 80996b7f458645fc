"""Keys and numbers of an issuer."""

from django.db import models
from django.db.models import Q

from people.guards import InsertOnly


class IssuerKey(models.Model):
    """An Ed25519 key of a certifier. The private half is encrypted with a key that is not in the database.

    A retired key signs nothing more and stays published: what it signed stays true. So a key is never changed nor deleted;
    it retires, and its private half may be sealed anew.
    """

    guard = InsertOnly(mutable=frozenset({"retired_at", "private_sealed"}))

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="issuer_keys")
    kid = models.CharField(max_length=40)
    public_multibase = models.CharField(max_length=80)
    private_sealed = models.TextField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "kid"), name="issuer_key_kid"),
            models.UniqueConstraint(fields=("organisation",), condition=Q(retired_at=None), name="one_key_in_use"),
        )

    def __str__(self) -> str:
        return f"{self.organisation} · {self.kid}"


class NumberCounter(models.Model):
    """Award numbers follow on per issuer and year, from this locked row."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "year"), name="number_counter_once"),)

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}: {self.last}"
