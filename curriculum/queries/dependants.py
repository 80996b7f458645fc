"""What the dependants of every room have in common: the versions that point at a framework version."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from content.versions import State, Thing, Version
from curriculum.models import FrameworkVersion, ProficiencyLevel
from curriculum.registries import Dependent, NewAim

AnyVersion = TypeVar("AnyVersion", bound=Version)


def versions_pointing_at(
    versions: type[AnyVersion], thing: str, framework: FrameworkVersion, also: Collection[UUID]
) -> QuerySet[AnyVersion]:
    """Those in force and the drafts, of things that weren't put away; `also` those of these ids. Each with its thing and
    its owner, and `drafted`: whether the thing has a draft."""
    drafts = versions._default_manager.filter(**{thing: OuterRef(thing)}, state=State.DRAFT)
    at_it = Q(framework_version=framework, state__in=(State.PUBLISHED, State.DRAFT), **{f"{thing}__archived_at": None})
    found = versions._default_manager.filter(at_it | Q(pk__in=also)).select_related(f"{thing}__owner")
    found = found.order_by("title", "number")
    return cast("QuerySet[AnyVersion]", found.annotate(drafted=Exists(drafts)))


def dependent(version: Any, thing: Thing, *, kind: str, aims: int, url: str) -> Dependent:
    """A row of `versions_pointing_at`, as the assistant shows it."""
    return Dependent(
        kind=kind,
        id=version.pk,
        title=version.title,
        label=version.label,
        owner_id=thing.owner_id,
        owner_name=thing.owner.name,
        state=version.state,
        url=url,
        aims=aims,
        busy=version.drafted,
    )


def highest(aims: Iterable[NewAim], ranks: Mapping[int, int]) -> list[NewAim]:
    """The aims with those that meet at one competency made one, at the higher level. `ranks`: of each level, by its key."""
    best: dict[UUID, NewAim] = {}
    for aim in aims:
        known = best.setdefault(aim.competency, aim)
        if _rank(aim, ranks) > _rank(known, ranks):
            best[aim.competency] = aim
    return list(best.values())


def ranks_of(framework: FrameworkVersion) -> dict[int, int]:
    return dict(ProficiencyLevel.objects.filter(version=framework).values_list("pk", "rank"))


def _rank(aim: NewAim, ranks: Mapping[int, int]) -> int:
    return -1 if aim.level is None else ranks[aim.level]
