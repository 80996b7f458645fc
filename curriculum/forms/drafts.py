"""What an author types of a framework draft as a whole: its name, what it says of itself, its levels."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from curriculum.actions.drafting import About
from curriculum.choices import AdoptionStatus
from curriculum.formats import RungSpec, ScaleSpec
from curriculum.forms.references import day_field
from curriculum.models import FrameworkVersion, ProficiencyLevel
from curriculum.templatetags.curriculum import named_language
from people.models import Organisation

LANGUAGES = ("fr", "en")


def languages_of(version: FrameworkVersion, texts: Iterable[str] = ()) -> list[str]:
    """Its own language first, then those of the screens and those it already has."""
    return list(dict.fromkeys([version.language, *LANGUAGES, *sorted(version.title), *sorted(texts)]))


def in_language(label: Any, language: str) -> str:
    return now("%(label)s (%(language)s)") % {"label": label, "language": named_language(language)}


def long_field(label: Any, rows: int = 3, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("max_length", 4000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class DraftForm(forms.Form):
    """Carries the token of the draft that was read."""

    edit_token = forms.CharField(max_length=16, widget=forms.HiddenInput)
    #: Whether a colleague saved the draft since it was read.
    edited = False

    def refuse(self, error: ValidationError, token: str) -> None:
        """Shows why, and keeps what was typed. A colleague was faster: sent again, it is sent knowingly."""
        self.add_error(None, error)
        self.edited = getattr(error, "code", "") == "edited"
        if self.edited:
            self.data = {**{name: self.data.get(name) for name in self.data}, "edit_token": token}


class StartForm(forms.Form):
    name = forms.CharField(
        label=_("Nom"), max_length=120, help_text=_("Le nom court que l'on emploie : « DigComp », « CRCN »…")
    )
    label = forms.CharField(
        label=_("Version"), max_length=20, initial="1.0", widget=forms.TextInput({"class": "input--short"})
    )
    language = forms.ChoiceField(label=_("Langue d'origine"), choices=[("fr", _("français")), ("en", _("anglais"))])
    owner = forms.ModelChoiceField(label=_("Au nom de"), queryset=Organisation.objects.none(), empty_label=None)

    def __init__(self, *args: Any, owners: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class ForkForm(forms.Form):
    label = forms.CharField(
        label=_("Numéro de la nouvelle version"), max_length=20, widget=forms.TextInput({"class": "input--short"})
    )


class AboutForm(DraftForm):
    """What the draft says of itself."""

    label = forms.CharField(label=_("Version"), max_length=20, widget=forms.TextInput({"class": "input--short"}))
    description = long_field(_("Description"), required=False)
    publisher = forms.CharField(label=_("Publié par"), max_length=200, required=False)
    creator = forms.CharField(label=_("Auteur"), max_length=200, required=False)
    source = long_field(
        _("Source"), 2, required=False, help_text=_("Où ce texte a été lu : une adresse, une référence.")
    )
    licence = forms.CharField(
        label=_("Licence"), max_length=60, required=False, help_text=_("Par exemple : CC-BY-4.0.")
    )
    adoption_status = forms.ChoiceField(
        label=_("Ce qu'en dit son éditeur"), choices=[("", _("Non précisé")), *AdoptionStatus.choices], required=False
    )
    adopted_on = day_field(_("Adopté le"), _("Laissez vide ce qui n'est pas vérifié."))
    starts_on = day_field(_("En vigueur depuis le"))
    ends_on = day_field(_("Jusqu'au"))

    def __init__(self, *args: Any, version: FrameworkVersion, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if name != "title"]
        kwargs.setdefault("initial", {name: getattr(version, name) for name in names})
        super().__init__(*args, **kwargs)
        self.languages = languages_of(version)
        for language in self.languages:
            self.fields[f"title-{language}"] = forms.CharField(
                label=in_language(_("Titre"), language),
                max_length=400,
                required=language == version.language,
                initial=version.title.get(language, ""),
            )
        self.order_fields(["label", *(f"title-{language}" for language in self.languages)])

    def about(self) -> About:
        data = {name: value for name, value in self.cleaned_data.items() if not name.startswith("title-")}
        data.pop("edit_token")
        return About(title={language: self.cleaned_data[f"title-{language}"] for language in self.languages}, **data)


class LevelForm(DraftForm):
    """A rung; the band is what several rungs have in common."""

    code = forms.CharField(label=_("Code"), max_length=20, widget=forms.TextInput({"class": "input--short"}))

    def __init__(self, *args: Any, version: FrameworkVersion, level: ProficiencyLevel | None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"code": level.code if level else "", "edit_token": version.edit_token})
        super().__init__(*args, **kwargs)
        self.languages = languages_of(version)
        for key, label in (("title", _("Intitulé")), ("band", _("Palier"))):
            texts: Mapping[str, str] = getattr(level, key) if level else {}
            for language in self.languages:
                self.fields[f"{key}-{language}"] = forms.CharField(
                    label=in_language(label, language),
                    max_length=200,
                    required=key == "title" and language == version.language,
                    initial=texts.get(language, ""),
                )

    def texts(self, key: str) -> dict[str, str]:
        return {language: self.cleaned_data[f"{key}-{language}"] for language in self.languages}


class ScalesForm(DraftForm):
    """The other granularities: a name and a line for each rung, and one more to add."""

    def __init__(self, *args: Any, version: FrameworkVersion, scales: tuple[ScaleSpec, ...], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"edit_token": version.edit_token})
        super().__init__(*args, **kwargs)
        self.scales, self.language = scales, version.language
        for place in range(len(scales) + 1):
            scale = scales[place] if place < len(scales) else None
            self.fields[f"name-{place}"] = forms.CharField(
                label=now("Nom de l'échelle") if scale else now("Nom d'une nouvelle échelle"),
                max_length=80,
                required=False,
                initial=scale.title.get(self.language, scale.key) if scale else "",
                help_text=now("Par exemple : paliers, lettres. Videz ce nom pour supprimer l'échelle.")
                if scale
                else "",
            )
            self.fields[f"rungs-{place}"] = long_field(
                now("Échelons, un par ligne"),
                6,
                required=False,
                initial="\n".join(self._line(rung) for rung in scale.rungs) if scale else "",
                help_text=now("Code ; premier niveau ; dernier niveau ; intitulé. Par exemple : C1 ; 5 ; 6"),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        found = []
        for place in range(len(self.scales) + 1):
            name, lines = data.get(f"name-{place}", "").strip(), data.get(f"rungs-{place}", "")
            if not name:
                continue
            old = self.scales[place] if place < len(self.scales) else ScaleSpec(f"scale-{place + 1}", {}, ())
            try:
                rungs = tuple(self._rung(line, old) for line in lines.splitlines() if line.strip())
            except ValueError:
                self.add_error(f"rungs-{place}", now("Écrivez une ligne par échelon : C1 ; 5 ; 6"))
                continue
            found.append(ScaleSpec(old.key, {**old.title, self.language: name}, rungs))
        self.found = tuple(found)
        return data

    def _line(self, rung: RungSpec) -> str:
        return " ; ".join([rung.code, str(rung.first), str(rung.last), rung.title.get(self.language, "")]).rstrip(" ;")

    def _rung(self, line: str, old: ScaleSpec) -> RungSpec:
        code, first, last, *rest = (part.strip() for part in line.split(";"))
        before = next((rung.title for rung in old.rungs if rung.code == code), {})
        title = {**before, self.language: " ; ".join(rest)} if rest else {}
        return RungSpec(code[:20], title, int(first), int(last))
