"""« Dessiner le badge »."""

import base64
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certificates.badges import LONGEST_TEXT, Colour, Design, DesignError, Shape, Symbol, draw_svg
from certificates.models import AchievementVersion


def data_uri(design: Design, title: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(draw_svg(design, title=title).encode()).decode()}"


class BadgeForm(forms.Form):
    """The only door to the drawing: what passes here can be drawn."""

    shape = forms.ChoiceField(label=_("Forme"), choices=Shape.choices, widget=forms.RadioSelect)
    colour = forms.ChoiceField(label=_("Couleur"), choices=Colour.choices, widget=forms.RadioSelect)
    symbol = forms.ChoiceField(label=_("Dessin"), choices=Symbol.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Texte du ruban"),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("24 lettres au plus. Sans texte, pas de ruban."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    edit_token = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: AchievementVersion, **kwargs: Any) -> None:
        try:
            self.kept = Design.from_json(version.badge)
        except DesignError:
            self.kept = Design()
        super().__init__(*args, **kwargs)
        self.initial = {**self.kept.to_json(), "edit_token": version.edit_token}
        self.title = version.title

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.design = Design.from_json({name: data[name] for name in ("shape", "colour", "symbol", "text")})
            except DesignError as error:
                self.add_error("text", ValidationError(str(error), code="design"))
        return data

    @property
    def drawn(self) -> Design:
        """What is chosen, as far as it can be drawn."""
        return getattr(self, "design", self.kept)

    def picture(self) -> str:
        return data_uri(self.drawn, self.title)

    def choices_drawn(self) -> list[tuple[str, str, list[tuple[str, str, str, bool]]]]:
        """For each question: name, label, and its choices as (value, label, picture, chosen)."""
        drawn = self.drawn.to_json()
        return [
            (
                name,
                str(self.fields[name].label),
                [self._choice(name, drawn, value, str(label)) for value, label in kind],
            )
            for name, kind in (("shape", Shape.choices), ("colour", Colour.choices), ("symbol", Symbol.choices))
        ]

    def _choice(self, name: str, drawn: dict[str, str], value: str, label: str) -> tuple[str, str, str, bool]:
        design = Design.from_json({**drawn, "text": "", name: value})
        return value, label, data_uri(design, ""), drawn[name] == value


class SampleForm(forms.Form):
    """A name to try on the papers."""

    name = forms.CharField(
        label=_("Nom à essayer"),
        max_length=200,
        required=False,
        help_text=_("Essayez le plus long de vos noms, ou un nom dans une autre écriture."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
