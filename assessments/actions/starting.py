"""Starting a try."""

import secrets
from datetime import datetime
from typing import cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.choices import AttemptState, Purpose
from assessments.models import Attempt, QuizActivity
from assessments.policies import needs_opening, why_not_start
from assessments.queries import has_passed, key_of, paper_of, tries_of
from assessments.scoring.drawing import draw
from courses.actions import start_activity
from courses.choices import Conditions
from courses.models import Enrolment, Opening
from courses.queries import opening_for


@transaction.atomic
def start_attempt(*, enrolment: Enrolment, activity_key: str, at: datetime) -> Attempt:
    """The open try of this trainee at this quiz, or a new one with its own draw.

    A new try of a certifying quiz needs the trainer's opening, whose conditions it copies, and no pass before. Two starts
    at once make one try: the database holds one open try for (enrolment, activity), and the loser gets the winner's.
    Raises ValidationError with the reason where the trainee can't start.
    """
    tries = tries_of(enrolment, activity_key)
    if tries and tries[0].state == AttemptState.OPEN:
        return tries[0]
    version = enrolment.cohort.course_version_id
    activity = QuizActivity.objects.filter(course_version=version, key=activity_key).first()
    if activity is None or activity.version_id is None:
        raise ValidationError(_("Ce quiz n'est pas dans votre parcours."))
    purpose = paper_of(activity.version_id).purpose
    needed = needs_opening(activity, purpose)
    opening = opening_for(enrolment, activity_key) if needed else None
    passed = bool(tries) and purpose == Purpose.CERTIFYING and has_passed(enrolment, activity_key)
    if reason := why_not_start(enrolment, waits=needed and opening is None, passed=passed):
        raise ValidationError(reason)
    attempt = _drawn_attempt(enrolment, activity, tries, opening, at)
    try:
        with transaction.atomic():
            attempt.save(force_insert=True)
    except IntegrityError:
        return Attempt.objects.get(enrolment=enrolment, activity_key=activity_key, state=AttemptState.OPEN)
    start_activity(enrolment=enrolment, activity_key=activity_key, at=at)
    return attempt


def _drawn_attempt(
    enrolment: Enrolment, activity: QuizActivity, tries: list[Attempt], opening: Opening | None, at: datetime
) -> Attempt:
    """A try with its own draw, where questions of earlier tries come last, under the conditions of the opening."""
    seed = secrets.token_hex(16)
    seen = {entry["key"] for former in tries for entry in former.drawn}
    in_room = opening is not None and opening.conditions == Conditions.IN_ROOM
    version = cast(UUID, activity.version_id)
    return Attempt(
        enrolment=enrolment,
        activity_key=activity.key,
        assessment_version_id=version,
        number=tries[0].number + 1 if tries else 1,
        seed=seed,
        drawn=draw(key_of(version).pools, seed, seen=seen),
        conditions=Conditions.IN_ROOM if in_room else Conditions.ALONE,
        supervised_by=opening.opened_by if opening and in_room else None,
        started_at=at,
    )
