"""What a version says, as the dataclass of its file format: the other way round from the loaders."""

from curriculum.formats import (
    FactSpec,
    HostSpec,
    LineSpec,
    ReferenceSpec,
    RegistryCodeSpec,
    StrandSpec,
    UnitSpec,
)
from curriculum.models import DigitalStrandVersion, RegistryCode, TrainingReferenceVersion
from curriculum.queries.trees import UnitNode, unit_tree


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
        codes=tuple(_code(entry) for entry in version.codes.order_by("pk")),
        units=tuple(unit(node) for node in unit_tree(version)),
        hosts=tuple(
            HostSpec(host.name, host.host.slug if host.host else "", host.source, host.verified)
            for host in version.hosts.select_related("host").order_by("position")
        ),
    )


def _code(entry: RegistryCode) -> RegistryCodeSpec:
    return RegistryCodeSpec(
        registry=entry.registry,
        code=entry.code,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        source=entry.source,
        verified=entry.verified,
        status=entry.status,
        delivery_until=entry.delivery_until,
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
        legal_basis=version.legal_basis,
        standing_on=version.standing_on,
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
