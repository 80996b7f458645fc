"""What it takes to begin a certificate that no course proposed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certificates.actions.founding import Foundation
from certificates.choices import Issuing
from certificates.forms.certifier import BodyChoice
from certificates.forms.picking import CHOOSE
from certificates.queries.choosing import assessments_by_course, frameworks_to_ask
from curriculum.models import FrameworkVersion
from people.models import Organisation
from people.policies import Viewer


class FrameworkChoice(forms.ModelChoiceField[FrameworkVersion]):
    def to_python(self, value: Any) -> FrameworkVersion | None:
        """What isn't a key at all is as wrong a choice as an unknown key."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class FoundationForm(forms.Form):
    """`owner` is asked for only where somebody certifies for more than one organisation."""

    owner = BodyChoice(
        label=_("Au nom de"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("Choisissez un organisme de la liste.")},
    )
    title = forms.CharField(
        label=_("Titre"), max_length=200, help_text=_("Ce que la personne lira en haut de son certificat.")
    )
    summary = forms.CharField(
        label=_("Résumé"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    framework_version = FrameworkChoice(
        label=_("Référentiel de compétences"),
        queryset=FrameworkVersion.objects.none(),
        empty_label=_("Choisissez"),
        help_text=_("Avec sa version : un même code peut changer de sens d'une version à l'autre."),
        error_messages={"invalid_choice": _("Choisissez un référentiel de la liste.")},
    )
    assessment = forms.ChoiceField(
        label=_("Parcours et épreuve"),
        error_messages={"invalid_choice": _("Choisissez une épreuve de la liste.")},
        help_text=_(
            "Les sessions de ce parcours sont concernées, et le certificat dit comment cette épreuve a été passée."
        ),
    )
    issuing = forms.ChoiceField(
        label=_("Délivrance"),
        widget=forms.RadioSelect,
        initial=Issuing.BY_SESSION.value,
        choices=[
            (Issuing.BY_SESSION.value, _("Vous signez chaque session, après avoir lu la liste")),
            (Issuing.AUTOMATIC.value, _("Automatique, dès que tout est réuni")),
        ],
    )
    validity_months = forms.IntegerField(
        label=_("Durée de validité, en mois"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=_("Laissez vide pour un certificat sans fin."),
        widget=forms.NumberInput(attrs={"class": "input--short"}),
    )
    needs_supervision = forms.BooleanField(
        label=_("Épreuve dans la salle seulement, sous surveillance"), required=False
    )

    def __init__(self, *args: Any, owners: Sequence[Organisation], person: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners
        self.asks_owner = len(owners) > 1
        if self.asks_owner:
            keys = [owner.pk for owner in owners]
            self.fields["owner"].queryset = Organisation.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        else:
            del self.fields["owner"]
        self.fields["framework_version"].queryset = frameworks_to_ask(person)  # type: ignore[attr-defined]
        self.fields["assessment"].choices = [CHOOSE, *assessments_by_course(person)]  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        title = " ".join(str(self.cleaned_data["title"]).split())
        if not any(character.isalnum() for character in title):
            raise ValidationError(gettext("Écrivez un titre avec des lettres."), code="title")
        return title

    @property
    def named_owner(self) -> Organisation:
        return self.cleaned_data["owner"] if self.asks_owner else self.owners[0]

    def foundation(self) -> Foundation:
        data = self.cleaned_data
        course, _sep, key = data["assessment"].partition(":")
        return Foundation(
            title=data["title"],
            summary=data["summary"],
            framework_version=data["framework_version"],
            course_id=UUID(course),
            activity_key=key,
            issuing=data["issuing"],
            validity_months=data["validity_months"],
            needs_supervision=data["needs_supervision"],
        )
