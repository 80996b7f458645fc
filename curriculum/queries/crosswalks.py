"""Finding a crosswalk, following it from one framework version to another, and what it says as a file."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from content.versions import State
from curriculum.choices import AlignmentState
from curriculum.formats import AlignmentSpec, CrosswalkSpec
from curriculum.models import Alignment, Competency, CrosswalkVersion, FrameworkVersion


def crosswalks_between(source: FrameworkVersion, target: FrameworkVersion) -> list[CrosswalkVersion]:
    """The crosswalks in force from one version to the other: the one to follow first."""
    found = CrosswalkVersion.objects.filter(source=source, target=target, state=State.PUBLISHED)
    every = found.select_related("crosswalk", "source__framework", "target__framework").order_by("-published_at")
    return holders_first(every)


def holders_first(crosswalks: Iterable[CrosswalkVersion]) -> list[CrosswalkVersion]:
    """Those of an organisation that holds one of the two frameworks, then the others: what another body publishes is
    there to be chosen, and takes the place of nobody's reading."""
    return sorted(crosswalks, key=_is_of_another_body)


def _is_of_another_body(version: CrosswalkVersion) -> bool:
    holders = {version.source.framework.owner_id, version.target.framework.owner_id}
    return version.crosswalk.owner_id not in holders


def alignments_from(crosswalk: CrosswalkVersion) -> dict[UUID, list[Alignment]]:
    """What was kept for each competency of the source, by its id. An alignment to nothing says that nothing corresponds;
    a competency that is no key was not looked at. One query."""
    found: dict[UUID, list[Alignment]] = defaultdict(list)
    kept = Alignment.objects.filter(version=crosswalk, state=AlignmentState.ACCEPTED)
    for alignment in kept.select_related("origin", "destination").order_by("origin__path", "destination__path"):
        found[alignment.origin_id].append(alignment)
    return dict(found)


def find_crosswalk(slug: str, label: str) -> CrosswalkVersion | None:
    """The version of a crosswalk a file names, whatever its state: `("digcomp-2-2-3-0", "1.0")`."""
    versions = CrosswalkVersion.objects.select_related("crosswalk", "source__framework", "target__framework")
    return versions.filter(crosswalk__slug=slug, label=label).first()


def crosswalk_spec(version: CrosswalkVersion) -> CrosswalkSpec:
    """What was kept; a proposal that was set aside is no part of the file."""
    source, target = version.source, version.target
    repeated = {source.pk: _repeated_codes(source), target.pk: _repeated_codes(target)}

    def name(node: Competency | None) -> str:
        if node is None:
            return ""
        return node.identifier if node.code in repeated[node.version_id] else node.code

    kept = version.alignments.exclude(state=AlignmentState.REJECTED).select_related("origin", "destination")
    return CrosswalkSpec(
        slug=version.crosswalk.slug,
        label=version.label,
        language=version.language,
        title=version.title,
        author=version.author,
        introduction=version.introduction,
        source=(source.framework.slug, source.label),
        target=(target.framework.slug, target.label),
        alignments=tuple(
            AlignmentSpec(name(entry.origin), name(entry.destination), entry.kind, entry.rationale)
            for entry in kept.order_by("origin__path", "destination__path")
        ),
    )


def _repeated_codes(version: FrameworkVersion) -> set[str]:
    """The codes that name no single node, the absent code among them."""
    counted = Competency.objects.filter(version=version).order_by().values("code").annotate(uses=Count("pk"))
    return {"", *counted.filter(uses__gt=1).values_list("code", flat=True)}
