"""Training references: a draft from what a file says, and its publication."""

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.versions import State
from curriculum.actions.versions import hold, next_number, publish
from curriculum.formats import HostSpec, ReferenceSpec, UnitSpec
from curriculum.models import HostLink, ReferenceUnit, RegistryCode, TrainingReference, TrainingReferenceVersion
from curriculum.queries import references_named
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
    """A draft version with its facts, registry codes, units and hosts; the training reference too, if it is new.

    A host's slug names a training reference that is there.
    """
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
    HostLink.objects.bulk_create(_hosts(version, spec.hosts))
    record(verb="created", noun=version, by=by, at=at, organisation=reference.owner, label=spec.label)
    return version


@transaction.atomic
def publish_reference(
    *, version: TrainingReferenceVersion, by: Person | None, at: datetime
) -> TrainingReferenceVersion:
    """Freeze a draft and show it to everybody. A reference whose units are not known yet needs facts that say so.

    The text it replaces is superseded, also where it is another training's; not where it is another organisation's.
    """
    hold(version)
    if not version.facts and not version.units.exists():
        raise ValidationError(_("« %(version)s » est vide : ajoutez une unité ou un point.") % {"version": version})
    if version.predecessor is not None and version.predecessor.is_draft:
        raise ValidationError(_("« %(version)s » n'est pas publié.") % {"version": version.predecessor})
    publish(version, version.reference, "reference", by=by, at=at)
    replaced = TrainingReferenceVersion.objects.filter(successors=version, state=State.PUBLISHED)
    replaced.filter(reference__owner=version.reference.owner_id).update(state=State.SUPERSEDED)
    return version


def _hosts(version: TrainingReferenceVersion, specs: tuple[HostSpec, ...]) -> Iterator[HostLink]:
    held = references_named(spec.slug for spec in specs)
    for position, spec in enumerate(specs, start=1):
        host = held[spec.slug] if spec.slug else None
        about = {"name": spec.name, "source": spec.source, "verified": spec.verified}
        yield HostLink(version=version, host=host, position=position, **about)


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
