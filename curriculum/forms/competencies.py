"""What an author types of one competency of a draft, and of an erratum."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import global_settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from curriculum.actions.competencies import Wording
from curriculum.actions.errata import Correction
from curriculum.choices import CompetencyKind, TextStatus
from curriculum.forms.drafts import DraftForm, in_language, languages_of, long_field
from curriculum.models import Competency, CompetencyText, FrameworkVersion
from curriculum.queries import Node, NodeNames
from curriculum.templatetags.curriculum import named_language

TEXTS = ("title", "status", "source", "description")
#: A pasted table longer than that is a new version, not an erratum.
LINES = 2000
#: A text may come in any language, whether or not the screens speak it.
OTHERS = sorted(code for code, _name in global_settings.LANGUAGES if len(code) == 2)
WIDE_SPACE = "\u2003"


class CompetencyForm(DraftForm):
    """Its kind and code, and for each language its title, with what this title is worth and where it was read."""

    kind = forms.ChoiceField(label=_("C'est…"), choices=CompetencyKind.choices)
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        required=False,
        help_text=_("Par exemple : 2.4."),
        widget=forms.TextInput({"class": "input--short"}),
    )

    def __init__(
        self, *args: Any, version: FrameworkVersion, texts: Sequence[CompetencyText] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = {text.language: text for text in texts}
        self.languages = languages_of(version, known)
        for language in self.languages:
            self._add(language, known.get(language), required=language == version.language)

    def _add(self, language: str, text: CompetencyText | None, *, required: bool) -> None:
        status = text.status if text else TextStatus.OFFICIAL if required else TextStatus.UNOFFICIAL
        title = long_field(in_language(_("Intitulé"), language), 2, required=required, max_length=2000)
        title.initial = text.title if text else ""
        choice = forms.ChoiceField(label=_("Ce que vaut ce texte"), choices=TextStatus.choices, initial=status)
        source = forms.CharField(label=_("Source de ce texte"), max_length=500, required=False)
        source.initial = text.source if text else ""
        about = long_field(_("Description"), 2, required=False)
        about.initial = text.description if text else ""
        for name, field in zip(TEXTS, (title, choice, source, about), strict=True):
            self.fields[f"{name}-{language}"] = field

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each language, to stand together."""
        return [(named_language(code), [self[f"{name}-{code}"] for name in TEXTS]) for code in self.languages]

    def wordings(self) -> list[Wording]:
        data = self.cleaned_data
        return [
            Wording(
                language=language,
                title=data[f"title-{language}"],
                status=data[f"status-{language}"],
                source=data[f"source-{language}"],
                description=data[f"description-{language}"],
            )
            for language in self.languages
        ]


class PlaceForm(DraftForm):
    """Where a competency goes: chosen in a small tree, named by its code in a large one."""

    def __init__(self, *args: Any, version: FrameworkVersion, nodes: Sequence[Node] | None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"edit_token": version.edit_token})
        super().__init__(*args, **kwargs)
        self.version, label = version, now("Ranger sous")
        if nodes is None:
            self.fields["under"] = forms.CharField(
                label=label,
                max_length=200,
                required=False,
                help_text=now("Le code ou l'identifiant. Laissez vide pour le premier niveau."),
            )
        else:
            choices = [(str(node.competency.pk), _indented(node)) for node in nodes]
            self.fields["under"] = forms.ChoiceField(
                label=label, choices=[("", now("Premier niveau")), *choices], required=False
            )

    def clean_under(self) -> Competency | None:
        name = self.cleaned_data["under"].strip()
        if not name:
            return None
        if isinstance(self.fields["under"], forms.ChoiceField):
            return Competency.objects.get(version=self.version, pk=name)
        try:
            return NodeNames(self.version, [name]).node(name)
        except LookupError as error:
            raise ValidationError(str(error)) from error


class ErratumForm(forms.Form):
    summary = long_field(_("Ce qui est corrigé"), help_text=_("Tout le monde le lira, avec la date."))
    source = long_field(_("Source"), 2, required=False, help_text=_("Où cette correction a été lue."))
    texts = long_field(
        _("Nouveaux intitulés"),
        6,
        required=False,
        max_length=400_000,
        help_text=_(
            "Une ligne par compétence : son code, un point-virgule ou une tabulation, puis l'intitulé. Deux colonnes "
            "d'un tableur se collent telles quelles. Laissez vide pour une simple remarque."
        ),
    )
    language = forms.ChoiceField(label=_("Langue de ces intitulés"))
    status = forms.ChoiceField(label=_("Ce que valent ces intitulés"), choices=TextStatus.choices)

    def __init__(self, *args: Any, version: FrameworkVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, named_language(code)) for code in dict.fromkeys([*languages_of(version), *OTHERS])
        ]

    def clean_texts(self) -> list[tuple[Competency, str]]:
        """(competency, title) of each line; every line that means nothing is named."""
        lines = [line for line in self.cleaned_data["texts"].splitlines() if line.strip()]
        if len(lines) > LINES:
            raise ValidationError(
                now("Plus de %(limit)d lignes : faites plutôt une nouvelle version.") % {"limit": LINES}
            )
        parted = [line.replace("\t", ";", 1).partition(";") for line in lines]
        named = NodeNames(self.version, [name.strip() for name, _sep, _title in parted])
        found, problems = [], []
        for number, (name, _sep, title) in enumerate(parted, start=1):
            try:
                if not title.strip():
                    raise LookupError(now("il manque l'intitulé"))
                found.append((named.node(name.strip()), title.strip()))
            except LookupError as error:
                problems.append(now("Ligne %(number)d : %(reason)s") % {"number": number, "reason": error})
        if problems:
            raise ValidationError(problems)
        return found

    def corrections(self) -> list[Correction]:
        data = self.cleaned_data
        return [Correction(node, data["language"], title, data["status"]) for node, title in data["texts"]]


class WithdrawForm(forms.Form):
    reason = long_field(
        _("Raison"), max_length=2000, help_text=_("Tout le monde la lira sur la page de cette version.")
    )
    sure = forms.BooleanField(
        label=_("Je retire cette version. C'est définitif."),
        error_messages={"required": _("Cochez cette case pour retirer la version.")},
    )


def _indented(node: Node) -> str:
    depth = node.competency.path.count(".")
    return WIDE_SPACE * depth + f"{node.competency.code} {node.title}".strip()
