"""Certificates that leave by themselves as soon as all is met, in the name of whoever published them.

The person who published answers for each: who certifies no longer signs no longer, and what is owed waits in the queue,
where a colleague signs it."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet

from certificates.actions.awards import sign_awards
from certificates.models import AchievementVersion, Award
from certificates.queries.automatic import automatic_versions, owed, signer_of
from courses.models import Cohort, Enrolment


def issue_for(*, enrolment: Enrolment, at: datetime) -> list[Award]:
    """What this session has brought one person, of the certificates that are issued automatically. Safe to repeat."""
    return _issue(_led_to(enrolment.cohort), Q(pk=enrolment.pk), at)


def issue_in_session(*, cohort: Cohort, at: datetime) -> list[Award]:
    """The same for everybody of a session, after news about many at once. `course_version.course` should be loaded."""
    return _issue(_led_to(cohort), Q(cohort=cohort, left_at=None), at)


def issue_owed(*, at: datetime) -> str:
    """The sweep: what nobody issued, because a task was lost or what was missing came another way."""
    return f"signed {len(_issue(automatic_versions(), Q(left_at=None), at))}"


def _led_to(cohort: Cohort) -> QuerySet[AchievementVersion]:
    course = cohort.course_version.course
    return automatic_versions().filter(course__in=[course.pk, course.root_id or course.pk])


def _issue(versions: Iterable[AchievementVersion], within: Q, at: datetime) -> list[Award]:
    """One certificate that can't be signed (a key that doesn't open) leaves the others their turn: it stays in the queue."""
    made: list[Award] = []
    for version in versions:
        signer, enrolments = signer_of(version), owed(version, within, at)
        if signer is None or not enrolments:
            continue
        try:
            made += sign_awards(achievement_version=version, enrolments=enrolments, by=signer, at=at)
        except (PermissionDenied, ValidationError):
            continue
    return made
