"""« Un certificat d'ailleurs »: a file to keep with a record."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ForeignForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Fichier du certificat"),
        help_text=gettext_lazy(
            "Le PDF, le badge (PNG ou SVG) ou le fichier signé, tel que vous l'avez reçu. 10 Mo au plus. "
            "Une photo ou une copie scannée ne peut pas être vérifiée."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.svg,.json,.jwt,.jws,.txt,.1ob"}),
        error_messages={"required": gettext_lazy("Choisissez un fichier.")},
    )

    def clean_file(self) -> Any:
        return _light(self.cleaned_data["file"])


class RecordFileForm(forms.Form):
    """A record as another installation, or this one, exported it."""

    file = forms.FileField(
        label=gettext_lazy("Fichier du livret"),
        help_text=gettext_lazy("L'archive « livret-….zip » téléchargée là où était votre livret. 10 Mo au plus."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        error_messages={"required": gettext_lazy("Choisissez un fichier.")},
    )

    def clean_file(self) -> Any:
        return _light(self.cleaned_data["file"])


def _light(file: UploadedFile[Any]) -> UploadedFile[Any]:
    if (file.size or 0) > settings.VOLET_LIMITS["upload_bytes"]:
        raise ValidationError(_("Ce fichier est trop lourd : 10 Mo au plus."), code="too_large")
    return file
