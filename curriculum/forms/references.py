"""Writing a training reference: its next draft, its text, its withdrawal; what every form of a draft does."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.actions.reference_editing import edit_reference
from curriculum.models import TrainingReferenceVersion
from people.models import Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def day_field(label: "str | _StrPromise", help_text: "str | _StrPromise" = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


def text_field(label: "str | _StrPromise", rows: int = 2, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=5_000, widget=forms.Textarea(attrs={"rows": rows}), **options)


class LabelForm(forms.Form):
    label = forms.RegexField(
        r"^[\w.\- ]{1,20}$",
        label=_("Numéro de la nouvelle version"),
        help_text=_("L'année du texte, par exemple 2026. Il restera dans l'adresse."),
        max_length=20,
        error_messages={"invalid": _("Lettres, chiffres, points et tirets, 20 au plus.")},
    )


class ReasonForm(forms.Form):
    reason = text_field(_("Pourquoi le retirer ?"), 3, help_text=_("Tout le monde lira cette raison."))


class DraftForm(forms.Form):
    """A form about one draft: it carries the token of the draft that was read. `key` names a part, or nothing for a new."""

    edit_token = forms.CharField(widget=forms.HiddenInput, max_length=16)
    now: dict[str, Any] = {}

    def __init__(
        self,
        data: Any = None,
        *,
        version: TrainingReferenceVersion,
        key: str = "",
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.version, self.key = version, key
        known = {"edit_token": version.edit_token, **self.held(version, key)}
        super().__init__(data, initial={**known, **(initial or {})})

    @classmethod
    def held(cls, version: TrainingReferenceVersion, key: str) -> Mapping[str, Any]:
        """What the draft says now; raises LookupError where it has no such part."""
        return {}

    def save(self, *, by: Person, at: datetime) -> None:
        raise NotImplementedError

    def meet(self, version: TrainingReferenceVersion) -> None:
        """After a colleague's change: what was typed stays, beside what the draft says now, and can be sent again."""
        self.data = {**{name: self.data[name] for name in self.data}, "edit_token": version.edit_token}
        try:
            self.now = dict(self.held(version, self.key))
        except LookupError:
            self.now = {}

    def said_now(self) -> list[tuple[Any, str]]:
        """(label, text) of what a colleague wrote meanwhile in the fields of this form."""
        said: list[tuple[Any, Any]] = []
        for name, value in self.now.items():
            choices = dict(getattr(self.fields[name], "choices", ())) if isinstance(value, str) else {}
            text = (
                {True: _("oui"), False: _("non")}.get(value) if isinstance(value, bool) else choices.get(value, value)
            )
            said.append((self.fields[name].label, text))
        return [(label, str(text)) for label, text in said if text not in (None, "")]


class TextForm(DraftForm):
    label = forms.RegexField(
        r"^[\w.\- ]{1,20}$",
        label=_("Numéro de version"),
        max_length=20,
        error_messages={"invalid": _("Lettres, chiffres, points et tirets, 20 au plus.")},
    )
    title = text_field(_("Intitulé de la formation"))
    legal_text = text_field(
        _("Texte qui fixe la formation"), required=False, help_text=_("Décret ou arrêté, avec sa date et son NOR.")
    )
    starts_on = day_field(_("En vigueur depuis le"))
    ends_on = day_field(_("Jusqu'au"))

    @classmethod
    def held(cls, version: TrainingReferenceVersion, key: str) -> Mapping[str, Any]:
        return {name: getattr(version, name) for name in ("label", "title", "legal_text", "starts_on", "ends_on")}

    def save(self, *, by: Person, at: datetime) -> None:
        self.version = edit_reference(version=self.version, **self.cleaned_data, by=by, at=at)
