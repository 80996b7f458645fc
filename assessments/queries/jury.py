"""What a jury decided in a session."""

from collections.abc import Iterable
from uuid import UUID

from assessments.models import JuryDecision
from courses.models import Enrolment


def jury_decisions_of(enrolments: Iterable[Enrolment]) -> dict[UUID, JuryDecision]:
    """The decision in force of each, by enrolment. One query."""
    keys = [enrolment.pk for enrolment in enrolments]
    rows = JuryDecision.objects.filter(enrolment__in=keys, superseded_by=None)
    return {row.enrolment_id: row for row in rows}
