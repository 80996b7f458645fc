"""Training references: a draft from what a file says, and its publication."""

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from curriculum.actions.versions import next_number, publish
from curriculum.formats import ReferenceSpec, UnitSpec
from curriculum.models import ReferenceUnit, RegistryCode, TrainingReference, TrainingReferenceVersion
from people.actions import record
from people.models import Organisation, Person


@transaction.atomic
def create_reference(
    *,
    spec: ReferenceSpec,
    digest: str,
    predecessor: TrainingReferenceVersion | None,
    owner: Organisation,
    by: Person | None,
    at: datetime,
) -> TrainingReferenceVersion:
    """A draft version with its facts, registry codes and units; the training reference too, if it is new."""
    reference, _made = TrainingReference.objects.get_or_create(
        slug=spec.slug, defaults={"owner": owner, "abbreviation": spec.abbreviation, "kind": spec.kind}
    )
    version = TrainingReferenceVersion.objects.create(
        reference=reference,
        number=next_number(reference, TrainingReferenceVersion, "reference"),
        label=spec.label,
        language=spec.language,
        digest=digest,
        title=spec.title,
        legal_text=spec.legal_text,
        starts_on=spec.starts_on,
        ends_on=spec.ends_on,
        predecessor=predecessor,
        facts=[dataclasses.asdict(fact) for fact in spec.facts],
    )
    RegistryCode.objects.bulk_create(RegistryCode(version=version, **dataclasses.asdict(entry)) for entry in spec.codes)
    ReferenceUnit.objects.bulk_create(_units(version, spec.units, count(1)), batch_size=500)
    record(verb="created", noun=version, by=by, at=at, organisation=reference.owner, label=spec.label)
    return version


@transaction.atomic
def publish_reference(
    *, version: TrainingReferenceVersion, by: Person | None, at: datetime
) -> TrainingReferenceVersion:
    """Freeze a draft and show it to everybody. A reference whose units are not known yet needs facts that say so."""
    if not version.facts and not version.units.exists():
        raise ValidationError(_("« %(version)s » est vide : ajoutez une unité ou un fait.") % {"version": version})
    if version.predecessor is not None and version.predecessor.is_draft:
        raise ValidationError(_("« %(version)s » n'est pas publié.") % {"version": version.predecessor})
    publish(version, version.reference, "reference", by=by, at=at)
    return version


def _units(
    version: TrainingReferenceVersion,
    specs: tuple[UnitSpec, ...],
    positions: Iterator[int],
    parent: ReferenceUnit | None = None,
) -> Iterator[ReferenceUnit]:
    """Unsaved units, parents first. The position counts through the whole version: it sorts as the tree."""
    for spec in specs:
        unit = ReferenceUnit(
            version=version,
            code=spec.code,
            title=spec.title,
            kind=spec.kind,
            parent=parent,
            position=next(positions),
            hours=spec.hours,
            note=spec.note,
            choose=spec.choose,
            verified=spec.verified,
        )
        yield unit
        yield from _units(version, spec.children, positions, unit)
