"""What a certifier types."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certificates.actions.batches import Shown
from certificates.actions.corrections import LONGEST_NAME
from certificates.actions.editing import Wording
from certificates.choices import Ground
from certificates.models import AchievementVersion
from certificates.queries.certifier import bodies_to_authorise
from people.models import Organisation

ISO = "%Y-%m-%d"


def shown_in(data: QueryDict) -> list[Shown]:
    """The lines a signing form carries: `line` repeated, « enrolment:identity check », and their `count`, so that a form
    that was cut on its way is refused rather than half signed."""
    broken = ValidationError(
        gettext("La liste n'est pas arrivée entière. Rien n'a été signé : rouvrez-la."), code="broken"
    )
    try:
        pairs = [line.split(":") for line in data.getlist("line")]
        lines = [Shown(UUID(enrolment), int(identity)) for enrolment, identity in pairs]
        if int(data.get("count", "")) != len(lines):
            raise broken
    except ValueError as error:
        raise broken from error
    return lines


class ReasonField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(label=_("Raison"), max_length=2000, widget=widget, **kwargs)


class CorrectionForm(forms.Form):
    """Another name on a new certificate."""

    prefix = "correct"
    name = forms.CharField(label=_("Nom exact"), max_length=LONGEST_NAME)
    reason = ReasonField(
        help_text=_("Par exemple : faute de frappe. N'y écrivez aucun nom : elle reste au registre pour toujours.")
    )


class WithdrawalForm(forms.Form):
    """The request of the first of two people."""

    prefix = "withdraw"
    ground = forms.ChoiceField(label=_("Motif"), choices=Ground.choices, widget=forms.RadioSelect)
    reason = ReasonField(
        help_text=_(
            "Qui vérifie le certificat ne la lit pas. N'y écrivez aucun nom : elle reste au registre pour toujours."
        )
    )
    suspend = forms.BooleanField(label=_("Le suspendre tout de suite, en attendant"), required=False, initial=True)


class SuspensionForm(forms.Form):
    """A pause, or its end."""

    prefix = "suspend"
    reason = ReasonField(
        help_text=_(
            "Qui vérifie le certificat ne la lit pas. N'y écrivez aucun nom : elle reste au registre pour toujours."
        )
    )


class BodyChoice(forms.ModelChoiceField[Organisation]):
    def to_python(self, value: Any) -> Organisation | None:
        """What isn't a key at all is as wrong a choice as an unknown key."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error

    def label_from_instance(self, obj: Organisation) -> str:
        return f"{obj.name}, {obj.city}" if obj.city else obj.name


class AuthorisationForm(forms.Form):
    organisation = BodyChoice(
        label=_("Organisme de formation"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choisissez"),
        error_messages={"invalid_choice": _("Choisissez un organisme de la liste.")},
    )
    starts_on = forms.DateField(label=_("À partir du"), widget=forms.DateInput({"type": "date"}, ISO))
    ends_on = forms.DateField(
        label=_("Jusqu'au"),
        required=False,
        help_text=_("Laissez vide si la fin n'est pas fixée."),
        widget=forms.DateInput({"type": "date"}, ISO),
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        max_length=2000,
        required=False,
        help_text=_("Par exemple : l'épreuve se passe dans la salle."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = bodies_to_authorise()  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today


class EndForm(forms.Form):
    """The last day of an authorisation."""

    ends_on = forms.DateField(label=_("Dernier jour"), widget=forms.DateInput({"type": "date"}, ISO))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = today


class WordingForm(forms.Form):
    """A draft: its words, its conditions, and a text for each « sait faire » line."""

    title = forms.CharField(label=_("Titre"), max_length=200)
    summary = forms.CharField(
        label=_("Résumé"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    needs_supervision = forms.BooleanField(
        label=_("Épreuve dans la salle seulement, sous surveillance"), required=False
    )
    validity_months = forms.IntegerField(
        label=_("Durée de validité, en mois"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=_("Laissez vide pour un certificat sans fin."),
        widget=forms.NumberInput(attrs={"class": "input--short"}),
    )
    edit_token = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: AchievementVersion, **kwargs: Any) -> None:
        names = ("title", "summary", "needs_supervision", "validity_months", "edit_token")
        kwargs.setdefault("initial", {name: getattr(version, name) for name in names})
        super().__init__(*args, **kwargs)
        self.targets = list(version.targets.all())
        for target in self.targets:
            self.fields[f"statement-{target.pk}"] = forms.CharField(
                label=gettext("Cette personne… (%(code)s, niveau %(level)s)")
                % {"code": target.competency.code, "level": target.level.code if target.level else ""},
                max_length=400,
                initial=target.statement,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def statements(self) -> Iterable[forms.BoundField]:
        return [self[f"statement-{target.pk}"] for target in self.targets]

    def wording(self) -> Wording:
        data = self.cleaned_data
        return Wording(
            title=data["title"],
            summary=data["summary"],
            needs_supervision=data["needs_supervision"],
            validity_months=data["validity_months"],
            statements={target.pk: data[f"statement-{target.pk}"] for target in self.targets},
        )


class ProposalForm(forms.Form):
    """In whose name a course's proposal is taken up; a single organisation isn't asked for."""

    owner = BodyChoice(label=_("Au nom de"), queryset=Organisation.objects.none(), empty_label=None)

    def __init__(self, *args: Any, owners: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [owner.pk for owner in owners]
        self.fields["owner"].queryset = Organisation.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
