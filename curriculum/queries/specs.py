"""What a version says, as the dataclass of its file format: the other way round from the loaders."""

from collections import defaultdict

from curriculum.formats import (
    CompetencySpec,
    FactSpec,
    FrameworkSpec,
    LevelSpec,
    LineSpec,
    ReferenceSpec,
    RegistryCodeSpec,
    StrandSpec,
    UnitSpec,
)
from curriculum.models import CompetencyText, DigitalStrandVersion, FrameworkVersion, TrainingReferenceVersion
from curriculum.queries.trees import Node, UnitNode, framework_tree, unit_tree


def framework_spec(version: FrameworkVersion) -> FrameworkSpec:
    """The version as it was published: errata (later revisions of texts) are no part of its file."""
    titles: dict[object, dict[str, str]] = defaultdict(dict)
    status: dict[str, str] = {}
    for text in CompetencyText.objects.filter(competency__version=version, revision=1).order_by("pk"):
        titles[text.competency_id][text.language] = text.title
        status.setdefault(text.language, text.status)

    def competency(node: Node) -> CompetencySpec:
        entry = node.competency
        children = tuple(competency(child) for child in node.children)
        return CompetencySpec(entry.code, entry.kind, titles[entry.pk], entry.identifier, children)

    return FrameworkSpec(
        slug=version.framework.slug,
        label=version.label,
        language=version.language,
        name=version.framework.name,
        title=version.title,
        publisher=version.publisher,
        source=version.source,
        licence=version.licence,
        adopted_on=version.adopted_on,
        text_status=status,
        levels=tuple(LevelSpec(level.rank, level.code, level.title, level.band) for level in version.levels.all()),
        competencies=tuple(competency(node) for node in framework_tree(version, version.language)),
    )


def reference_spec(version: TrainingReferenceVersion) -> ReferenceSpec:
    def unit(node: UnitNode) -> UnitSpec:
        entry, children = node.unit, tuple(unit(child) for child in node.children)
        about = (entry.code, entry.kind, entry.title, entry.hours, entry.note, entry.verified, entry.choose)
        return UnitSpec(*about, children)

    earlier = version.predecessor
    return ReferenceSpec(
        slug=version.reference.slug,
        label=version.label,
        language=version.language,
        abbreviation=version.reference.abbreviation,
        title=version.title,
        kind=version.reference.kind,
        legal_text=version.legal_text,
        starts_on=version.starts_on,
        ends_on=version.ends_on,
        predecessor=(earlier.reference.slug, earlier.label) if earlier else None,
        facts=tuple(FactSpec(**fact) for fact in version.facts),
        codes=tuple(
            RegistryCodeSpec(code.registry, code.code, code.starts_on, code.ends_on, code.source, code.verified)
            for code in version.codes.order_by("pk")
        ),
        units=tuple(unit(node) for node in unit_tree(version)),
    )


def strand_spec(version: DigitalStrandVersion) -> StrandSpec:
    reference, framework = version.reference_version, version.framework_version
    return StrandSpec(
        slug=version.strand.slug,
        label=version.label,
        language=version.language,
        title=version.title,
        author=version.author,
        standing=version.standing,
        reference=(reference.reference.slug, reference.label),
        framework=(framework.framework.slug, framework.label),
        hours=version.hours,
        introduction=version.introduction,
        lines=tuple(
            LineSpec(
                unit=line.unit.code,
                competency=line.competency.code,
                level=line.level.rank,
                minutes=line.minutes,
                statement=line.statement,
                effect=line.effect,
                legal_basis=line.legal_basis,
                starts_on=line.starts_on,
                ends_on=line.ends_on,
            )
            for line in version.lines.select_related("unit", "competency", "level").order_by("position")
        ),
    )
