"""Who passed and may get a certificate, and who not yet, with the reason in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from assessments.models import Attempt
from certificates.choices import Block
from certificates.models import AchievementVersion, Award
from certificates.queries.situation import situation_of
from courses.models import Cohort, Enrolment, IdentityCheck


@dataclass(frozen=True)
class Candidate:
    """A person who passed. `award` is the newest one of this achievement, if any; `blocked` says what is missing
    (`blocked.label` in words)."""

    enrolment: Enrolment
    attempt: Attempt
    identity: IdentityCheck | None
    blocked: Block | None
    award: Award | None

    @property
    def ready(self) -> bool:
        return self.award is None and self.blocked is None

    @property
    def name(self) -> str:
        """The name as on the identity document where it was seen, else as typed."""
        return self.identity.name if self.identity else str(self.enrolment.person)


def candidates(cohort: Cohort, achievement_version: AchievementVersion, at: datetime) -> list[Candidate]:
    """All who passed in a session, by family name; at most 6 queries whatever their number."""
    return _candidates(achievement_version, Q(enrolment__cohort=cohort))


def candidates_among(enrolments: Iterable[Enrolment], achievement_version: AchievementVersion) -> list[Candidate]:
    """The same for given enrolments, of one session or several."""
    return _candidates(achievement_version, Q(enrolment__in=[enrolment.pk for enrolment in enrolments]))


def _candidates(version: AchievementVersion, within: Q) -> list[Candidate]:
    situation = situation_of([version], within)
    lines = [
        Candidate(
            enrolment=attempt.enrolment,
            attempt=attempt,
            identity=situation.identity(attempt),
            blocked=situation.block(version, attempt),
            award=situation.award(version, attempt),
        )
        for attempt in situation.attempts[version.pk].values()
    ]
    return sorted(lines, key=_order)


def _order(line: Candidate) -> tuple[str, str, str]:
    person = line.enrolment.person
    return person.family_name.casefold(), person.given_name.casefold(), str(line.enrolment.pk)
