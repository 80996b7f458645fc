"""Two framework versions side by side."""

from collections import defaultdict
from collections.abc import Iterable

from content.versions import State
from curriculum.choices import AlignmentKind, AlignmentState
from curriculum.comparing import Comparison, Known, Rung, Side, compare
from curriculum.matching import Row
from curriculum.models import (
    Alignment,
    Competency,
    CompetencyText,
    CrosswalkVersion,
    FrameworkVersion,
    ProficiencyLevel,
)
from curriculum.queries.visible import crosswalk_versions_visible_to, framework_versions_visible_to
from people.policies import Viewer

#: « En rapport »: both speak of the same thing, neither takes the place of the other.
NO_PAIR = (AlignmentKind.RELATED,)


def named_version(person: Viewer, name: str) -> FrameworkVersion | None:
    """The version that `digcomp@2.2` names, or `digcomp:2.2`, `digcomp/2.2`, `digcomp 2.2`; a slug alone: in force."""
    for mark in ("@", ":", "/", " "):
        slug, found, label = name.strip().partition(mark)
        if found:
            break
    versions = framework_versions_visible_to(person).filter(framework__slug=slug)
    chosen = versions.filter(label=label.strip()) if found else versions.filter(state=State.PUBLISHED)
    return chosen.first()


def compare_versions(person: Viewer, old: FrameworkVersion, new: FrameworkVersion) -> Comparison:
    """What became of each node of `old` in `new`, through the crosswalk in force between them if there is one.

    Both were obtained as visible to this person. Four queries, five through a crosswalk, whatever their size.
    """
    rows = version_rows((old, new))
    rungs = defaultdict(list)
    for level in ProficiencyLevel.objects.filter(version__in=(old, new)).order_by("rank"):
        rungs[level.version_id].append(Rung(level.rank, level.code, level.title, level.band))
    before, after = (
        Side(str(version.framework_id), version.language, rows[version.pk], rungs[version.pk]) for version in (old, new)
    )
    return compare(before, after, _known(crosswalk_to_follow(person, old, new), old))


def crosswalk_to_follow(person: Viewer, old: FrameworkVersion, new: FrameworkVersion) -> CrosswalkVersion | None:
    """The newest crosswalk in force from one to the other, else the newest the other way."""
    found = crosswalk_versions_visible_to(person).filter(
        state=State.PUBLISHED, source__in=(old, new), target__in=(old, new)
    )
    newest = list(found.order_by("-published_at"))
    return next((entry for entry in newest if entry.source_id == old.pk), next(iter(newest), None))


def version_rows(versions: Iterable[FrameworkVersion]) -> dict[object, list[Row]]:
    """The nodes of each version as they are compared, in the order of the tree. Two queries."""
    versions = list(versions)
    titles: dict[object, dict[str, str]] = defaultdict(dict)
    texts = CompetencyText.objects.filter(competency__version__in=versions).order_by("revision")
    for competency, language, title in texts.values_list("competency_id", "language", "title"):
        titles[competency][language] = " ".join(title.split())
    identifiers: dict[object, str] = {None: ""}
    rows: dict[object, list[Row]] = {version.pk: [] for version in versions}
    nodes = Competency.objects.filter(version__in=versions).order_by("path")
    about = ("pk", "version_id", "parent_id", "identifier", "code", "kind", "path", "uri")
    for pk, version, parent, identifier, code, kind, path, uri in nodes.values_list(*about):
        identifiers[pk] = identifier
        rows[version].append(Row(identifier, code, kind, titles[pk], identifiers[parent], path, uri))
    return rows


def _known(crosswalk: CrosswalkVersion | None, old: FrameworkVersion) -> Known:
    """What the crosswalk says, as seen from the old version."""
    if crosswalk is None:
        return Known()
    kept = Alignment.objects.filter(version=crosswalk, state=AlignmentState.ACCEPTED).order_by()
    ends = kept.exclude(kind__in=NO_PAIR).values_list("origin__identifier", "destination__identifier")
    pairs = {(origin, destination) for origin, destination in ends if destination is not None}
    alone = frozenset(origin for origin, destination in ends if destination is None)
    if crosswalk.source_id == old.pk:
        return Known(frozenset(pairs), alone_old=alone)
    return Known(frozenset((destination, origin) for origin, destination in pairs), alone_new=alone)
