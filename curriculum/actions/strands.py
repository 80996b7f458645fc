"""Digital strands: a draft whose lines point at units, competencies and levels, and its publication."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from curriculum.actions.versions import hold, next_number, publish
from curriculum.formats import LineSpec, StrandSpec
from curriculum.models import (
    Competency,
    DigitalStrand,
    DigitalStrandVersion,
    FrameworkVersion,
    ProficiencyLevel,
    ReferenceUnit,
    StrandLine,
    TrainingReferenceVersion,
)
from curriculum.queries.strand_writing import strand_obstacles
from people.actions import record
from people.models import Organisation, Person


@dataclass(frozen=True)
class StrandPlace:
    """Where the strand is put and what it asks: each line beside what its codes were found to mean."""

    reference_version: TrainingReferenceVersion
    framework_version: FrameworkVersion
    lines: Sequence[tuple[LineSpec, ReferenceUnit, Competency, ProficiencyLevel]]


@transaction.atomic
def create_strand(
    *, spec: StrandSpec, digest: str, place: StrandPlace, owner: Organisation, by: Person | None, at: datetime
) -> DigitalStrandVersion:
    """A draft version with its lines; the strand too, if it is new."""
    strand, _made = DigitalStrand.objects.get_or_create(slug=spec.slug, defaults={"owner": owner})
    version = DigitalStrandVersion.objects.create(
        strand=strand,
        number=next_number(strand, DigitalStrandVersion, "strand"),
        label=spec.label,
        language=spec.language,
        digest=digest,
        reference_version=place.reference_version,
        framework_version=place.framework_version,
        title=spec.title,
        author=spec.author,
        standing=spec.standing,
        hours=spec.hours,
        introduction=spec.introduction,
        legal_basis=spec.legal_basis,
        standing_on=spec.standing_on,
    )
    StrandLine.objects.bulk_create(
        StrandLine(
            version=version,
            unit=unit,
            competency=competency,
            level=level,
            position=position,
            minutes=line.minutes,
            statement=line.statement,
            effect=line.effect,
            legal_basis=line.legal_basis,
            starts_on=line.starts_on,
            ends_on=line.ends_on,
        )
        for position, (line, unit, competency, level) in enumerate(place.lines, start=1)
    )
    record(verb="created", noun=version, by=by, at=at, organisation=strand.owner, label=spec.label)
    return version


@transaction.atomic
def publish_strand(*, version: DigitalStrandVersion, by: Person | None, at: datetime) -> DigitalStrandVersion:
    """Freeze a draft and show it to everybody. What it points at must be published: it will be read for years."""
    hold(version)
    obstacles = strand_obstacles(version)
    if obstacles:
        raise ValidationError(obstacles, code="not_ready")
    publish(version, version.strand, "strand", by=by, at=at)
    return version
