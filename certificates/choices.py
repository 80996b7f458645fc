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


class Issuing(TextChoices):
    """Whether the certifier signs each session, or once and for all when publishing."""

    BY_SESSION = "by_session", _("signature session par session")
    AUTOMATIC = "automatic", _("délivrance automatique dès que tout est réuni")


class Renewal(TextChoices):
    NONE = "none", _("sans renouvellement")
    RETAKE = "retake", _("en réussissant de nouveau ce qui est demandé")


class CriterionKind(TextChoices):
    """A group (all, any) or a leaf of the tree of criteria."""

    ALL = "all", _("tout ce qui suit")
    ANY = "any", _("l'un de ceux-ci")
    ASSESSMENT = "assessment", _("épreuve réussie")
    OUTCOME = "outcome", _("compétence validée à un niveau")
    COURSE = "course", _("parcours terminé")
    ATTENDANCE = "attendance", _("présence aux séances")
    JURY = "jury", _("décision d'un jury")
    ACHIEVEMENT = "achievement", _("autre certificat obtenu")


class Ground(TextChoices):
    """Why a certificate is withdrawn. A typing mistake is no ground: it is corrected."""

    FRAUD = "fraud", _("fraude")
    AWARD_ERROR = "award_error", _("délivré par erreur")


class OwnReason(TextChoices):
    """Reasons that Volet writes itself, for ever: as a code, said in the language of whoever reads it."""

    AWAITING = "withdrawal-asked", _("En attendant un second avis.")
    DECLINED = "withdrawal-declined", _("Le retrait n'a pas eu lieu.")


class StatusPurpose(TextChoices):
    """The two lists of Bitstring Status List 1.0 that we publish."""

    REVOCATION = "revocation", _("retrait")
    SUSPENSION = "suspension", _("suspension")


class ForeignFormat(TextChoices):
    JSON = "json", "JSON"
    JWT = "jwt", "JWT"
    PNG = "png", "PNG"
    SVG = "svg", "SVG"
    PDF = "pdf", "PDF"


class Block(TextChoices):
    """Why a person who passed can't get the certificate yet."""

    IDENTITY = (
        "identity",
        _("Identité pas encore confirmée. Le formateur ou la formatrice la confirme depuis la session."),
    )
    SUPERVISION = "supervision", _("Épreuve passée sans surveillance. Ce certificat demande une épreuve dans la salle.")
    NAME = (
        "name",
        _("Ce nom contient des lettres que nous ne savons pas imprimer. Confirmez l'identité en lettres latines."),
    )
    AUTHORISATION = "authorisation", _("Le jour de l'épreuve, l'organisme n'était pas habilité pour ce certificat.")
    ORGANISATION = "organisation", _("L'organisme n'est pas approuvé sur cette installation.")


class Verdict(TextChoices):
    """What the check of a file, a link or a number says. The first five are those of `Standing`."""

    VALID = "valid", _("Vrai et valable")
    EXPIRED = "expired", _("Vrai, mais expiré")
    SUSPENDED = "suspended", _("Suspendu")
    REVOKED = "revoked", _("Retiré")
    CORRECTED = "corrected", _("Remplacé par une version corrigée")
    ALTERED = "altered", _("Modifié : ne vous y fiez pas")
    UNKNOWN = "unknown", _("Inconnu ici")
    ELSEWHERE = "elsewhere", _("Délivré ailleurs")
    UNREADABLE = "unreadable", _("Rien à vérifier dans ce fichier")


class FormKind(TextChoices):
    CREDENTIAL = "credential", _("fichier signé")
    PDF = "pdf", _("certificat (PDF)")
    JWT = "jwt", _("fichier signé (JWT)")
    PNG = "png", _("badge (image PNG)")
    SVG = "svg", _("badge (image SVG)")
    SEALED = "sealed", _("certificat (PDF scellé)")


class EntryKind(TextChoices):
    AWARD = "award", _("délivrance")
    STATUS = "status", _("changement d'état")


class AnnexState(TextChoices):
    """What the body made of a certificate in a record: the kind of the newest decision, or proposed."""

    PROPOSED = "proposed", _("proposée")
    ACCEPTED = "accepted", _("retenue")
    DECLINED = "declined", _("non retenue")
    WITHDRAWN = "withdrawn", _("retirée")


#: From which status a certificate may go to which. "none" is an award without any status change.
STATUS_MOVES: dict[str, frozenset[str]] = {
    "none": frozenset({"suspended", "revoked", "corrected"}),
    "suspended": frozenset({"reinstated", "revoked", "corrected"}),
    "reinstated": frozenset({"suspended", "revoked", "corrected"}),
    "revoked": frozenset(),
    "corrected": frozenset(),
}
