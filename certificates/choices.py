"""States and kinds of certificates."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StatusKind(TextChoices):
    SUSPENDED = "suspended", _("suspendu")
    REINSTATED = "reinstated", _("rétabli")
    REVOKED = "revoked", _("retiré")
    CORRECTED = "corrected", _("remplacé par une version corrigée")


class Standing(TextChoices):
    """What anyone who checks a certificate reads."""

    VALID = "valid", _("Vrai et valable")
    EXPIRED = "expired", _("Vrai, mais expiré")
    SUSPENDED = "suspended", _("Suspendu")
    REVOKED = "revoked", _("Retiré")
    CORRECTED = "corrected", _("Remplacé par une version corrigée")


class FormKind(TextChoices):
    CREDENTIAL = "credential", _("fichier signé")
    PDF = "pdf", _("certificat (PDF)")


class EntryKind(TextChoices):
    AWARD = "award", _("délivrance")
    STATUS = "status", _("changement d'état")


class AnnexState(TextChoices):
    PROPOSED = "proposed", _("proposée")
    ACCEPTED = "accepted", _("retenue")
    DECLINED = "declined", _("non retenue")


#: From which status a certificate may go to which. "none" is an award without any status change.
STATUS_MOVES: dict[str, frozenset[str]] = {
    "none": frozenset({"suspended", "revoked", "corrected"}),
    "suspended": frozenset({"reinstated", "revoked", "corrected"}),
    "reinstated": frozenset({"suspended", "revoked", "corrected"}),
    "revoked": frozenset(),
    "corrected": frozenset(),
}
