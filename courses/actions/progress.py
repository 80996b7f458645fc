"""What a trainee did of an activity. Every action may come twice: the second changes nothing."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.choices import ProgressState
from courses.models import Enrolment, Progress
from courses.queries.outline import activities_of, outline
from courses.signals import activity_completed, course_completed


@transaction.atomic
def start_activity(*, enrolment: Enrolment, activity_key: str, at: datetime) -> Progress:
    """They opened it. What is further than started stays."""
    _keys(enrolment, activity_key)
    progress, _made = Progress.objects.get_or_create(
        enrolment=enrolment, activity_key=activity_key, defaults={"started_at": at, "updated_at": at}
    )
    _seen(enrolment, at)
    return progress


@transaction.atomic
def complete_activity(*, enrolment: Enrolment, activity_key: str, at: datetime) -> Progress:
    """They did it; sends `activity_completed` once, and `course_completed` with the last activity of the course."""
    keys = _keys(enrolment, activity_key)
    progress = _locked(enrolment, activity_key, at)
    if progress.state == ProgressState.COMPLETED:
        return progress
    progress.state, progress.completed_at, progress.updated_at = ProgressState.COMPLETED, at, at
    progress.save(update_fields=["state", "completed_at", "updated_at"])
    _seen(enrolment, at)
    activity_completed.send(sender=Progress, enrolment=enrolment, activity_key=activity_key, at=at)
    done = Progress.objects.filter(enrolment=enrolment, state=ProgressState.COMPLETED, activity_key__in=keys)
    if done.count() == len(keys):
        course_completed.send(sender=Enrolment, enrolment=enrolment, at=at)
    return progress


@transaction.atomic
def mark_not_yet(*, enrolment: Enrolment, activity_key: str, at: datetime) -> Progress:
    """They tried, and it isn't passed yet. What was completed once stays completed."""
    _keys(enrolment, activity_key)
    progress = _locked(enrolment, activity_key, at)
    if progress.state != ProgressState.COMPLETED:
        progress.state, progress.updated_at = ProgressState.NOT_YET, at
        progress.save(update_fields=["state", "updated_at"])
        _seen(enrolment, at)
    return progress


def _keys(enrolment: Enrolment, activity_key: str) -> list[str]:
    """The keys of the course's activities, of which `activity_key` must be one."""
    keys = [activity.key for activity in activities_of(outline(enrolment.cohort.course_version))]
    if activity_key not in keys:
        raise ValidationError(_("Cette activité n'est pas dans votre parcours."))
    return keys


def _locked(enrolment: Enrolment, activity_key: str, at: datetime) -> Progress:
    progress, _made = Progress.objects.select_for_update().get_or_create(
        enrolment=enrolment, activity_key=activity_key, defaults={"started_at": at, "updated_at": at}
    )
    return progress


def _seen(enrolment: Enrolment, at: datetime) -> None:
    enrolment.seen_at = at
    Enrolment.objects.filter(pk=enrolment.pk).update(seen_at=at)
