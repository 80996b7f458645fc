"""Sending a framework file, and calling it otherwise than it does itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from curriculum.importers.exchange import too_big
from people.models import Organisation

ACCEPTED = ".json,.jsonld,.ttl,.turtle,.nt,.csv"


class NamesForm(forms.Form):
    slug = forms.CharField(
        label=_("Nom court, dans les adresses"),
        help_text=_("Par exemple digcomp. Celui du fichier si vous n'écrivez rien."),
        max_length=80,
        required=False,
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Lettres minuscules sans accent, chiffres et traits d'union.")
            )
        ],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    label = forms.CharField(
        label=_("Numéro de version"),
        help_text=_("Par exemple 2.2. Celui du fichier si vous n'écrivez rien."),
        max_length=20,
        required=False,
        validators=[
            RegexValidator(
                r"^[0-9A-Za-z][0-9A-Za-z.\-]*\Z", _("Chiffres, lettres sans accent, points et traits d'union.")
            )
        ],
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--short"}),
    )


class FileForm(NamesForm):
    file = forms.FileField(
        label=_("Fichier du référentiel"), widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "drop"})
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(organisations)
        self.fields["organisation"] = forms.ModelChoiceField(
            label=_("Organisme qui tiendra ce référentiel"),
            queryset=organisations,
            initial=choices[0] if choices else None,
            empty_label=None,
            widget=forms.HiddenInput if len(choices) == 1 else forms.Select,
        )
        self.order_fields(("file", "organisation", "slug", "label"))
        megabytes = settings.VOLET_LIMITS["framework_bytes"] // 1_000_000
        help_text = _(
            "Déposez-le dans le cadre, ou choisissez-le : "
            "CASE (.json), SKOS (.ttl, .jsonld) ou CSV de Moodle (.csv), %(limit)d Mo au plus."
        )
        self.fields["file"].help_text = help_text % {"limit": megabytes}

    def clean_file(self) -> Any:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.VOLET_LIMITS["framework_bytes"]:
            raise ValidationError(too_big(), code="too_large")
        return file
