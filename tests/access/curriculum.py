"""What stands in the addresses of the curriculum: drafts of each kind, a move, a file that was sent."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from courses.models import Cohort
from curriculum.actions import fork_framework
from curriculum.actions.carrying import start_carry_over
from curriculum.actions.crosswalk_drafts import fork_crosswalk
from curriculum.actions.framework_imports import receive_framework_file
from curriculum.actions.reference_editing import fork_reference
from curriculum.actions.strand_starting import adapt_strand
from curriculum.models import CarryOver, CrosswalkVersion, DigitalStrandVersion, FrameworkImport
from people.models import Organisation, Person


def curriculum_things(cohort: Cohort, body: Organisation, trainer: Person, at: datetime) -> dict[str, object]:
    version_framework = cohort.course_version.framework_version
    competency = version_framework.competencies.get(code="4.2")
    strand = cohort.strand_version
    draft = fork_framework(version=version_framework, label="9", by=None, at=at)
    training = fork_reference(version=strand.reference_version, label="brouillon", by=None, at=at)
    unit = training.units.first()
    own = adapt_strand(version=strand, owner=body, adopted_on=at.date(), by=trainer, at=at)
    carrying = _carry_over(strand, at)
    table = carrying.crosswalk_version
    table_draft = fork_crosswalk(version=table, label="9", by=trainer, at=at)
    line = carrying.lines.get(origin__code="2.5")
    return {
        "framework": (version_framework.framework.slug, version_framework.label),
        "form": "skos-ttl",
        "import": _sent(body, trainer, at).token,
        "competency": (version_framework.framework.slug, version_framework.label, competency.identifier),
        "framework version": version_framework.pk,
        "framework draft": draft.pk,
        "framework token": draft.edit_token,
        "draft competency": draft.competencies.get(code="4.2").pk,
        "case": ("CFPackages", version_framework.identifier),
        "table": str(table.pk),
        "crosswalk": (table.crosswalk.slug, table.label),
        "crosswalk draft": table_draft.crosswalk.slug,
        "crosswalk token": table_draft.edit_token,
        "crosswalk origin": (table_draft.crosswalk.slug, competency.pk),
        "moving": f"strand:{strand.pk}",
        "carry over": carrying.pk,
        "carry line": str(line.pk),
        "carried": str(line.targets.get().competency_id),
        "carried level": str(line.targets.get().level_id),
        "reference": (strand.reference_version.reference.slug, strand.reference_version.label),
        "reference draft": (training.reference.slug, training.label),
        "fact": "fact",
        "unit": ("unit", str(unit.pk)),
        "moved unit": unit.pk,
        "reference token": training.edit_token,
        "strand": (strand.strand.slug, strand.label),
        "own strand": (own.strand.slug, own.label),
        "own line": (own.strand.slug, own.label, own.lines.first().pk),
        "own token": own.edit_token,
    }


def _sent(body: Organisation, person: Person, at: datetime) -> FrameworkImport:
    file = SimpleUploadedFile("a.ttl", b"@prefix a: <http://a.example/> .")
    return receive_framework_file(file=file, slug="", label="", owner=body, by=person, at=at)


def _carry_over(strand: DigitalStrandVersion, at: datetime) -> CarryOver:
    """The move of the shipped strand to DigComp 3.0, under way: Claire's, who administers the installation."""
    crosswalk = CrosswalkVersion.objects.get(source=strand.framework_version, target__label="3.0")
    return start_carry_over(crosswalk=crosswalk, kind="strand", subject_id=strand.pk, by=None, at=at)
