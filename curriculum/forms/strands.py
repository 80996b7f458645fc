"""What authors type about a digital strand and its lines."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content import richtext
from content.versions import State
from curriculum.actions.strand_editing import StrandFacts
from curriculum.choices import Standing
from curriculum.models import FrameworkVersion, TrainingReferenceVersion
from people.models import Organisation

MOST_HOURS = 2_000


class OrganisationChoice(forms.ModelChoiceField[Organisation]):
    def label_from_instance(self, obj: Organisation) -> str:
        return obj.name


class DateField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date", "class": "input--short"}, "%Y-%m-%d"), **kwargs)


def hours_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Durée en tout, en heures"),
        min_value=1,
        max_value=MOST_HOURS,
        widget=forms.NumberInput({"class": "input--short", "inputmode": "numeric"}),
    )


class StartForm(forms.Form):
    """A new strand: for which training, with which competencies, how long. `organisations`: in whose name."""

    organisation = OrganisationChoice(
        label=_("Au nom de"), queryset=Organisation.objects.none(), empty_label=None, required=False
    )
    reference_version = forms.ModelChoiceField(
        label=_("Formation"), queryset=TrainingReferenceVersion.objects.none(), empty_label=_("Choisissez")
    )
    framework_version = forms.ModelChoiceField(
        label=_("Compétences prises dans"), queryset=FrameworkVersion.objects.none(), empty_label=_("Choisissez")
    )
    title = forms.CharField(label=_("Titre"), max_length=200, help_text=_("Par exemple : Volet numérique du BAFA"))
    hours = hours_field()

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation],
        references: QuerySet[TrainingReferenceVersion],
        frameworks: QuerySet[FrameworkVersion],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = organisations
        for name, queryset in (
            ("organisation", organisations),
            ("reference_version", references.filter(state=State.PUBLISHED)),
            ("framework_version", frameworks.filter(state=State.PUBLISHED)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
            field.queryset = queryset
        _settle_organisation(self, organisations)

    def clean_organisation(self) -> Organisation:
        return self.cleaned_data.get("organisation") or self.organisations[0]


class AdaptForm(forms.Form):
    """Taking over what another body published."""

    organisation = OrganisationChoice(
        label=_("Au nom de"), queryset=Organisation.objects.none(), empty_label=None, required=False
    )
    adopted_on = DateField(
        label=_("Date d'adoption"),
        help_text=_("Le jour où votre organisme a décidé d'appliquer ce volet. Vous pourrez la corriger."),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = organisations
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = organisations
        _settle_organisation(self, organisations)

    def clean_organisation(self) -> Organisation:
        return self.cleaned_data.get("organisation") or self.organisations[0]


class FactsForm(forms.Form):
    title = forms.CharField(label=_("Titre"), max_length=200)
    hours = hours_field()
    standing = forms.ChoiceField(
        label=_("Qui parle"),
        widget=forms.RadioSelect,
        choices=[
            (
                Standing.PROPOSAL.value,
                _("Proposition : chacun reste libre de la reprendre, de l'adapter ou de l'écarter"),
            ),
            (Standing.ADOPTED.value, _("Adopté : votre organisme l'applique dans ses formations")),
            (Standing.STATUTORY.value, _("Prévu par un texte légal, que vous citez")),
        ],
    )
    standing_on = DateField(
        label=_("Date"),
        required=False,
        help_text=_("Celle de l'adoption, ou celle du texte. Rien pour une proposition."),
    )
    legal_basis = forms.CharField(
        label=_("Texte légal"),
        max_length=300,
        required=False,
        help_text=_("Seulement si un texte prévoit ce volet. Par exemple : article 4 de l'arrêté du 9 novembre 2024"),
    )
    introduction = forms.CharField(
        label=_("Présentation"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 10}),
        help_text=_(
            "Ce que c'est, et ce que ce n'est pas. **mot** met en gras ; une ligne qui commence par un tiret fait une liste."
        ),
    )

    def clean_introduction(self) -> str:
        text: str = self.cleaned_data["introduction"].replace("\r\n", "\n")
        richtext.render(text)
        return text

    def facts(self) -> StrandFacts:
        return StrandFacts(**self.cleaned_data)


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi la retirer ?"),
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Une phrase suffit. Elle est gardée dans le journal de votre organisme."),
    )


class FindForm(forms.Form):
    """The list of strands, narrowed down."""

    q = forms.CharField(required=False, max_length=100, label=_("Chercher un volet"))
    training = forms.ChoiceField(required=False, label=_("Formation"))
    standing = forms.ChoiceField(required=False, label=_("Qui parle"))
    mine = forms.BooleanField(required=False, label=_("Mes brouillons"))

    def __init__(self, *args: Any, trainings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("training", [("", gettext("Toutes les formations")), *trainings]),
            ("standing", [("", gettext("Tous")), *((value, capfirst(label)) for value, label in Standing.choices)]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
            field.choices = choices

    def asked(self, name: str) -> str:
        """What was asked for, or nothing where it makes no sense."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


def _settle_organisation(form: forms.Form, organisations: QuerySet[Organisation]) -> None:
    """A single organisation isn't asked for."""
    if len(organisations) < 2:
        form.fields["organisation"].widget = forms.HiddenInput()
