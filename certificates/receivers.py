"""News heard by this room: each receiver only puts a task on the queue, inside the sender's transaction."""

from typing import Any

from django.dispatch import receiver

from assessments.models import Attempt
from assessments.signals import attempt_submitted
from certificates.models import Annex, Award, StatusChange
from certificates.signals import award_made, status_changed
from certificates.tasks import follow_award_status, issue_awards, make_award_forms
from courses.models import Enrolment
from courses.signals import course_completed, identity_confirmed


@receiver(award_made, dispatch_uid="certificates.make_award_forms")
def files_are_due(award: Award, **kwargs: Any) -> None:
    make_award_forms.enqueue(str(award.pk))


@receiver((course_completed, identity_confirmed), dispatch_uid="certificates.issue_of_enrolment")
def may_be_due(enrolment: Enrolment, **kwargs: Any) -> None:
    issue_awards.enqueue(str(enrolment.pk))


@receiver(attempt_submitted, dispatch_uid="certificates.issue_of_attempt")
def may_be_due_to(attempt: Attempt, **kwargs: Any) -> None:
    issue_awards.enqueue(str(attempt.enrolment_id))


@receiver(status_changed, dispatch_uid="certificates.follow_award_status")
def annexes_follow(change: StatusChange, **kwargs: Any) -> None:
    if Annex.objects.filter(award=change.award_id).exists():
        follow_award_status.enqueue(str(change.award_id))
