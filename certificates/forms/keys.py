"""What a certifier types about its key: its own password, the passphrase of a backup, the backup."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SHORTEST: Final = 12
LARGEST: Final = 64 * 1024
NEW: Final = {"autocomplete": "new-password"}


class PasswordForm(forms.Form):
    """Asked again before the key is touched: an open session isn't enough."""

    secret = forms.CharField(
        label=_("Votre mot de passe"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class BackupForm(PasswordForm):
    prefix = "backup"
    passphrase = forms.CharField(
        label=_("Phrase qui protège la sauvegarde"),
        help_text=_("Au moins 12 caractères : quatre ou cinq mots que vous n'utilisez nulle part ailleurs."),
        min_length=SHORTEST,
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs=NEW),
    )
    again = forms.CharField(
        label=_("La même phrase, encore une fois"), max_length=500, strip=False, widget=forms.PasswordInput(attrs=NEW)
    )
    field_order = ("passphrase", "again", "secret")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "passphrase" in data and data.get("again") != data["passphrase"]:
            self.add_error("again", _("Les deux phrases ne sont pas les mêmes."))
        return data


class RotationForm(PasswordForm):
    prefix = "rotate"
    copied = forms.BooleanField(
        label=_("Quelqu'un a pu copier l'ancienne clé"),
        help_text=_(
            "Sa partie secrète est alors détruite ici et ne peut plus être remise. Sans domaine à vous, les vérificateurs "
            "d'autres sites ne sauront plus lire l'état des certificats qu'elle a signés ; ce site et le dossier de "
            "confiance le diront toujours."
        ),
        required=False,
    )
    field_order = ("copied", "secret")


class LostForm(PasswordForm):
    prefix = "lost"
    sure = forms.BooleanField(
        label=_("Le fichier « master_key » n'est dans aucune sauvegarde, et je le déclare perdu"),
        error_messages={"required": _("Cochez cette case pour déclarer la clé maîtresse perdue.")},
    )
    field_order = ("sure", "secret")


class RestoreForm(forms.Form):
    prefix = "restore"
    backup = forms.FileField(label=_("Fichier de sauvegarde"), help_text=_("Il se termine par « .pem »."))
    passphrase = forms.CharField(
        label=_("Phrase qui protège la sauvegarde"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_backup(self) -> bytes:
        return small_file(self.cleaned_data["backup"])


class SealForm(forms.Form):
    prefix = "seal"
    file = forms.FileField(label=_("Certificat de cachet"), help_text=_("Un fichier « .p12 » ou « .pfx »."))
    passphrase = forms.CharField(
        label=_("Phrase qui protège ce fichier"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_file(self) -> bytes:
        return small_file(self.cleaned_data["file"])


def small_file(file: Any) -> bytes:
    """A key is a few hundred bytes: anything large is another file."""
    if file.size is None or file.size > LARGEST:
        raise ValidationError(_("Ce fichier est trop grand pour être une clé."), code="size")
    return bytes(file.read())
