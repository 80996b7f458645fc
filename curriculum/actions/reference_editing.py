"""The life of a training reference's text: the next draft, its edits as a whole, its withdrawal."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.versions import new_edit_token
from curriculum.actions.versions import next_number, open_draft, withdraw
from curriculum.formats import ReferenceSpec, digest_of
from curriculum.models import HostLink, ReferenceUnit, RegistryCode, TrainingReferenceVersion
from curriculum.queries import reference_spec
from people.actions import record
from people.models import Person


def seal(draft: TrainingReferenceVersion) -> TrainingReferenceVersion:
    """Save a draft that was changed, with the digest of what it says now: its file loads again as the same."""
    draft.digest = digest_of(reference_spec(draft))
    draft.save()
    return draft


@transaction.atomic
def fork_reference(
    *, version: TrainingReferenceVersion, label: str, by: Person | None, at: datetime
) -> TrainingReferenceVersion:
    """The next draft of the same training: it says all that `version` says, and will replace it."""
    label = label.strip()
    reference = version.reference
    if version.is_draft:
        raise ValidationError(_("« %(version)s » n'est pas publié.") % {"version": version}, code="not_published")
    if reference.versions.filter(label=label).exists():
        raise ValidationError(_("La version « %(label)s » existe déjà.") % {"label": label}, code="label")
    draft = TrainingReferenceVersion.objects.create(
        reference=reference,
        number=next_number(reference, TrainingReferenceVersion, "reference"),
        label=label,
        language=version.language,
        title=version.title,
        legal_text=version.legal_text,
        starts_on=version.starts_on,
        ends_on=version.ends_on,
        predecessor=version,
        facts=version.facts,
    )
    _copy_parts(version, draft)
    record(verb="forked", noun=draft, by=by, at=at, organisation=reference.owner, source=version.label, label=label)
    return seal(draft)


@transaction.atomic
def edit_reference(
    *,
    version: TrainingReferenceVersion,
    edit_token: str,
    label: str,
    title: str,
    legal_text: str,
    starts_on: date | None,
    ends_on: date | None,
    by: Person | None,
    at: datetime,
) -> TrainingReferenceVersion:
    """Change what a draft says of the text itself. Raises ValidationError with code `edited` when a colleague was faster."""
    draft = open_draft(version, edit_token)
    if not title.strip() or not label.strip():
        raise ValidationError(_("Donnez un intitulé et un numéro de version."))
    if draft.reference.versions.filter(label=label.strip()).exclude(pk=draft.pk).exists():
        raise ValidationError(_("La version « %(label)s » existe déjà.") % {"label": label.strip()}, code="label")
    check_period(starts_on, ends_on)
    draft.label, draft.title, draft.legal_text = label.strip(), title.strip(), legal_text.strip()
    draft.starts_on, draft.ends_on = starts_on, ends_on
    note_edit(draft, "text", by=by, at=at)
    return seal(draft)


@transaction.atomic
def bring_up_to_date(
    *, version: TrainingReferenceVersion, spec: ReferenceSpec, by: Person | None, at: datetime
) -> TrainingReferenceVersion:
    """Write into a draft what the registry adds or changes; `spec` holds all that the draft says, and keeps its units.

    Units keep their rows, which strands in progress point at. A colleague who has the draft open is told.
    """
    draft = TrainingReferenceVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    draft.edit_token = new_edit_token()
    draft.facts = [vars(fact) for fact in spec.facts]
    for code in spec.codes:
        RegistryCode.objects.update_or_create(version=draft, code=code.code, defaults=dict(vars(code)))
    held = {unit.code: unit for unit in draft.units.all()}
    last = max((unit.position for unit in held.values()), default=0)
    for entry in spec.walk():
        unit = held.get(entry.code)
        if unit is None:
            last += 1
            unit = ReferenceUnit(version=draft, code=entry.code, kind=entry.kind, position=last)
        unit.title, unit.note, unit.verified = entry.title, entry.note, entry.verified
        unit.save()
    note_edit(draft, "registry", by=by, at=at)
    return seal(draft)


@transaction.atomic
def withdraw_reference(
    *, version: TrainingReferenceVersion, reason: str, by: Person | None, at: datetime
) -> TrainingReferenceVersion:
    """Take a published text out of use. It stays readable, for the strands and certificates that name it."""
    withdraw(version, version.reference, reason=reason, by=by, at=at)
    return version


def check_period(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise ValidationError(_("La date de fin précède la date de début."), code="period")


def note_edit(draft: TrainingReferenceVersion, part: str, *, by: Person | None, at: datetime) -> None:
    owner = draft.reference.owner
    record(verb="edited", noun=draft, by=by, at=at, organisation=owner, label=draft.label, part=part)


def _copy_parts(version: TrainingReferenceVersion, draft: TrainingReferenceVersion) -> None:
    copies: dict[object, ReferenceUnit] = {}
    for unit in version.units.order_by("position"):
        copies[unit.pk] = ReferenceUnit(
            version=draft,
            code=unit.code,
            title=unit.title,
            kind=unit.kind,
            parent=copies.get(unit.parent_id),
            position=unit.position,
            hours=unit.hours,
            note=unit.note,
            choose=unit.choose,
            verified=unit.verified,
        )
    ReferenceUnit.objects.bulk_create(copies.values(), batch_size=500)
    codes, hosts = list(version.codes.order_by("pk")), list(version.hosts.order_by("position"))
    for code in codes:
        code.pk, code.version = None, draft
    for host in hosts:
        host.pk, host.version = None, draft
    RegistryCode.objects.bulk_create(codes)
    HostLink.objects.bulk_create(hosts)
