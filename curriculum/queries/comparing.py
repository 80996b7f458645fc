"""Two framework versions side by side."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

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
from curriculum.queries.crosswalks import holders_first
from curriculum.queries.visible import crosswalk_versions_visible_to, framework_versions_visible_to
from people.policies import Viewer

#: « En rapport »: both speak of the same thing, neither takes the place of the other.
NO_PAIR = (AlignmentKind.RELATED,)


def named_version(person: Viewer, name: str) -> FrameworkVersion | None:
    """The version that `digcomp@2.2` names, or `digcomp:2.2`, `digcomp/2.2`, `digcomp 2.2`; a slug alone: in force."""
    if "\0" in name:  # PostgreSQL refuses to hear of it
        return None
    for mark in ("@", ":", "/", " "):
        slug, found, label = name.strip().partition(mark)
        if found:
            break
    versions = framework_versions_visible_to(person).filter(framework__slug=slug)
    chosen = versions.filter(label=label.strip()) if found else versions.filter(state=State.PUBLISHED)
    return chosen.first()


def compare_versions(old: FrameworkVersion, new: FrameworkVersion, crosswalk: CrosswalkVersion | None) -> Comparison:
    """What became of each node of `old` in `new`, through the crosswalk that `crosswalk_to_follow` found, if any.

    All were obtained as visible to whoever asks. At most six queries, whatever the size. The last comparisons of frozen
    versions are kept in memory.
    """
    asked = (old.pk, new.pk, crosswalk.pk if crosswalk else None)
    if old.is_draft or new.is_draft:
        return _compare(*asked)
    return _compare_frozen(*asked, CompetencyText.objects.filter(competency__version__in=(old, new)).count())


def _compare(old: UUID, new: UUID, crosswalk: UUID | None) -> Comparison:
    rows = version_rows((old, new))
    rungs = defaultdict(list)
    for level in ProficiencyLevel.objects.filter(version__in=(old, new)).order_by("rank"):
        rungs[level.version_id].append(Rung(level.rank, level.code, level.title, level.band))
    versions = FrameworkVersion.objects.in_bulk((old, new))
    before, after = (
        Side(str(versions[pk].framework_id), versions[pk].language, rows[pk], rungs[pk]) for pk in (old, new)
    )
    return compare(before, after, _known(crosswalk, old) if crosswalk else Known())


@lru_cache(maxsize=4)
def _compare_frozen(old: UUID, new: UUID, crosswalk: UUID | None, _texts: int) -> Comparison:
    return _compare(old, new, crosswalk)


def crosswalk_to_follow(person: Viewer, old: FrameworkVersion, new: FrameworkVersion) -> CrosswalkVersion | None:
    """The newest crosswalk in force from one to the other, else the newest the other way; those of the holders of the
    frameworks before all others."""
    found = crosswalk_versions_visible_to(person).filter(
        state=State.PUBLISHED, source__in=(old, new), target__in=(old, new)
    )
    newest = sorted(found.order_by("-published_at"), key=lambda entry: entry.source_id != old.pk)
    return next(iter(holders_first(newest)), None)


def version_rows(versions: Sequence[UUID]) -> dict[UUID, list[Row]]:
    """The nodes of each version as they are compared, in the order of the tree. Two queries."""
    titles: dict[object, dict[str, str]] = defaultdict(dict)
    texts = CompetencyText.objects.filter(competency__version__in=versions).order_by("revision")
    for competency, language, title in texts.values_list("competency_id", "language", "title"):
        titles[competency][language] = " ".join(title.split())
    identifiers: dict[object, str] = {None: ""}
    rows: dict[UUID, list[Row]] = {version: [] for version in versions}
    nodes = Competency.objects.filter(version__in=versions).order_by("path")
    about = ("pk", "version_id", "parent_id", "identifier", "code", "kind", "path", "uri")
    for pk, version, parent, identifier, code, kind, path, uri in nodes.values_list(*about):
        identifiers[pk] = identifier
        rows[version].append(Row(identifier, code, kind, titles[pk], identifiers[parent], path, uri))
    return rows


def _known(crosswalk: UUID, old: UUID) -> Known:
    """What the crosswalk says, as seen from the old version."""
    kept = Alignment.objects.filter(version=crosswalk, state=AlignmentState.ACCEPTED).order_by()
    ends = list(
        kept.exclude(kind__in=NO_PAIR).values_list("version__source", "origin__identifier", "destination__identifier")
    )
    pairs = {(origin, destination) for _source, origin, destination in ends if destination is not None}
    alone = frozenset(origin for _source, origin, destination in ends if destination is None)
    if all(source == old for source, _origin, _destination in ends):
        return Known(frozenset(pairs), alone_old=alone)
    return Known(frozenset((destination, origin) for origin, destination in pairs), alone_new=alone)
