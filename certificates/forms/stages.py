"""Where a trainee follows a part of the training."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.models import RecordStage, TrainingRecord
from certificates.queries.livrets import bodies_to_choose, units_to_choose
from curriculum.models import ReferenceUnit
from people.models import Organisation, Person


class StageForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=_("Organisme"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Un autre organisme"),
        help_text=_("Il lira ce livret et dira ce qu'il retient, jusqu'à ce que vous terminiez cette étape."),
    )
    body_name = forms.CharField(label=_("Nom de l'autre organisme"), max_length=160, required=False)
    unit = forms.ModelChoiceField(
        label=_("Étape ou unité"), queryset=ReferenceUnit.objects.none(), required=False, empty_label=_("Toutes")
    )
    starts_on = forms.DateField(
        label=_("Premier jour"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Dernier jour"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *args: Any, record: TrainingRecord, person: Person, stage: RecordStage | None = None, **kwargs: Any
    ) -> None:
        """`stage` is the one to be changed: its body may be chosen, whether or not the person is still there."""
        super().__init__(*args, **kwargs)
        if stage is not None:
            self.initial = {name: getattr(stage, name) for name in self.base_fields}
            if stage.organisation_id is not None:
                self.initial["body_name"] = ""
        bodies = bodies_to_choose(person)
        if stage is not None and stage.organisation_id is not None:
            bodies |= Organisation.objects.filter(pk=stage.organisation_id).distinct()
        self.fields["organisation"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units_to_choose(record)  # type: ignore[attr-defined]
