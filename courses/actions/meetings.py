"""Meetings of a session and who was there: what hours are counted from. A connection proves nothing; a trainer does."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Attendance, Cohort, Enrolment, Meeting
from courses.signals import attendance_noted
from people.actions import record
from people.models import Person


@transaction.atomic
def add_meeting(*, cohort: Cohort, day: date, title: str, minutes: int, by: Person, at: datetime) -> Meeting:
    """A half-day of the session. `day` lies within its dates: an hour outside the session is no hour of it."""
    if not cohort.starts_on <= day <= cohort.ends_on:
        raise ValidationError(_("Cette date n'est pas dans la session."), code="outside")
    meeting = Meeting.objects.create(cohort=cohort, day=day, title=title, minutes=minutes, created_at=at)
    record(verb="meeting-added", noun=meeting, by=by, at=at, organisation=cohort.organisation, minutes=minutes)
    return meeting


@transaction.atomic
def remove_meeting(*, meeting: Meeting, by: Person, at: datetime) -> None:
    """Only while nobody was noted: a sheet that was filled in is evidence."""
    locked = Meeting.objects.select_for_update().select_related("cohort__organisation").get(pk=meeting.pk)
    if locked.attendances.exists():
        raise ValidationError(_("Les présences de cette séance sont notées : elle ne s'efface plus."), code="noted")
    record(verb="meeting-removed", noun=locked, by=by, at=at, organisation=locked.cohort.organisation)
    locked.delete()


@transaction.atomic
def note_attendance(*, meeting: Meeting, present: Collection[UUID], by: Person, at: datetime) -> int:
    """The sheet of a meeting as a whole: who of the session's trainees is in `present` (keys of enrolments) was there, the
    others were not. Returns how many were. Noted again, the newest sheet counts; the trail keeps that it changed.
    Sends `attendance_noted`."""
    locked = Meeting.objects.select_for_update().select_related("cohort__organisation").get(pk=meeting.pk)
    trainees = list(Enrolment.objects.filter(cohort=locked.cohort_id, left_at=None).values_list("pk", flat=True))
    if not set(present) <= set(trainees):
        raise ValidationError(_("Une personne de la liste n'est plus dans la session. Rechargez la page."), code="left")
    for enrolment in trainees:
        Attendance.objects.update_or_create(
            meeting=locked, enrolment_id=enrolment, defaults={"present": enrolment in present, "by": by, "at": at}
        )
    organisation = locked.cohort.organisation
    record(verb="attendance-noted", noun=locked, by=by, at=at, organisation=organisation, present=len(present))
    attendance_noted.send(sender=Meeting, meeting=locked, at=at)
    return len(present)
