"""Writing a training reference: its text, and one fact, code, unit or host at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from curriculum.actions.reference_editing import edit_reference
from curriculum.actions.reference_parts import remove_fact, remove_part, save_code, save_fact, save_host
from curriculum.actions.reference_units import remove_unit, save_unit
from curriculum.choices import RegistryStatus, UnitKind
from curriculum.models import HostLink, ReferenceUnit, RegistryCode, TrainingReference, TrainingReferenceVersion
from people.models import Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REGISTRIES = (("RNCP", "RNCP"), ("RS", "RS"))


def _day(label: "str | _StrPromise", help_text: "str | _StrPromise" = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


def _text(label: "str | _StrPromise", rows: int = 2, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=5_000, widget=forms.Textarea(attrs={"rows": rows}), **options)


def _source() -> forms.CharField:
    return _text(_("Où l'avez-vous lu ?"), help_text=_("Texte, fiche ou adresse, avec la date."), required=False)


def _verified() -> forms.BooleanField:
    return forms.BooleanField(label=_("Vérifié : je l'ai lu dans cette source"), required=False)


class LabelForm(forms.Form):
    label = forms.RegexField(
        r"^[\w.\- ]{1,20}$",
        label=_("Numéro de la nouvelle version"),
        help_text=_("L'année du texte, par exemple 2026. Il restera dans l'adresse."),
        max_length=20,
        error_messages={"invalid": _("Lettres, chiffres, points et tirets, 20 au plus.")},
    )


class ReasonForm(forms.Form):
    reason = _text(_("Pourquoi le retirer ?"), 3, help_text=_("Tout le monde lira cette raison."))


class DraftForm(forms.Form):
    """A form about one draft: it carries the token of the draft that was read. `key` names a part, or nothing for a new."""

    edit_token = forms.CharField(widget=forms.HiddenInput, max_length=16)

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

    def refresh_token(self, token: str) -> None:
        """After a colleague's change: what was typed stays, and can be sent again once the draft was read again."""
        typed = {name: self.data[name] for name in self.data}
        self.data = {**typed, "edit_token": token}


class TextForm(DraftForm):
    label = forms.RegexField(
        r"^[\w.\- ]{1,20}$",
        label=_("Numéro de version"),
        max_length=20,
        error_messages={"invalid": _("Lettres, chiffres, points et tirets, 20 au plus.")},
    )
    title = _text(_("Intitulé de la formation"))
    legal_text = _text(
        _("Texte qui fixe la formation"), required=False, help_text=_("Décret ou arrêté, avec sa date et son NOR.")
    )
    starts_on = _day(_("En vigueur depuis le"))
    ends_on = _day(_("Jusqu'au"))

    @classmethod
    def held(cls, version: TrainingReferenceVersion, key: str) -> Mapping[str, Any]:
        return {name: getattr(version, name) for name in ("label", "title", "legal_text", "starts_on", "ends_on")}

    def save(self, *, by: Person, at: datetime) -> None:
        self.version = edit_reference(version=self.version, **self.cleaned_data, by=by, at=at)


class PartForm(DraftForm):
    new_title: "ClassVar[str | _StrPromise]"
    title_of_page: "ClassVar[str | _StrPromise]"

    def remove(self, edit_token: str, *, by: Person, at: datetime) -> None:
        raise NotImplementedError


class FactForm(PartForm):
    new_title, title_of_page = _("Ajouter un point"), _("Modifier ce point")
    label = forms.CharField(label=_("De quoi s'agit-il ?"), help_text=_("Par exemple : Âge minimal."), max_length=200)
    value = _text(_("Ce que l'on sait"))
    source = _source()
    verified = _verified()

    @classmethod
    def held(cls, version: TrainingReferenceVersion, key: str) -> Mapping[str, Any]:
        if not key:
            return {}
        found = next((fact for fact in version.facts if fact["key"] == key), None)
        if found is None:
            raise LookupError(key)
        return {name: found[name] for name in ("label", "value", "source", "verified")}

    def save(self, *, by: Person, at: datetime) -> None:
        save_fact(version=self.version, key=self.key, **self.cleaned_data, by=by, at=at)

    def remove(self, edit_token: str, *, by: Person, at: datetime) -> None:
        remove_fact(version=self.version, edit_token=edit_token, key=self.key, by=by, at=at)


