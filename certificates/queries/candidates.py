"""Who may get a certificate, who not yet and why, and who is on the way, criterion by criterion."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from assessments.models import Attempt
from certificates.choices import Block
from certificates.models import AchievementVersion, Award
from certificates.queries.renewals import renewable_awards, renewed_by
from certificates.queries.situation import Case, situation_of
from certificates.queries.weighing import Reading
from courses.models import Cohort, Enrolment, IdentityCheck


@dataclass(frozen=True)
class Candidate:
    """Somebody in a session. `award` is the newest one of this achievement, if any; `blocked` says what is missing to who
    met every criterion (`blocked.label` in words). `attempt` is the one whose conditions are printed, if any; `renews` the
    award whose end is near and that this one would renew."""

    enrolment: Enrolment
    attempt: Attempt | None
    identity: IdentityCheck | None
    blocked: Block | None
    award: Award | None
    case: Case
    renews: Award | None = None

    @property
    def ready(self) -> bool:
        return self.award is None and self.blocked is None and self.case.met

    @property
    def on_the_way(self) -> bool:
        return self.award is None and not self.case.met

    @property
    def criteria(self) -> list[Reading]:
        """Each thing that is asked for, met or missing."""
        return list(self.case.reading.leaves())

    @property
    def name(self) -> str:
        """The name as on the identity document where it was seen, else as typed."""
        return self.identity.name if self.identity else str(self.enrolment.person)


def candidates(cohort: Cohort, achievement_version: AchievementVersion, at: datetime) -> list[Candidate]:
    """Everybody of a session, by family name; a constant number of queries."""
    return candidates_within(achievement_version, Q(cohort=cohort), at)


def candidates_among(
    enrolments: Iterable[Enrolment], achievement_version: AchievementVersion, at: datetime | None = None
) -> list[Candidate]:
    """The same for given enrolments, of one session or several."""
    return candidates_within(achievement_version, Q(pk__in=[enrolment.pk for enrolment in enrolments]), at)


def candidates_within(version: AchievementVersion, within: Q, at: datetime | None) -> list[Candidate]:
    """The same for the enrolments that `within` narrows to."""
    situation = situation_of([version], within, at, named=True)
    cases = situation.cases[version.pk]
    people = {case.enrolment.person_id for case in cases.values() if case.met}
    old = renewable_awards(version, people, at or timezone.now()) if people else {}
    lines = [
        Candidate(
            enrolment=case.enrolment,
            attempt=case.attempt,
            identity=situation.identities.get(key),
            blocked=situation.block_of(version, case),
            award=situation.award(version, key),
            case=case,
            renews=renewed_by(case, old),
        )
        for key, case in cases.items()
    ]
    return sorted(lines, key=_order)


def _order(line: Candidate) -> tuple[str, str, str]:
    person = line.enrolment.person
    return person.family_name.casefold(), person.given_name.casefold(), str(line.enrolment.pk)
