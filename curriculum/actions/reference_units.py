"""Units of a draft, one at a time: written, moved, taken out. Positions count through the tree, parents first."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from curriculum.actions.reference_editing import note_edit, seal
from curriculum.actions.versions import open_draft
from curriculum.models import ReferenceUnit, TrainingReferenceVersion
from people.models import Person

Units = list[ReferenceUnit]


@transaction.atomic
def save_unit(
    *,
    version: TrainingReferenceVersion,
    edit_token: str,
    pk: UUID | None,
    parent: ReferenceUnit | None,
    code: str,
    kind: str,
    title: str,
    hours: int | None,
    note: str,
    choose: int | None,
    verified: bool,
    by: Person | None,
    at: datetime,
) -> TrainingReferenceVersion:
    """Change a unit, or add one where `pk` is None. A new one, or one that goes below another, comes last there."""
    draft = open_draft(version, edit_token)
    units = list(draft.units.order_by("position"))
    unit = next((entry for entry in units if entry.pk == pk), None) if pk else ReferenceUnit(version=draft, position=0)
    if unit is None:
        raise ValidationError(
            _("Cette unité n'est plus dans le brouillon : une autre personne l'a supprimée."), code="gone"
        )
    _check(units, unit, parent, code, choose)
    moved = pk is None or unit.parent_id != (parent.pk if parent else None)
    unit.code, unit.kind, unit.title, unit.parent = code, kind, title, parent
    unit.hours, unit.note, unit.choose, unit.verified = hours, note, choose, verified
    if moved:
        unit.position = len(units) + 1
    unit.save()
    _renumber(draft)
    note_edit(draft, "unit", by=by, at=at)
    return seal(draft)


@transaction.atomic
def move_unit(
    *, version: TrainingReferenceVersion, edit_token: str, pk: UUID, up: bool, by: Person | None, at: datetime
) -> TrainingReferenceVersion:
    """One place up or down among the units of the same level, with all it holds. At the end of the list nothing moves."""
    draft = open_draft(version, edit_token)
    unit = draft.units.filter(pk=pk).first()
    if unit is not None:
        siblings = list(draft.units.filter(parent=unit.parent_id).order_by("position"))
        place = next(index for index, entry in enumerate(siblings) if entry.pk == pk)
        other = place - 1 if up else place + 1
        if 0 <= other < len(siblings):
            siblings[place], siblings[other] = siblings[other], siblings[place]
            _renumber(draft, first={entry.pk: index for index, entry in enumerate(siblings)})
    note_edit(draft, "unit", by=by, at=at)
    return seal(draft)


@transaction.atomic
def remove_unit(
    *, version: TrainingReferenceVersion, edit_token: str, pk: UUID, by: Person | None, at: datetime
) -> TrainingReferenceVersion:
    """Take a unit out. Refused while it holds others, while its parent needs it, or while a strand names it."""
    draft = open_draft(version, edit_token)
    unit = draft.units.select_related("parent").filter(pk=pk).first()
    if unit is not None:
        if unit.children.exists():
            raise ValidationError(_("Supprimez ou déplacez d'abord ce qu'elle contient."), code="holds")
        above = unit.parent
        if above is not None and above.choose and above.choose > above.children.count() - 1:
            raise ValidationError(
                _("« %(unit)s » demande cette option : changez d'abord ce nombre.") % {"unit": above.code}
            )
        try:
            unit.delete()
        except ProtectedError as error:
            message = _("Un volet numérique en cours parle de cette unité : changez-le d'abord.")
            raise ValidationError(message, code="named") from error
        _renumber(draft)
    note_edit(draft, "unit", by=by, at=at)
    return seal(draft)


def _check(units: Units, unit: ReferenceUnit, parent: ReferenceUnit | None, code: str, choose: int | None) -> None:
    if any(entry.code == code and entry.pk != unit.pk for entry in units):
        raise ValidationError({"code": _("Une autre unité a déjà ce code.")})
    by_id = {entry.pk: entry for entry in units}
    above = parent
    while above is not None:
        if above.pk == unit.pk:
            raise ValidationError({"parent": _("Une unité ne peut pas être rangée dans elle-même.")})
        above = by_id.get(above.parent_id) if above.parent_id else None
    children = sum(entry.parent_id == unit.pk for entry in units)
    if choose and choose > children:
        raise ValidationError({"choose": _("Ajoutez d'abord les options : il y en a %(count)d.") % {"count": children}})


def _renumber(draft: TrainingReferenceVersion, first: dict[UUID, int] | None = None) -> None:
    """Positions 1, 2, 3… in the order of the tree; `first` gives the order of some siblings."""
    order = first or {}
    below: dict[UUID | None, Units] = {}
    for unit in sorted(draft.units.all(), key=lambda entry: (order.get(entry.pk, entry.position), entry.position)):
        below.setdefault(unit.parent_id, []).append(unit)
    waiting, number = list(reversed(below.get(None, []))), 0
    while waiting:
        unit, number = waiting.pop(), number + 1
        if unit.position != number:
            unit.position = number
            unit.save(update_fields=["position"])
        waiting += reversed(below.get(unit.pk, []))
