"""What waits for a certifier: session by session, how many are ready and how many lack something."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from certificates.choices import Issuing
from certificates.models import AchievementVersion, Authorisation
from certificates.queries.achievements import certified_by
from certificates.queries.criteria import saying_whether_trees, trees_of
from certificates.queries.owing import on_the_desk
from certificates.queries.situation import Case, Periods, Situation, situation_of
from content.versions import State
from courses.models import Cohort
from people.policies import Viewer


@dataclass(frozen=True)
class QueueLine:
    """A session and a certificate: « 19 prêts, 3 à voir, 2 en chemin ». `awarded` counts those already signed."""

    cohort: Cohort
    achievement_version: AchievementVersion
    ready: int
    blocked: int
    awarded: int
    on_the_way: int = 0

    @property
    def begun(self) -> bool:
        """Somebody has met everything."""
        return bool(self.ready or self.blocked or self.awarded)

    @property
    def stuck(self) -> bool:
        """It should have left by itself: whoever published it no longer certifies, so that a colleague must sign."""
        return bool(self.ready) and self.achievement_version.issuing == Issuing.AUTOMATIC


def signing_queue(person: Viewer, at: datetime) -> list[QueueLine]:
    """Sessions in which somebody passed, of bodies this certifier has ever let run the certificate: what other bodies do
    with the same course is none of the certifier's business. Those with something ready first, then the newest. Finished
    sessions with nothing left to sign are in `sessions_of` only: the desk costs the same after years."""
    versions, periods = _versions_and_periods(person)
    trees = trees_of(versions, named=False)
    within = on_the_desk(versions, trees, {body for _achievement, body in periods}, at)
    situation = situation_of(versions, within, at, statuses=False, trees=trees, periods=periods)
    lines = [line for version in versions for line in _lines(version, situation) if line.begun]
    return sorted(lines, key=lambda line: (line.ready == 0, -line.cohort.starts_on.toordinal(), line.cohort.name))


def sessions_of(person: Viewer, text: str = "") -> QuerySet[Cohort]:
    """All sessions of those bodies that follow a course of theirs, the newest first, by a piece of their name or of the
    body's."""
    versions = AchievementVersion.objects.filter(_signed_by(person)).order_by()
    course = Q(course_version__course__in=versions.values("course"))
    line = course | Q(course_version__course__root__in=versions.values("course"))
    bodies = Authorisation.objects.filter(achievement__in=versions.values("achievement"))
    found = Cohort.objects.filter(line, organisation__in=bodies.values("organisation")).select_related("organisation")
    for word in text.replace("\0", "").split()[:5]:
        found = found.filter(Q(name__icontains=word) | Q(organisation__name__icontains=word))
    return found.order_by("-starts_on", "name", "pk")


def lines_within(person: Viewer, cohorts: Sequence[Cohort], at: datetime) -> dict[UUID, list[QueueLine]]:
    """What there is in these sessions, by session, even where nobody has met everything yet."""
    versions, found = _versions(person), defaultdict[UUID, list[QueueLine]](list)
    within = Q(cohort__in=[cohort.pk for cohort in cohorts])
    situation = situation_of(versions, within, at, statuses=False) if cohorts else Situation()
    for version in versions if cohorts else ():
        for line in _lines(version, situation):
            found[line.cohort.pk].append(line)
    return found


def _signed_by(person: Viewer) -> Q:
    return Q(achievement__owner__in=certified_by(person), achievement__owner__certifies=True, state=State.PUBLISHED)


def _versions(person: Viewer) -> list[AchievementVersion]:
    versions = AchievementVersion.objects.filter(_signed_by(person)).select_related("achievement__owner", "course")
    return list(saying_whether_trees(versions))


def _versions_and_periods(person: Viewer) -> tuple[list[AchievementVersion], dict[tuple[UUID, UUID], Periods]]:
    """Both in one query."""
    run = "achievement__authorisations__"
    rows = saying_whether_trees(AchievementVersion.objects.filter(_signed_by(person))).annotate(
        body=F(f"{run}organisation"), runs_from=F(f"{run}starts_on"), runs_until=F(f"{run}ends_on")
    )
    versions: dict[UUID, AchievementVersion] = {}
    periods: dict[tuple[UUID, UUID], Periods] = {}
    for row in rows.select_related("achievement__owner", "course"):
        versions.setdefault(row.pk, row)
        if row.body is not None:
            periods.setdefault((row.achievement_id, row.body), []).append((row.runs_from, row.runs_until))
    return list(versions.values()), periods


def _lines(version: AchievementVersion, situation: Situation) -> Iterator[QueueLine]:
    by_cohort: dict[Cohort, list[Case]] = {}
    for case in situation.cases[version.pk].values():
        cohort = case.enrolment.cohort
        if (version.achievement_id, cohort.organisation_id) in situation.periods:
            by_cohort.setdefault(cohort, []).append(case)
    for cohort, cases in by_cohort.items():
        unsigned = [case for case in cases if situation.award(version, case.enrolment.pk) is None]
        met = [case for case in unsigned if case.met]
        blocked = sum(situation.block_of(version, case) is not None for case in met)
        awarded, ahead = len(cases) - len(unsigned), len(unsigned) - len(met)
        yield QueueLine(cohort, version, len(met) - blocked, blocked, awarded, ahead)
