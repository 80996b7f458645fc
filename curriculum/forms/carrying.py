"""What a person decides about one line of a move."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.models import CarryOver, CarryOverLine, Competency, ProficiencyLevel
from curriculum.registries import NewAim

ACCEPT, ALIKE, DROP, REOPEN = "accept", "alike", "drop", "reopen"


class DecisionForm(forms.Form):
    """`to`: where the aim goes; `level`: at which level, for all of them."""

    line = forms.ModelChoiceField(CarryOverLine.objects.none())
    act = forms.ChoiceField(choices=[(name, name) for name in (ACCEPT, ALIKE, DROP, REOPEN)])
    to = forms.ModelMultipleChoiceField(
        Competency.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Choisissez une compétence du nouveau référentiel.")},
    )
    level = forms.ModelChoiceField(ProficiencyLevel.objects.none(), required=False)

    def __init__(self, *args: Any, carry_over: CarryOver, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target = carry_over.crosswalk_version.target_id
        for name, rows in (
            ("line", CarryOverLine.objects.filter(carry_over=carry_over).select_related("carry_over")),
            ("to", Competency.objects.filter(version=target)),
            ("level", ProficiencyLevel.objects.filter(version=target)),
        ):
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows

    def aims(self) -> list[NewAim]:
        level = self.cleaned_data["level"]
        return [NewAim(competency.pk, level.pk if level else None) for competency in self.cleaned_data["to"]]
