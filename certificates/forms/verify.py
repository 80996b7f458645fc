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
        label=gettext_lazy("Nom et prénom lus sur le certificat"),
        help_text=gettext_lazy("Nous répondons seulement s'ils correspondent."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Fichier du certificat"),
        help_text=gettext_lazy("Le PDF reçu, ou le fichier signé. 10 Mo au plus. Le fichier n'est pas gardé."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.json,application/pdf,application/json"}),
    )

    def clean_file(self) -> Any:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.VOLET_LIMITS["upload_bytes"]:
            raise ValidationError(_("Ce fichier est trop lourd : 10 Mo au plus."), code="too_large")
        return file
