"""A training with a digital strand, for the tests of records."""

from typing import Any

from certificates.models import TrainingRecord
from content.versions import Visibility
from curriculum.choices import CompetencyKind, ReferenceKind, UnitKind
from curriculum.models import (
    Competency,
    DigitalStrand,
    DigitalStrandVersion,
    FrameworkVersion,
    ProficiencyLevel,
    ReferenceUnit,
    StrandLine,
    TrainingReference,
    TrainingReferenceVersion,
)
from people.models import Organisation
from tests.certificates.conftest import World, publish

Line = tuple[str, str, int, str]

#: unit, competency, rank, statement. The world's certificate reaches level 3 of 4.2, 2.5, 2.6 and 3.3 of DigComp 2.2: it
#: covers the first three lines. The fourth asks for more, the fifth for a competency of another version of the framework.
LINES: tuple[Line, ...] = (
    ("FG", "4.2", 3, "sait demander une autorisation de photographier"),
    ("FG", "2.5", 2, "sait écrire aux familles"),
    ("AQ", "2.6", 3, "sait séparer ses comptes"),
    ("FG", "3.3", 4, "sait publier un montage avec des œuvres d'autres auteurs"),
    ("AQ", "4.2 (3.0)", 3, "sait vérifier une information"),
)


def strand(
    world: World, slug: str = "bafa", abbreviation: str = "BAFA", lines: tuple[Line, ...] = LINES, **fields: Any
) -> DigitalStrandVersion:
    """A published proposal put into a training of two steps. `fields` are of each line."""
    owner, framework = world.certifier_body, world.version.framework_version
    reference, units = _training(owner, slug, abbreviation)
    thing = DigitalStrand.objects.create(slug=f"volet-{slug}", owner=owner, visibility=Visibility.PUBLIC)
    version = DigitalStrandVersion.objects.create(
        strand=thing,
        number=1,
        label="1.0",
        reference_version=reference,
        framework_version=framework,
        title=f"Volet numérique du {abbreviation}",
        author="Équipe Volet",
        hours=4,
    )
    for position, (unit, code, rank, statement) in enumerate(lines, 1):
        StrandLine.objects.create(
            version=version,
            unit=units[unit],
            competency=competency(framework, code),
            level=level(framework, rank),
            position=position,
            statement=statement,
            **fields,
        )
    publish(version)
    return version


def _training(
    owner: Organisation, slug: str, abbreviation: str
) -> tuple[TrainingReferenceVersion, dict[str, ReferenceUnit]]:
    training = TrainingReference.objects.create(
        slug=slug,
        owner=owner,
        abbreviation=abbreviation,
        kind=ReferenceKind.VOLUNTEER,
        visibility=Visibility.PUBLIC,
    )
    reference = TrainingReferenceVersion.objects.create(
        reference=training,
        number=1,
        label="2015",
        title="Brevet d'aptitude aux fonctions d'animateur",
        legal_text="Arrêté du 15 juillet 2015",
    )
    units = {
        code: ReferenceUnit.objects.create(
            version=reference, code=code, title=title, kind=UnitKind.STEP, position=position
        )
        for position, (code, title) in enumerate((("FG", "Formation générale"), ("AQ", "Approfondissement")), 1)
    }
    publish(reference)
    return reference, units


def competency(framework: FrameworkVersion, code: str) -> Competency:
    """The node of this code; « 4.2 (3.0) » is that of the framework's next version."""
    plain, _sep, label = code.rstrip(")").partition(" (")
    if not label:
        return Competency.objects.get(version=framework, code=code)
    found = Competency.objects.filter(version=newer(framework), code=plain).first()
    return found or Competency.objects.create(
        version=newer(framework), identifier=code, code=plain, kind=CompetencyKind.COMPETENCE, position=1, path="0001"
    )


def level(framework: FrameworkVersion, rank: int) -> ProficiencyLevel:
    """The published version of the world has rank 3 alone: other rungs are taken from its next version, still a draft."""
    found = ProficiencyLevel.objects.filter(version=framework, rank=rank).first()
    return found or ProficiencyLevel.objects.get_or_create(version=newer(framework), rank=rank, code=str(rank))[0]


def newer(framework: FrameworkVersion) -> FrameworkVersion:
    return FrameworkVersion.objects.get_or_create(framework=framework.framework, number=2, label="3.0")[0]


def held(record: TrainingRecord) -> list[str]:
    return list(record.annexes.values_list("award__number", flat=True))
