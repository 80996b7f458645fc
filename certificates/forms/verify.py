"""« Ce certificat est-il vrai ? »: a number, with a name if one wants, or a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class NumberForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Numéro du certificat"),
        help_text=gettext_lazy("Il est écrit sous le QR code, par exemple LESPINS-2026-0007-K7M2X."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Nom et prénom, ou adresse e-mail, de la personne"),
        help_text=gettext_lazy("Nous répondons seulement si cela correspond."),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class FileForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_file_%s", **kwargs})

    file = forms.FileField(
        label=gettext_lazy("Fichier du certificat"),
        help_text=gettext_lazy(
            "Le PDF reçu, le badge (PNG ou SVG) ou le fichier signé, d'ici ou d'ailleurs. 10 Mo au plus. "
            "Le fichier n'est pas gardé."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.svg,.json,.jwt,.jws,.txt,.1ob"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Nom et prénom, ou adresse e-mail, de la personne"),
        help_text=gettext_lazy("Nous répondons seulement si cela correspond."),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_file(self) -> Any:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.VOLET_LIMITS["upload_bytes"]:
            raise ValidationError(_("Ce fichier est trop lourd : 10 Mo au plus."), code="too_large")
        return file
