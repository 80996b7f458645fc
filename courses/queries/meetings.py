"""Hours of a session: its meetings, who was there, how much of it somebody followed."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from courses.models import Attendance, Cohort, Enrolment, Meeting
from courses.queries.enrolments import cohorts_visible_to
from people.policies import Viewer


@dataclass(frozen=True)
class Hours:
    """Minutes of the meetings whose sheet was filled in, and of those somebody was at."""

    held: int
    followed: int

    @property
    def share(self) -> int:
        """Percent, rounded down: nobody reaches 80 % with 79.6."""
        return 100 * self.followed // self.held if self.held else 0


def meetings_visible_to(person: Viewer) -> QuerySet[Meeting]:
    """Those of the sessions this person follows as trainer or administrator."""
    cohorts = cohorts_visible_to(person).values("pk")
    return Meeting.objects.filter(cohort__in=cohorts).select_related("cohort__organisation")


def meetings_of(cohort: Cohort) -> list[Meeting]:
    """In the order of the days, each with `noted` and `present` counts. One query."""
    present = Count("attendances", filter=Q(attendances__present=True))
    return list(Meeting.objects.filter(cohort=cohort).annotate(noted=Count("attendances"), present=present))


def sheet_of(meeting: Meeting) -> list[tuple[Enrolment, bool]]:
    """The session's trainees by name, and whether they were there; everybody before the sheet is filled in."""
    noted = dict(Attendance.objects.filter(meeting=meeting).values_list("enrolment_id", "present"))
    trainees = Enrolment.objects.filter(cohort=meeting.cohort_id, left_at=None).select_related("person")
    ordered = trainees.order_by("person__family_name", "person__given_name", "joined_at")
    return [(enrolment, noted.get(enrolment.pk, not noted)) for enrolment in ordered]


def hours_of(enrolments: Iterable[Enrolment]) -> dict[UUID, Hours]:
    """By enrolment. One query, whatever their number; who was never noted isn't in it."""
    rows = (
        Attendance.objects.filter(enrolment__in=[enrolment.pk for enrolment in enrolments])
        .order_by()
        .values("enrolment_id")
        .annotate(held=Sum("meeting__minutes"), followed=Sum("meeting__minutes", filter=Q(present=True)))
    )
    return {row["enrolment_id"]: Hours(row["held"], row["followed"] or 0) for row in rows}
