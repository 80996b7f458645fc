"""What a certifier chooses of a criterion, and of the terms of a certificate."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certificates.actions.drafts import Terms
from certificates.choices import CriterionKind, Issuing, Renewal
from certificates.forms.certifier import ISO
from certificates.forms.picking import CHOOSE, offer_competencies
from certificates.models import AchievementVersion
from certificates.queries.choosing import (
    achievements_to_ask,
    assessments_to_ask,
    courses_to_ask,
    levels_to_ask,
)
from curriculum.templatetags.curriculum import level_name
from people.policies import Viewer

MOST_SIGNATORIES: Final = 4


class CriterionForm(forms.Form):
    """One new condition. Only the fields of its kind are there."""

    def __init__(self, *args: Any, draft: AchievementVersion, kind: str, person: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind == CriterionKind.ASSESSMENT:
            self._choose("assessment", gettext("Quelle épreuve"), assessments_to_ask(person))
        elif kind == CriterionKind.COURSE:
            courses = [(str(one.course_id), one.title) for one in courses_to_ask(person)]
            self._choose("course", gettext("Quel parcours"), courses)
        elif kind == CriterionKind.OUTCOME:
            offer_competencies(self, draft, gettext("Quelle compétence"))
            levels = [(str(level.pk), capfirst(level_name(level))) for level in levels_to_ask(draft)]
            self._choose("level", gettext("À quel niveau au moins"), levels)
        elif kind == CriterionKind.ACHIEVEMENT:
            self._choose("achievement", gettext("Quel certificat"), achievements_to_ask(person, draft))
        elif kind == CriterionKind.ATTENDANCE:
            self.fields["share"] = forms.IntegerField(
                label=gettext("Part des minutes de séance, en pour cent"), min_value=1, max_value=100, initial=80
            )

    def _choose(self, name: str, label: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=[CHOOSE, *choices])

    def subject(self) -> dict[str, Any]:
        """As the table names it: keys of rows by the name of their column."""
        data = self.cleaned_data
        if self.kind == CriterionKind.ASSESSMENT:
            course, _sep, key = data["assessment"].partition(":")
            return {"course_id": course, "activity_key": key}
        names = {
            "course": "course_id",
            "competency": "competency_id",
            "level": "level_id",
            "achievement": "achievement_id",
        }
        return {names.get(name, name): value for name, value in data.items() if name != "find"}


class TermsForm(forms.Form):
    """How long it lasts, how it is renewed and issued, who stands under it."""

    validity = forms.ChoiceField(
        label=_("Validité"),
        widget=forms.RadioSelect,
        choices=[
            ("none", _("Sans fin")),
            ("months", _("Pendant un nombre de mois à partir de la délivrance")),
            ("date", _("Jusqu'à une date fixe, la même pour tout le monde")),
        ],
    )
    validity_months = forms.IntegerField(label=_("Nombre de mois"), min_value=1, max_value=600, required=False)
    valid_until = forms.DateField(
        label=_("Dernier jour"), required=False, widget=forms.DateInput({"type": "date"}, ISO)
    )
    renewal = forms.ChoiceField(label=_("Renouvellement"), widget=forms.RadioSelect, choices=Renewal.choices)
    renewal_days = forms.IntegerField(
        label=_("Renouvelable à partir de combien de jours avant la fin"), min_value=1, max_value=730
    )
    issuing = forms.ChoiceField(
        label=_("Délivrance"),
        widget=forms.RadioSelect,
        choices=[
            (Issuing.BY_SESSION.value, _("Vous signez chaque session, après avoir lu la liste")),
            (
                Issuing.AUTOMATIC.value,
                _(
                    "Automatique : dès que tout est réuni, le certificat part en votre nom sans que vous relisiez la liste"
                ),
            ),
        ],
    )
    edit_token = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: AchievementVersion, **kwargs: Any) -> None:
        names = ("validity_months", "valid_until", "renewal", "renewal_days", "issuing", "edit_token")
        initial = {name: getattr(version, name) for name in names}
        initial["validity"] = "months" if version.validity_months else "date" if version.valid_until else "none"
        super().__init__(*args, **{"initial": initial, **kwargs})
        rows = list(version.signatories.all())
        for place in range(1, MOST_SIGNATORIES + 1):
            row = rows[place - 1] if place <= len(rows) else None
            for part, label in (("name", _("Signataire %(place)s : nom")), ("function", _("Fonction"))):
                self.fields[f"{part}-{place}"] = forms.CharField(
                    label=label % {"place": place} if part == "name" else label,
                    max_length=120,
                    required=False,
                    initial=getattr(row, part) if row else "",
                )
            self.fields[f"place-{place}"] = forms.ChoiceField(
                label=_("Rang sur le papier"),
                choices=[(str(rank), str(rank)) for rank in range(1, MOST_SIGNATORIES + 1)],
                required=False,
                initial=str(place),
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name, wanted in (("validity_months", "months"), ("valid_until", "date")):
            if data.get("validity") != wanted:
                data[name] = None
            elif data.get(name) is None and name not in self.errors:
                self.add_error(name, ValidationError(gettext("Remplissez cette case.")))
        for place in range(1, MOST_SIGNATORIES + 1):
            if bool(data.get(f"name-{place}")) != bool(data.get(f"function-{place}")):
                self.add_error(f"function-{place}", ValidationError(gettext("Écrivez le nom et la fonction.")))
        return data

    @property
    def people(self) -> list[tuple[forms.BoundField, ...]]:
        parts = ("name", "function", "place")
        return [tuple(self[f"{part}-{place}"] for part in parts) for place in range(1, MOST_SIGNATORIES + 1)]

    def terms(self) -> Terms:
        data = self.cleaned_data
        ranked = sorted(range(1, MOST_SIGNATORIES + 1), key=lambda place: int(data[f"place-{place}"] or place))
        pairs = [(data[f"name-{place}"], data[f"function-{place}"]) for place in ranked]
        return Terms(
            validity_months=data["validity_months"],
            valid_until=data["valid_until"],
            renewal=data["renewal"],
            renewal_days=data["renewal_days"],
            issuing=data["issuing"],
            signatories=[pair for pair in pairs if pair[0]],
        )
