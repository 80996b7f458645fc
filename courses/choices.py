"""States of courses and sessions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Frame(TextChoices):
    """Which law a session stands under; decides papers, words and retention."""

    BAFA = "bafa", _("BAFA, BAFD")
    PROFESSIONAL = "professional", _("formation professionnelle")
    ASSOCIATION = "association", _("formation d'une association")


class ProgressState(TextChoices):
    STARTED = "started", _("commencé")
    NOT_YET = "not_yet", _("pas encore")
    COMPLETED = "completed", _("terminé")


class Register(TextChoices):
    STANDARD = "standard", _("texte")
    EASY = "easy", _("facile à lire")


class Conditions(TextChoices):
    """Under which conditions a certifying quiz is taken: stands on the certificate."""

    IN_ROOM = "in_room", _("dans la salle, sous les yeux du formateur ou de la formatrice")
    ALONE = "alone", _("seul, sans surveillance")


class SeenAs(TextChoices):
    """How the trainer saw who somebody is. No copy of a document is ever kept."""

    DOCUMENT = "document", _("pièce d'identité présentée")
    KNOWN = "known", _("personne connue de l'équipe")
    FILE = "file", _("dossier d'inscription vérifié")


class Reason(TextChoices):
    """Why a trainee needs the trainer, most urgent first."""

    WAITING = "waiting", _("attend l'ouverture")
    NOT_YET = "not_yet", _("pas encore")
    NEVER_STARTED = "never_started", _("n'a pas commencé")
    IDLE = "idle", _("sans activité depuis 3 jours")
    IDENTITY = "identity", _("identité à confirmer")
