"""« Importer depuis le répertoire national »: the file, the codes to keep, the organisation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum.importers.rncp import asked_codes
from people.models import Organisation

SCREEN_BYTES = 100_000_000


class OrganisationChoice(forms.ModelChoiceField[Organisation]):
    def label_from_instance(self, obj: Organisation) -> str:
        return obj.name


class RegistryForm(forms.Form):
    """`has_file`: one is kept from a first preview, and another need not be given."""

    file = forms.FileField(
        label=gettext_lazy("Fichier des fiches"),
        help_text=gettext_lazy(
            "Le zip téléchargé, tel quel : fiches en CSV, ou fiches en XML (RNCP ou RS). 100 Mo au plus."
        ),
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".zip,.xml,application/zip,text/xml"}),
    )
    codes = forms.CharField(
        label=gettext_lazy("Codes à garder"),
        help_text=gettext_lazy("Un par ligne, ou séparés par des virgules. Par exemple : RNCP40871, RS6117."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "characters"}),
    )
    organisation = OrganisationChoice(
        label=gettext_lazy("Organisme qui les tiendra à jour"),
        queryset=Organisation.objects.none(),
        empty_label=None,
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], has_file: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["file"].required = not has_file
        if has_file:
            self.offer_another()

    def offer_another(self) -> None:
        self.fields["file"].required, self.fields["file"].label = False, gettext_lazy("Prendre un autre fichier")

    def clean_file(self) -> Any:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > SCREEN_BYTES:
            message = _("Ce fichier est trop lourd : 100 Mo au plus. Déposez le zip tel qu'il a été téléchargé.")
            raise ValidationError(message, code="too_large")
        return file

    def clean_codes(self) -> list[str]:
        codes, errors = asked_codes(self.cleaned_data["codes"])
        if errors:
            raise ValidationError([f"{remark.where} : {remark.reason}" for remark in errors])
        return codes
