"""What a trainee chooses for their record."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certificates.queries.records import published_strands, strands_to_open
from curriculum.models import DigitalStrandVersion
from people.policies import Viewer


class StrandChoice(forms.ModelChoiceField[DigitalStrandVersion]):
    def to_python(self, value: Any) -> DigitalStrandVersion | None:
        """What isn't a key at all is as wrong a choice as an unknown key."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error

    def label_from_instance(self, obj: DigitalStrandVersion) -> str:
        return f"{obj.reference_version.reference.abbreviation} : {obj.reference_version.title}"


class RecordForm(forms.Form):
    """« Quelle formation suivez-vous ? »"""

    strand = StrandChoice(
        label=_("Quelle formation suivez-vous ?"),
        queryset=DigitalStrandVersion.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez votre formation."),
            "invalid_choice": _("Choisissez votre formation."),
        },
    )
    file_number = forms.CharField(
        label=_("Numéro de dossier"),
        max_length=40,
        required=False,
        help_text=_("Celui de votre inscription, par exemple sur le site du BAFA."),
        widget=forms.TextInput(attrs={"class": "input--short", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, person: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        strands = published_strands() if self.is_bound else strands_to_open(person)
        self.fields["strand"].queryset = strands  # type: ignore[attr-defined]

    @property
    def has_choices(self) -> bool:
        return bool(list(self.fields["strand"].choices))  # type: ignore[attr-defined]
