"""One fact, code, unit or host of a draft at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from curriculum.actions.reference_parts import remove_fact, remove_part, save_code, save_fact, save_host
from curriculum.actions.reference_units import remove_unit, save_unit
from curriculum.choices import RegistryStatus, UnitKind
from curriculum.forms.references import DraftForm, day_field, text_field
from curriculum.models import HostLink, ReferenceUnit, RegistryCode, TrainingReference, TrainingReferenceVersion
from curriculum.queries.references import possible_hosts
from people.models import Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REGISTRIES = (("RNCP", "RNCP"), ("RS", "RS"))


def _source() -> forms.CharField:
    return text_field(_("Où l'avez-vous lu ?"), help_text=_("Texte, fiche ou adresse, avec la date."), required=False)


def _verified() -> forms.BooleanField:
    return forms.BooleanField(label=_("Vérifié : je l'ai lu dans cette source"), required=False)


class PartForm(DraftForm):
    new_title: "ClassVar[str | _StrPromise]"
    title_of_page: "ClassVar[str | _StrPromise]"

    def remove(self, edit_token: str, *, by: Person, at: datetime) -> None:
        raise NotImplementedError


class FactForm(PartForm):
    new_title, title_of_page = _("Ajouter un point"), _("Modifier ce point")
    label = forms.CharField(label=_("De quoi s'agit-il ?"), help_text=_("Par exemple : Âge minimal."), max_length=200)
    value = text_field(_("Ce que l'on sait"))
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
    starts_on = day_field(_("Enregistré depuis le"))
    ends_on = day_field(_("Fin d'enregistrement"), _("Après ce jour, on n'entre plus en formation."))
    delivery_until = day_field(
        _("Délivrance possible jusqu'au"), _("Dernier jour pour les personnes déjà en formation.")
    )
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
    new_title, title_of_page = _("Ajouter un diplôme auquel il s'ajoute"), _("Modifier ce diplôme")
    name = forms.CharField(
        label=_("Diplôme ou brevet auquel ce certificat peut s'ajouter"),
        help_text=_("Son nom tel que le texte l'écrit."),
        max_length=200,
    )
    host = forms.ModelChoiceField(
        label=_("Ce diplôme dans Volet"),
        queryset=TrainingReference.objects.none(),
        required=False,
        empty_label=_("Il n'y est pas"),
    )
    source = _source()
    verified = _verified()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = possible_hosts(self.version)  # type: ignore[attr-defined]

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
    title = text_field(_("Intitulé"))
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
    note = text_field(_("Remarque"), required=False)
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
