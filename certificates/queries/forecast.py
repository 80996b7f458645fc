"""« Qui l'obtiendrait aujourd'hui »: a draft held against the sessions of the bodies its certifier ever authorised."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from certificates.choices import Block
from certificates.models import AchievementVersion
from certificates.queries.criteria import saying_whether_trees
from certificates.queries.situation import Case, situation_of
from content.versions import State
from courses.models import Cohort

Cases = dict[UUID, Case]


@dataclass
class ForecastLine:
    """A session: names of who would be ready, of who would be blocked and why, and how many are on the way."""

    cohort: Cohort
    ready: list[str] = field(default_factory=list)
    blocked: list[tuple[str, Block]] = field(default_factory=list)
    ahead: int = 0


@dataclass(frozen=True)
class Forecast:
    """`more` and `fewer` are people who would earn it by the draft and not by the version in force, and the other way."""

    lines: list[ForecastLine]
    more: list[str]
    fewer: list[str]


def forecast(draft: AchievementVersion, at: datetime) -> Forecast:
    bodies = draft.achievement.authorisations.values("organisation")
    compared = Q(achievement=draft.achievement_id) & (Q(pk=draft.pk) | Q(state=State.PUBLISHED))
    versions = list(saying_whether_trees(AchievementVersion.objects.filter(compared).select_related("course")))
    situation = situation_of(versions, Q(cohort__organisation__in=bodies), at)
    lines: dict[Cohort, ForecastLine] = {}
    for key, case in situation.cases[draft.pk].items():
        if situation.award(draft, key) is not None:
            continue
        line = lines.setdefault(case.enrolment.cohort, ForecastLine(case.enrolment.cohort))
        block, name = situation.block_of(draft, case), str(case.enrolment.person)
        if not case.met:
            line.ahead += 1
        elif block is None:
            line.ready.append(name)
        else:
            line.blocked.append((name, block))
    others = [version for version in versions if version.pk != draft.pk]
    before = situation.cases[others[0].pk] if others else {}
    after = situation.cases[draft.pk]
    newest = sorted(lines.values(), key=lambda line: (-line.cohort.starts_on.toordinal(), line.cohort.name))
    if not others:
        return Forecast(newest, [], [])
    return Forecast(newest, _only_in(after, before), _only_in(before, after))


def _only_in(one: Cases, other: Cases) -> list[str]:
    """Who earns it by `one` and not by `other`."""
    earned = {key for key, case in other.items() if case.met and not case.unwatched}
    found = [case for key, case in one.items() if case.met and not case.unwatched and key not in earned]
    return sorted(str(case.enrolment.person) for case in found)
