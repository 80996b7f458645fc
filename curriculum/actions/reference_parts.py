"""Facts, registry codes and hosts of a draft, one at a time.

Each takes the `edit_token` of the draft its author read: with another one a colleague was faster, and nothing is written.
Nothing is called verified without a source.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from curriculum.actions.reference_editing import check_period, note_edit, seal
from curriculum.actions.versions import open_draft
from curriculum.models import HostLink, RegistryCode, TrainingReference, TrainingReferenceVersion
from people.models import Person


@transaction.atomic
def save_fact(
    *,
    version: TrainingReferenceVersion,
    edit_token: str,
    key: str,
    label: str,
    value: str,
    source: str,
    verified: bool,
    by: Person | None,
    at: datetime,
) -> TrainingReferenceVersion:
    """Change the fact with this key; with an empty key, add one at the end."""
    draft = open_draft(version, edit_token)
    check_source(verified, source)
    keys = [fact["key"] for fact in draft.facts]
    if key and key not in keys:
        raise _gone()
    fact = {"key": key or _new_key(label, keys), "label": label, "value": value, "source": source, "verified": verified}
    draft.facts = [fact if entry["key"] == key else entry for entry in draft.facts] + ([] if key else [fact])
    note_edit(draft, "fact", by=by, at=at)
    return seal(draft)


@transaction.atomic
def remove_fact(
    *, version: TrainingReferenceVersion, edit_token: str, key: str, by: Person | None, at: datetime
) -> TrainingReferenceVersion:
    draft = open_draft(version, edit_token)
    draft.facts = [fact for fact in draft.facts if fact["key"] != key]
    note_edit(draft, "fact", by=by, at=at)
    return seal(draft)


@transaction.atomic
def save_code(
    *,
    version: TrainingReferenceVersion,
    edit_token: str,
    pk: int | None,
    registry: str,
    code: str,
    status: str,
    starts_on: date | None,
    ends_on: date | None,
    delivery_until: date | None,
    source: str,
    verified: bool,
    by: Person | None,
    at: datetime,
) -> TrainingReferenceVersion:
    """Change a registry code of the draft, or add one where `pk` is None."""
    draft = open_draft(version, edit_token)
    check_source(verified, source)
    check_period(starts_on, ends_on)
    values: dict[str, Any] = {
        "registry": registry,
        "code": code,
        "status": status,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    values |= {"delivery_until": delivery_until, "source": source, "verified": verified}
    if draft.codes.filter(code=code).exclude(pk=pk or 0).exists():
        raise ValidationError(_("Le code %(code)s est déjà là.") % {"code": code}, code="twice")
    _write(RegistryCode, draft, pk, values)
    note_edit(draft, "code", by=by, at=at)
    return seal(draft)


@transaction.atomic
def save_host(
    *,
    version: TrainingReferenceVersion,
    edit_token: str,
    pk: int | None,
    name: str,
    host: TrainingReference | None,
    source: str,
    verified: bool,
    by: Person | None,
    at: datetime,
) -> TrainingReferenceVersion:
    """Change a training that this certificate can be added to, or add one at the end where `pk` is None."""
    draft = open_draft(version, edit_token)
    check_source(verified, source)
    if draft.hosts.filter(name=name).exclude(pk=pk or 0).exists():
        raise ValidationError(_("« %(name)s » est déjà là.") % {"name": name}, code="twice")
    values: dict[str, Any] = {"name": name, "host": host, "source": source, "verified": verified}
    if pk is None:
        last = draft.hosts.order_by("-position").first()
        values["position"] = last.position + 1 if last else 1
    _write(HostLink, draft, pk, values)
    note_edit(draft, "host", by=by, at=at)
    return seal(draft)


@transaction.atomic
def remove_part(
    *, part: RegistryCode | HostLink, edit_token: str, by: Person | None, at: datetime
) -> TrainingReferenceVersion:
    """Take a registry code or a host out of its draft."""
    draft = open_draft(part.version, edit_token)
    part.delete()
    note_edit(draft, type(part).__name__.lower(), by=by, at=at)
    return seal(draft)


def check_source(verified: bool, source: str) -> None:
    """A statement that is called verified says where it was read."""
    if verified and not source.strip():
        message = _("Dites où vous l'avez lu : sans source, rien n'est « vérifié ».")
        raise ValidationError({"source": message}, code="no_source")


def _write(
    model: type[RegistryCode] | type[HostLink],
    draft: TrainingReferenceVersion,
    pk: int | None,
    values: Mapping[str, Any],
) -> None:
    if pk is None:
        model._default_manager.create(version=draft, **values)
    elif not model._default_manager.filter(version=draft, pk=pk).update(**values):
        raise _gone()


def _new_key(label: str, taken: list[str]) -> str:
    """`age_minimal` for « Âge minimal », with a number where it is taken; as the library's files want it."""
    bare = slugify(label).replace("-", "_").strip("_")
    bare = bare if bare[:1].isalpha() else f"fact_{bare}".rstrip("_")
    return next(key for key in (bare, *(f"{bare}_{n}" for n in range(2, len(taken) + 3))) if key not in taken)


def _gone() -> ValidationError:
    return ValidationError(_("Ce point n'est plus dans le brouillon : une autre personne l'a supprimé."), code="gone")
