"""What a training body may run, for its own people: from when to when, under which conditions, and what has ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch

from certificates.models import AchievementVersion, Authorisation, Award
from certificates.queries.livrets import reading_bodies
from content.versions import State
from people.models import Organisation
from people.policies import Viewer


@dataclass(frozen=True)
class Habilitation:
    """A certificate and a body, with all its periods, newest first. `current` runs today, `ahead` is yet to begin; with
    neither it has ended. `awards`: how many certificates the body's people got."""

    organisation: Organisation
    issuer: Organisation
    title: str
    current: Authorisation | None
    ahead: list[Authorisation]
    past: list[Authorisation]
    awards: int = 0

    @property
    def ended_on(self) -> date | None:
        """The last day of the last period; None while it runs or is yet to begin."""
        return None if self.current or self.ahead else self.past[0].ends_on


def habilitations_of(person: Viewer, at: datetime) -> list[Habilitation]:
    """Of the bodies this person trains for or administers: what runs first, then by title. Three queries at most."""
    published = AchievementVersion.objects.exclude(state=State.DRAFT).only("achievement", "number", "title")
    rows = (
        Authorisation.objects.filter(organisation__in=reading_bodies(person))
        .select_related("achievement__owner", "organisation")
        .prefetch_related(Prefetch("achievement__versions", published))
        .order_by("organisation__name", "organisation", "achievement", "-starts_on")
    )
    pairs = [list(found) for _key, found in groupby(rows, lambda row: (row.organisation_id, row.achievement_id))]
    counts = _awards(pairs)
    found = [_habilitation(periods, counts, at) for periods in pairs]
    return sorted(found, key=lambda one: (one.ended_on is not None, one.organisation.name, one.title))


def periods_by_body(rows: Iterable[Authorisation]) -> list[list[Authorisation]]:
    """For the certifier: the rows of each body, newest first, as `full_achievement` orders them."""
    return [list(found) for _key, found in groupby(rows, lambda row: row.organisation_id)]


def _habilitation(periods: list[Authorisation], counts: dict[object, int], at: datetime) -> Habilitation:
    first = periods[0]
    today = at.astimezone(ZoneInfo(first.organisation.time_zone)).date()
    begun = [row for row in periods if row.starts_on <= today]
    current = next((row for row in begun if row.ends_on is None or today <= row.ends_on), None)
    versions = sorted(first.achievement.versions.all(), key=lambda version: version.number)
    return Habilitation(
        first.organisation,
        first.achievement.owner,
        versions[-1].title if versions else "",
        current,
        [row for row in periods if row.starts_on > today],
        [row for row in begun if row != current],
        counts.get((first.organisation_id, first.achievement_id), 0),
    )


def _awards(pairs: list[list[Authorisation]]) -> dict[object, int]:
    """By body and certificate; a corrected one counts once."""
    if not pairs:
        return {}
    rows = Award.objects.filter(
        organisation__in={periods[0].organisation_id for periods in pairs},
        achievement_version__achievement__in={periods[0].achievement_id for periods in pairs},
        replaced_by=None,
    )
    counted = rows.order_by().values_list("organisation", "achievement_version__achievement").annotate(n=Count("pk"))
    return {(body, achievement): n for body, achievement, n in counted}
