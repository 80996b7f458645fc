"""One line of a digital strand."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from content.typography import french
from curriculum.actions.strand_editing import LineContent
from curriculum.choices import Effect
from curriculum.forms.strands import DateField
from curriculum.models import Competency, DigitalStrandVersion, ProficiencyLevel, ReferenceUnit
from curriculum.queries.strand_nodes import Choices
from curriculum.queries.trees import Node, UnitNode
from curriculum.templatetags.curriculum import level_name

MOST_MINUTES = 60 * 2_000
FIELDS = ("unit", "competency", "level", "minutes", "statement", "effect", "legal_basis", "starts_on", "ends_on")


class UnitChoice(forms.ModelChoiceField[ReferenceUnit]):
    def label_from_instance(self, obj: ReferenceUnit) -> str:
        return f"{obj.code} · {french(Truncator(obj.title).chars(90))}"


class LevelChoice(forms.ModelChoiceField[ProficiencyLevel]):
    def label_from_instance(self, obj: ProficiencyLevel) -> str:
        return capfirst(level_name(obj))


class LineForm(forms.Form):
    """`choices` are the competencies offered, which `find` may have narrowed down; any of the framework is taken."""

    unit = UnitChoice(label=_("Étape, unité ou bloc"), queryset=ReferenceUnit.objects.none(), empty_label=None)
    competency = forms.ModelChoiceField(label=_("Compétence"), queryset=Competency.objects.none(), empty_label="")
    find = forms.CharField(
        label=_("Chercher une compétence"), required=False, max_length=100, help_text=_("Un mot, ou son code.")
    )
    level = LevelChoice(label=_("Niveau"), queryset=ProficiencyLevel.objects.none(), empty_label=None)
    minutes = forms.IntegerField(
        label=_("Durée en minutes"),
        min_value=1,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput({"class": "input--short", "inputmode": "numeric"}),
    )
    statement = forms.CharField(
        label=_("Ce que la personne sait faire"),
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Commencez par « sait » : sait demander et garder une autorisation de photo"),
    )
    effect = forms.ChoiceField(
        label=_("Effet"),
        widget=forms.RadioSelect,
        initial=Effect.CONTENT,
        choices=[
            (Effect.CONTENT.value, _("Contenu de formation : on l'apprend, sans autre effet")),
            (Effect.REDUCTION.value, _("Allègement possible : moins d'heures à suivre ; l'épreuve reste à passer")),
            (Effect.EXEMPTION.value, _("Dispense : une condition ou une épreuve n'est plus demandée")),
            (Effect.EQUIVALENCE.value, _("Équivalence : un texte légal donne l'unité de droit")),
        ],
    )
    legal_basis = forms.CharField(
        label=_("Texte légal"),
        max_length=1_000,
        required=False,
        help_text=_("Article et date. Sans texte, une équivalence est refusée."),
    )
    starts_on = DateField(label=_("L'effet commence le"), required=False)
    ends_on = DateField(label=_("L'effet s'arrête le"), required=False)

    def __init__(
        self, *args: Any, version: DigitalStrandVersion, units: list[UnitNode], choices: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (
            ("unit", ReferenceUnit.objects.filter(version=version.reference_version_id)),
            ("competency", Competency.objects.filter(version=version.framework_version_id)),
            ("level", version.framework_version.levels.all()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
            field.queryset = queryset
        self._offer("unit", list(_indented(units)))
        self._offer("competency", [("", _gettext("Choisissez")), *_by_parent(choices)])

    def clean_statement(self) -> str:
        return " ".join(str(self.cleaned_data["statement"]).split())

    def content(self) -> LineContent:
        return LineContent(**{name: self.cleaned_data[name] for name in FIELDS})

    def _offer(self, name: str, choices: list[Any]) -> None:
        """What the list shows; what may be chosen stays the field's queryset."""
        self.fields[name].widget = forms.Select(choices=choices)
        self.fields[name].widget.is_required = True


def _indented(units: list[UnitNode], depth: int = 0) -> Iterator[tuple[str, str]]:
    for node in units:
        title = french(Truncator(node.unit.title).chars(80))
        yield str(node.unit.pk), f"{'– ' * depth}{node.unit.code} · {title}"
        yield from _indented(node.children, depth + 1)


def _by_parent(choices: Choices) -> Iterator[tuple[str, Any]]:
    """Options under the heading of their parent."""
    for parent, nodes in choices.groups:
        options = [(str(node.competency.pk), _named(node, 110)) for node in nodes]
        if parent is None:
            yield from options
        else:
            yield _named(parent, 80), options


def _named(node: Node, length: int) -> str:
    code = f"{node.competency.code} " if node.has_short_code else ""
    return f"{code}{french(Truncator(node.title).chars(length))}"
