"""Following a crosswalk from one framework version to another."""

from collections import defaultdict
from uuid import UUID

from content.versions import State
from curriculum.choices import AlignmentState
from curriculum.models import Alignment, CrosswalkVersion, FrameworkVersion


def crosswalks_between(source: FrameworkVersion, target: FrameworkVersion) -> list[CrosswalkVersion]:
    """The crosswalks in force from one version to the other, the newest first."""
    found = CrosswalkVersion.objects.filter(source=source, target=target, state=State.PUBLISHED)
    return list(found.select_related("crosswalk", "source__framework", "target__framework").order_by("-published_at"))


def alignments_from(crosswalk: CrosswalkVersion) -> dict[UUID, list[Alignment]]:
    """What was kept for each competency of the source, by its id. An alignment to nothing says that nothing corresponds;
    a competency that is no key was not looked at. One query."""
    found: dict[UUID, list[Alignment]] = defaultdict(list)
    kept = Alignment.objects.filter(version=crosswalk, state=AlignmentState.ACCEPTED)
    for alignment in kept.select_related("origin", "destination").order_by("origin__path", "destination__path"):
        found[alignment.origin_id].append(alignment)
    return dict(found)
