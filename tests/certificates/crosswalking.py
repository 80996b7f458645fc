"""A strand asked at the next version of the framework, and the crosswalk that leads there."""

from certificates.actions import add_to_record, open_record
from certificates.models import Annex, Award
from content.versions import Visibility
from curriculum.choices import AlignmentState, CompetencyKind
from curriculum.models import (
    Alignment,
    Competency,
    Crosswalk,
    CrosswalkVersion,
    DigitalStrandVersion,
    FrameworkVersion,
    ProficiencyLevel,
    StrandLine,
)
from tests.certificates.conftest import AT, World, publish
from tests.certificates.strands import LINES, strand

CODES = ("2.5", "2.6", "3.3", "4.2", "4.3")
#: The world's certificate reaches level 3 of 2.5, 2.6, 3.3 and 4.2 of DigComp 2.2.
ALIGNED = (
    ("4.2", "4.2", "exact"),
    ("2.5", "2.5", "replaced_by"),
    ("2.6", "2.6", "broader"),
    ("3.3", "3.3", "close"),
)


def next_framework(world: World, rank: int = 3) -> FrameworkVersion:
    version = FrameworkVersion.objects.create(
        framework=world.version.framework_version.framework, number=2, label="3.0"
    )
    ProficiencyLevel.objects.create(version=version, rank=rank, code="3")
    for position, code in enumerate(CODES, 1):
        Competency.objects.create(
            version=version,
            identifier=f"new-{code}",
            code=code,
            kind=CompetencyKind.COMPETENCE,
            position=position,
            path=f"{position:04d}",
        )
    publish(version)
    return version


def next_strand(world: World, version: FrameworkVersion) -> DigitalStrandVersion:
    """Asks for each of `CODES` in turn, all at level 3, in the first step."""
    old = strand(world, lines=LINES[:1])
    asked = DigitalStrandVersion.objects.create(
        strand=old.strand,
        number=2,
        label="2.0",
        reference_version=old.reference_version,
        framework_version=version,
        title="Volet numérique du BAFA",
        author="Équipe Volet",
        hours=4,
    )
    unit = old.reference_version.units.get(code="FG")
    for position, code in enumerate(CODES, 1):
        StrandLine.objects.create(
            version=asked,
            unit=unit,
            competency=Competency.objects.get(version=version, code=code),
            level=version.levels.get(),
            position=position,
            statement=f"sait {code}",
        )
    type(old).objects.filter(pk=old.pk).update(state="superseded")
    publish(asked)
    return asked


def crosswalk(
    world: World,
    source: FrameworkVersion,
    target: FrameworkVersion,
    aligned: tuple[tuple[str, str, str], ...] = ALIGNED,
    reviewed: bool = True,
) -> CrosswalkVersion:
    thing = Crosswalk.objects.create(
        slug=f"from-{source.number}-to-{target.number}", owner=world.certifier_body, visibility=Visibility.PUBLIC
    )
    version = CrosswalkVersion.objects.create(
        crosswalk=thing,
        number=1,
        label="1.0",
        source=source,
        target=target,
        title="De 2.2 à 3.0",
        author="Équipe Volet",
    )
    for origin, destination, kind in aligned:
        Alignment.objects.create(
            version=version,
            origin=Competency.objects.get(version=source, code=origin),
            destination=Competency.objects.get(version=target, code=destination),
            kind=kind,
            state=AlignmentState.ACCEPTED,
            reviewed_by=world.certifier if reviewed else None,
            reviewed_at=AT if reviewed else None,
        )
    publish(version)
    return version


def added(award: Award, asked: DigitalStrandVersion) -> Annex:
    person = award.holder.person
    assert person is not None
    return add_to_record(record=open_record(person=person, strand_version=asked, at=AT), award=award, at=AT)
