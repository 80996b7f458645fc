"""News heard by this room: each receiver only puts a task on the queue, inside the sender's transaction."""

from typing import Any

from django.dispatch import receiver

from assessments.models import Attempt
from assessments.signals import attempt_submitted, jury_decided
from certificates.models import Annex, Award, StatusChange
from certificates.signals import award_made, status_changed
from certificates.tasks import follow_award_status, issue_awards, issue_session_awards, make_award_forms
from courses.models import Cohort, Enrolment, Meeting
from courses.signals import attendance_noted, course_completed, identity_confirmed


@receiver(award_made, dispatch_uid="certificates.make_award_forms")
def files_are_due(award: Award, **kwargs: Any) -> None:
    make_award_forms.enqueue(str(award.pk))


@receiver((course_completed, identity_confirmed), dispatch_uid="certificates.issue_of_enrolment")
def may_be_due(enrolment: Enrolment, **kwargs: Any) -> None:
    issue_awards.enqueue(str(enrolment.pk))


# The outcomes of an attempt are written before it is told as submitted: `outcome_decided` has nothing to add.
@receiver(attempt_submitted, dispatch_uid="certificates.issue_of_attempt")
def may_be_due_to(attempt: Attempt, **kwargs: Any) -> None:
    issue_awards.enqueue(str(attempt.enrolment_id))


@receiver(attendance_noted, dispatch_uid="certificates.issue_of_attendance")
def may_be_due_to_presence(meeting: Meeting, **kwargs: Any) -> None:
    issue_session_awards.enqueue(str(meeting.cohort_id))


@receiver(jury_decided, dispatch_uid="certificates.issue_of_jury")
def may_be_due_to_jury(cohort: Cohort, **kwargs: Any) -> None:
    issue_session_awards.enqueue(str(cohort.pk))


@receiver(status_changed, dispatch_uid="certificates.follow_award_status")
def annexes_follow(change: StatusChange, **kwargs: Any) -> None:
    if Annex.objects.filter(award=change.award_id).exists():
        follow_award_status.enqueue(str(change.award_id))
