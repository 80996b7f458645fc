"""A meeting of a session, and its sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort

ISO = "%Y-%m-%d"


class MeetingForm(forms.Form):
    """`minutes` is what counts towards the hours: pauses aren't in it."""

    day = forms.DateField(label=_("Date"), widget=forms.DateInput({"type": "date"}, ISO))
    title = forms.CharField(label=_("Séance"), max_length=120, help_text=_("Par exemple : matinée, photos et accords."))
    hours = forms.IntegerField(
        label=_("Heures"), min_value=0, max_value=12, widget=forms.NumberInput({"class": "input--short"})
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=0,
        max_value=59,
        required=False,
        widget=forms.NumberInput({"class": "input--short"}),
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].widget.attrs |= {"min": cohort.starts_on.isoformat(), "max": cohort.ends_on.isoformat()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        total = 60 * (data.get("hours") or 0) + (data.get("minutes") or 0)
        if "hours" in data and not 1 <= total <= 720:
            self.add_error("hours", _("Écrivez une durée d'une minute à douze heures."))
        data["total"] = total
        return data
