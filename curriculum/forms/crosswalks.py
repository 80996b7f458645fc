"""What people type about a crosswalk."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from content.packages.fields import LABEL
from curriculum.actions.aligning import Decision
from curriculum.actions.crosswalk_drafts import CrosswalkWords
from curriculum.choices import AlignmentKind
from curriculum.models import CrosswalkVersion, FrameworkVersion
from people.models import Organisation

#: What the counterpart is, as an answer to « Par rapport à celle de départ ».
KINDS = [
    (AlignmentKind.EXACT, _("Identique")),
    (AlignmentKind.CLOSE, _("Proche")),
    (AlignmentKind.BROADER, _("Plus large")),
    (AlignmentKind.NARROWER, _("Plus étroite")),
    (AlignmentKind.RELATED, _("En rapport, sans plus")),
    (AlignmentKind.REPLACED_BY, _("Elle la remplace")),
    (AlignmentKind.TRANSLATION_OF, _("Celle de départ en est la traduction")),
]


def a_label(value: str) -> None:
    if not LABEL.match(value):
        raise ValidationError(_("Des chiffres, des lettres et des points, comme 1.0."))


class FrameworkChoice(forms.ModelChoiceField[FrameworkVersion]):
    def label_from_instance(self, obj: FrameworkVersion) -> str:
        return f"{obj} ({obj.get_state_display()})" if obj.is_draft else str(obj)


class OrganisationChoice(forms.ModelChoiceField[Organisation]):
    def label_from_instance(self, obj: Organisation) -> str:
        return obj.name


class WordsForm(forms.Form):
    """The words of a draft; `edit_token` is that of the draft that was read."""

    edit_token = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("Titre"), max_length=200, help_text=_("Par exemple : De DigComp 2.2 à DigComp 3.0.")
    )
    author = forms.CharField(
        label=_("Qui répond de cette lecture"),
        max_length=120,
        help_text=_("Le nom qui sera lu sur la page : celui d'un organisme ou d'une équipe."),
    )
    label = forms.CharField(label=_("Numéro de version"), max_length=20, initial="1.0", validators=[a_label])
    introduction = forms.CharField(
        label=_("Présentation"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Ce que vous avez comparé, et ce que cette table n'est pas."),
    )

    def words(self) -> CrosswalkWords:
        return CrosswalkWords(
            **{name: self.cleaned_data[name] for name in ("title", "author", "introduction", "label")}
        )

    @classmethod
    def of(cls, version: CrosswalkVersion) -> "WordsForm":
        names = ("edit_token", "title", "author", "label", "introduction")
        return cls(initial={name: getattr(version, name) for name in names})


class CrosswalkForm(WordsForm):
    """A new crosswalk. `organisations` are those in whose name this person writes; a single one isn't asked for."""

    field_order = ("source", "target", "title", "author", "owner", "label", "introduction")

    source = FrameworkChoice(
        label=_("Version de départ"), queryset=FrameworkVersion.objects.none(), empty_label=_("Choisir")
    )
    target = FrameworkChoice(
        label=_("Version d'arrivée"), queryset=FrameworkVersion.objects.none(), empty_label=_("Choisir")
    )
    owner = OrganisationChoice(
        label=_("Au nom de quel organisme"), queryset=Organisation.objects.none(), empty_label=None
    )

    def __init__(
        self,
        *args: Any,
        versions: QuerySet[FrameworkVersion],
        organisations: QuerySet[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "target"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types
            field.queryset = versions
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101 - for the types
        owner.queryset = organisations
        if len(organisations) == 1:
            owner.initial, owner.widget = organisations[0].pk, forms.HiddenInput()


class AddForm(forms.Form):
    """An alignment of one's own: with a destination, or « rien ne correspond »."""

    edit_token = forms.CharField()
    destination = forms.UUIDField(required=False)
    kind = forms.ChoiceField(choices=KINDS, required=False)
    rationale = forms.CharField(max_length=2_000, required=False)


class WithdrawalForm(forms.Form):
    reason = forms.CharField(label=_("Raison"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))


def decisions_in(data: QueryDict) -> list[Decision]:
    """The decisions of one origin's page. A row without « garder » or « écarter » waits; what can't be read is none."""
    decisions = []
    for name in data.getlist("row"):
        keep = data.get(f"keep-{name}", "")
        try:
            alignment = UUID(name)
        except ValueError:
            continue
        if keep in {"yes", "no"}:
            kind, rationale = data.get(f"kind-{name}", ""), data.get(f"rationale-{name}", "")[:2_000]
            decisions.append(Decision(alignment, keep == "yes", kind, rationale.replace("\0", "")))
    return decisions
