"""What a certificate of elsewhere may reach of a strand, from what its statements say: for a person to judge, each line."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.db.models import Q

from certificates.queries.reaching import Earned, Reach, reached
from content.versions import State, Visibility
from curriculum.models import Competency, DigitalStrandVersion, FrameworkVersion, ProficiencyLevel
from people.policies import Viewer

#: « DigComp 2.2, niveau 3 » names the framework before the comma.
LEVEL_PART: Final = re.compile(r"[\s,;:(·-]*(?:niveau|level)\b.*$", re.IGNORECASE | re.DOTALL)


def aims(strand: DigitalStrandVersion, statements: Sequence[Mapping[str, str]], viewer: Viewer) -> list[Reach]:
    """In the strand's order, none of them sure: what another issuer calls a level is for the body to weigh. A statement
    counts only where it names one framework version that is here, one competency of it and one of its levels."""
    return [replace(reach, sure=False) for reach in reached(strand, _earned(strand, statements), viewer)]


def _earned(strand: DigitalStrandVersion, statements: Sequence[Mapping[str, str]]) -> list[Earned]:
    versions = _versions(strand, {name for line in statements if (name := _framework(line))})
    competencies = _competencies(versions.values(), {line.get("code", "") for line in statements} - {""})
    ranks = {
        (version, code): rank
        for version, code, rank in ProficiencyLevel.objects.filter(
            version__in=[version.pk for version in versions.values()]
        ).values_list("version_id", "code", "rank")
    }
    found: dict[UUID, Earned] = {}
    for line in statements:
        version = versions.get(_framework(line))
        if version is None:
            continue
        competency = competencies.get((version.pk, line.get("code", "")))
        rank = ranks.get((version.pk, line.get("level", "")))
        if competency is not None and rank is not None:
            found.setdefault(version.pk, Earned(version)).add(competency, rank)
    return list(found.values())


def _framework(line: Mapping[str, str]) -> str:
    return LEVEL_PART.sub("", line.get("framework", "")).strip().casefold()


def _versions(strand: DigitalStrandVersion, names: set[str]) -> dict[str, FrameworkVersion]:
    """By name and label, as they are written here. A name without its version means nothing: it is in no version's name."""
    if not names:
        return {}
    public = Q(framework__visibility=Visibility.PUBLIC, state__in=(State.PUBLISHED, State.SUPERSEDED))
    every = FrameworkVersion.objects.filter(public | Q(pk=strand.framework_version_id)).select_related("framework")
    return {name: version for version in every if (name := str(version).casefold()) in names}


def _competencies(versions: Collection[FrameworkVersion], codes: set[str]) -> dict[tuple[UUID, str], Competency]:
    """A code that two competencies of a version share names neither."""
    found: dict[tuple[UUID, str], Competency] = {}
    doubled: set[tuple[UUID, str]] = set()
    rows = Competency.objects.filter(version__in=[version.pk for version in versions], code__in=codes)
    for row in rows.select_related("version__framework"):
        key = (row.version_id, row.code)
        if found.setdefault(key, row) is not row:
            doubled.add(key)
    return {key: row for key, row in found.items() if key not in doubled}
