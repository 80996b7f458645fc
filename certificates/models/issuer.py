"""Keys, seals and numbers of an issuer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull

from people.guards import InsertOnly


class SigningKey(models.Model):
    """An Ed25519 key. The private half is encrypted with a key that is not in the database.

    A retired key signs nothing more and stays published: what it signed stays true. So a key is never changed nor deleted;
    it retires, its private half may be sealed anew, and the day of its last backup is noted.
    """

    guard = InsertOnly(mutable=frozenset({"retired_at", "private_sealed", "backed_up_at"}))

    kid = models.CharField(max_length=40)
    public_multibase = models.CharField(max_length=80)
    private_sealed = models.TextField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    backed_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class IssuerKey(SigningKey):
    """A key of a certifier: it signs credentials and status lists."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="issuer_keys")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "kid"), name="issuer_key_kid"),
            models.UniqueConstraint(fields=("organisation",), condition=Q(retired_at=None), name="one_key_in_use"),
        )

    def __str__(self) -> str:
        return f"{self.organisation} · {self.kid}"


class RegisterKey(SigningKey):
    """A key of this installation: it signs the heads of the register, which is one for all certifiers."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kid",), name="register_key_kid"),
            models.UniqueConstraint(
                IsNull(F("retired_at"), True), condition=Q(retired_at=None), name="one_register_key_in_use"
            ),
        )

    def __str__(self) -> str:
        return self.kid


class Seal(models.Model):
    """A certifier's own X.509 certificate, under which its PDFs are sealed (PAdES). `chain` is PEM, its own first."""

    guard = InsertOnly(mutable=frozenset({"retired_at", "private_sealed"}))

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="seals")
    subject = models.CharField(max_length=300)
    chain = models.TextField()
    private_sealed = models.TextField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation",), condition=Q(retired_at=None), name="one_seal_in_use"),
        )

    def __str__(self) -> str:
        return f"{self.organisation} · {self.subject}"


class NumberCounter(models.Model):
    """Award numbers follow on per issuer and year, from this locked row."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "year"), name="number_counter_once"),)

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}: {self.last}"
