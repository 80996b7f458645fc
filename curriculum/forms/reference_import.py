"""« Importer depuis le répertoire national »: the file, the codes to keep, the organisation."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum.importers.rncp import asked_codes
from people.models import Organisation


class CodesForm(forms.Form):
    codes = forms.CharField(
        label=gettext_lazy("Codes à importer"),
        help_text=gettext_lazy("Un par ligne, ou séparés par des virgules. Par exemple : RNCP40871, RS6117."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "characters"}),
    )

    def clean_codes(self) -> list[str]:
        codes, errors = asked_codes(self.cleaned_data["codes"])
        if errors:
            raise ValidationError([f"{remark.where} : {remark.reason}" for remark in errors])
        return codes


class RegistryForm(CodesForm):
    file = forms.FileField(
        label=gettext_lazy("Fichier du répertoire national"),
        help_text=gettext_lazy(
            "Le zip téléchargé, tel quel : fiches en CSV, ou fiches en XML (RNCP ou RS). 100 Mo au plus."
        ),
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".zip,.xml,application/zip,text/xml"}),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(organisations)
        self.fields["organisation"] = forms.ModelChoiceField(
            label=gettext_lazy("Organisme qui les tiendra à jour"),
            queryset=organisations,
            initial=choices[0] if choices else None,
            empty_label=None,
            widget=forms.HiddenInput if len(choices) == 1 else forms.Select,
        )
        self.order_fields(("file", "codes", "organisation"))

    def clean_file(self) -> Any:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.VOLET_LIMITS["registry_bytes"]:
            raise ValidationError(too_big(), code="too_large")
        return file


def too_big() -> str:
    megabytes = settings.VOLET_LIMITS["registry_bytes"] // 1_000_000
    return _("Ce fichier est trop lourd : %(limit)d Mo au plus. Déposez le zip tel qu'il a été téléchargé.") % {
        "limit": megabytes
    }
