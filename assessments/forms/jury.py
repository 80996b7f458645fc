"""The minutes of a jury: when, who, and a decision with its reason for each person."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.actions.jury import Deliberation, JuryMember
from assessments.choices import JuryVerdict
from assessments.models import JuryDecision
from courses.models import Enrolment

ISO = "%Y-%m-%d"
MOST_MEMBERS = 12
UNDECIDED = ("", _("Pas de décision"))


class MinutesForm(forms.Form):
    """`members` is one person a line: « Prénom Nom, fonction »."""

    sat_on = forms.DateField(label=_("Date de la délibération"), widget=forms.DateInput({"type": "date"}, ISO))
    members = forms.CharField(
        label=_("Membres du jury"),
        max_length=2000,
        help_text=_("Une personne par ligne : prénom et nom, puis une virgule et sa fonction."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_members(self) -> list[JuryMember]:
        lines = [line.strip() for line in self.cleaned_data["members"].splitlines() if line.strip()]
        if len(lines) > MOST_MEMBERS:
            raise forms.ValidationError(_("Douze personnes au plus."), code="many")
        members = []
        for number, line in enumerate(lines, 1):
            name, _comma, function = (part.strip() for part in line.partition(","))
            if not name or not function:
                message = gettext("Ligne %(number)d : il manque une virgule et la fonction.") % {"number": number}
                raise forms.ValidationError(message, code="line")
            members.append(JuryMember(name[:120], function[:120]))
        return members


class DeliberationForm(forms.Form):
    """One person. Nothing of it is read while the decision is « pas de décision »."""

    use_required_attribute = False

    verdict = forms.ChoiceField(label=_("Décision"))
    reason = forms.CharField(
        label=_("Raison"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Écrivez la raison : une décision sans raison ne se défend pas.")},
    )

    def __init__(self, data: Any = None, *, enrolment: Enrolment, decision: JuryDecision | None) -> None:
        initial = {"verdict": decision.verdict, "reason": decision.reason} if decision else {}
        super().__init__(data, prefix=str(enrolment.pk), initial=initial)
        choices = [(verdict.value, capfirst(verdict.label)) for verdict in JuryVerdict]
        self.fields["verdict"].choices = choices if decision else [UNDECIDED, *choices]  # type: ignore[attr-defined]
        self.enrolment, self.decision = enrolment, decision

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self["verdict"].data:
            self.errors.clear()
        return data

    @property
    def deliberation(self) -> Deliberation | None:
        data = self.cleaned_data
        return Deliberation(self.enrolment, data["verdict"], data["reason"]) if data.get("verdict") else None
