"""States and roles of people and organisations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person may do in one organisation. Administrator of the operating organisation: of the installation."""

    ADMINISTRATOR = "administrator", _("administrateur ou administratrice")
    TRAINER = "trainer", _("formateur ou formatrice")
    AUTHOR = "author", _("auteur ou autrice")
    CERTIFIER = "certifier", _("certificateur ou certificatrice")


class SecretKind(TextChoices):
    PASSWORD = "password", _("mot de passe")
    PIN = "pin", _("code PIN")


class DutyState(TextChoices):
    RUNNING = "running", _("en cours")
    DONE = "done", _("fait")
    FAILED = "failed", _("à refaire")