class CodeForm(PartForm):
    new_title, title_of_page = _("Ajouter un code d'enregistrement"), _("Modifier ce code")
    registry = forms.ChoiceField(label=_("Répertoire"), choices=REGISTRIES)
    code = forms.RegexField(
        r"^(?:RNCP|RS)\d{1,6}$",
        label=_("Code"),
        help_text=_("Par exemple RNCP40871."),
        max_length=20,
        error_messages={"invalid": _("Écrivez RNCP ou RS, puis des chiffres.")},
    )
    status = forms.ChoiceField(
        label=_("Ce que dit le répertoire"),
        required=False,
        choices=[("", _("Pas vérifié")), *((value, capfirst(name)) for value, name in RegistryStatus.choices)],
    )
    starts_on = _day(_("Enregistré depuis le"))
    ends_on = _day(_("Fin d'enregistrement"), _("Après ce jour, on n'entre plus en formation."))
    delivery_until = _day(_("Délivrance possible jusqu'au"), _("Dernier jour pour les personnes déjà en formation."))
    source = _source()
    verified = _verified()

    @classmethod
    def held(cls, version: TrainingReferenceVersion, key: str) -> Mapping[str, Any]:
        names = ("registry", "code", "status", "starts_on", "ends_on", "delivery_until", "source", "verified")
        return _row(version.codes.all(), key, names)

    def save(self, *, by: Person, at: datetime) -> None:
        save_code(version=self.version, pk=int(self.key) if self.key else None, **self.cleaned_data, by=by, at=at)

    def remove(self, edit_token: str, *, by: Person, at: datetime) -> None:
        _remove(self.version.codes.filter(pk=self.key).first(), edit_token, by, at)


class HostForm(PartForm):
    new_title, title_of_page = _("Ajouter une formation d'accueil"), _("Modifier cette formation d'accueil")
    name = forms.CharField(
        label=_("Formation à laquelle ce certificat peut s'ajouter"),
        help_text=_("Son nom tel que le texte l'écrit."),
        max_length=200,
    )
    host = forms.ModelChoiceField(
        label=_("Cette formation dans Volet"),
        queryset=TrainingReference.objects.none(),
        required=False,
        empty_label=_("Elle n'y est pas"),
    )
    source = _source()
    verified = _verified()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = TrainingReference.objects.exclude(pk=self.version.reference_id)
        self.fields["host"].queryset = others.order_by("abbreviation")  # type: ignore[attr-defined]

    @classmethod
    def held(cls, version: TrainingReferenceVersion, key: str) -> Mapping[str, Any]:
        return _row(version.hosts.all(), key, ("name", "host", "source", "verified"))

    def save(self, *, by: Person, at: datetime) -> None:
        save_host(version=self.version, pk=int(self.key) if self.key else None, **self.cleaned_data, by=by, at=at)

    def remove(self, edit_token: str, *, by: Person, at: datetime) -> None:
        _remove(self.version.hosts.filter(pk=self.key).first(), edit_token, by, at)


class UnitChoice(forms.ModelChoiceField[ReferenceUnit]):
    def label_from_instance(self, obj: ReferenceUnit) -> str:
        return str(obj)


class UnitForm(PartForm):
    new_title, title_of_page = _("Ajouter une étape, une unité ou un bloc"), _("Modifier cette unité")
    kind = forms.ChoiceField(label=_("Sorte"), choices=[(kind.value, capfirst(kind.label)) for kind in UnitKind])
    code = forms.CharField(label=_("Code"), help_text=_("Court, par exemple UC1 ou BC2."), max_length=20)
    title = _text(_("Intitulé"))
    parent = UnitChoice(
        label=_("Rangée dans"),
        queryset=ReferenceUnit.objects.none(),
        required=False,
        empty_label=_("Au premier niveau"),
    )
    hours = forms.IntegerField(label=_("Heures"), required=False, min_value=1, max_value=10_000)
    choose = forms.IntegerField(
        label=_("Combien de ses options faut-il ?"),
        help_text=_("Laissez vide s'il n'y a pas de choix."),
        required=False,
        min_value=1,
        max_value=100,
    )
    note = _text(_("Remarque"), required=False)
    verified = forms.BooleanField(label=_("Vérifié : je l'ai lu dans le texte officiel"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = self.version.units.order_by("position")
        others = others.exclude(pk=self.key) if self.key else others
        self.fields["parent"].queryset = others  # type: ignore[attr-defined]

    @classmethod
    def held(cls, version: TrainingReferenceVersion, key: str) -> Mapping[str, Any]:
        names = ("kind", "code", "title", "parent", "hours", "choose", "note", "verified")
        return _row(version.units.all(), key, names)

    def save(self, *, by: Person, at: datetime) -> None:
        save_unit(version=self.version, pk=self._pk(), **self.cleaned_data, by=by, at=at)

    def remove(self, edit_token: str, *, by: Person, at: datetime) -> None:
        pk = self._pk()
        if pk:
            remove_unit(version=self.version, edit_token=edit_token, pk=pk, by=by, at=at)

    def _pk(self) -> Any:
        return ReferenceUnit._meta.pk.to_python(self.key) if self.key else None


PARTS: dict[str, type[PartForm]] = {"fact": FactForm, "code": CodeForm, "unit": UnitForm, "host": HostForm}


def _row(rows: QuerySet[Any], key: str, names: tuple[str, ...]) -> Mapping[str, Any]:
    if not key:
        return {}
    pk = rows.model._meta.pk.to_python(key)  # ValidationError for what is no key
    row = rows.filter(pk=pk).first()
    if row is None:
        raise LookupError(key)
    return {name: getattr(row, name) for name in names}


def _remove(part: RegistryCode | HostLink | None, edit_token: str, by: Person, at: datetime) -> None:
    if part is not None:
        remove_part(part=part, edit_token=edit_token, by=by, at=at)
