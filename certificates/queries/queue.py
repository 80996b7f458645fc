"""What waits for a certifier: session by session, how many are ready and how many lack something."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from certificates.choices import Issuing
from certificates.models import AchievementVersion, Authorisation
from certificates.queries.achievements import certified_by
from certificates.queries.criteria import saying_whether_trees
from certificates.queries.situation import Case, Situation, situation_of
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
    def stuck(self) -> bool:
        """It should have left by itself: whoever published it no longer certifies, so that a colleague must sign."""
        return bool(self.ready) and self.achievement_version.issuing == Issuing.AUTOMATIC


def signing_queue(person: Viewer, at: datetime) -> list[QueueLine]:
    """Sessions in which somebody passed, of bodies this certifier has ever let run the certificate: what other bodies do
    with the same course is none of the certifier's business. Those with something ready first, then the newest."""
    versions = list(
        saying_whether_trees(AchievementVersion.objects.all())
        .filter(achievement__owner__in=certified_by(person), achievement__owner__certifies=True, state=State.PUBLISHED)
        .select_related("achievement__owner", "course")
    )
    bodies = Authorisation.objects.filter(achievement__in=[version.achievement_id for version in versions])
    situation = situation_of(versions, Q(cohort__organisation__in=bodies.values("organisation")), at, statuses=False)
    lines = [line for version in versions for line in _lines(version, situation)]
    return sorted(lines, key=lambda line: (line.ready == 0, -line.cohort.starts_on.toordinal(), line.cohort.name))


def _lines(version: AchievementVersion, situation: Situation) -> list[QueueLine]:
    """Sessions in which nobody has met everything yet stay out."""
    by_cohort: dict[Cohort, list[Case]] = {}
    for case in situation.cases[version.pk].values():
        cohort = case.enrolment.cohort
        if (version.achievement_id, cohort.organisation_id) in situation.periods:
            by_cohort.setdefault(cohort, []).append(case)
    lines = []
    for cohort, cases in by_cohort.items():
        unsigned = [case for case in cases if situation.award(version, case.enrolment.pk) is None]
        met = [case for case in unsigned if case.met]
        blocked = sum(situation.block_of(version, case) is not None for case in met)
        if met or len(unsigned) < len(cases):
            awarded, ahead = len(cases) - len(unsigned), len(unsigned) - len(met)
            lines.append(QueueLine(cohort, version, len(met) - blocked, blocked, awarded, ahead))
    return lines
