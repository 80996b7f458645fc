"""Keeping an answer: one guarded statement, so that nothing acknowledged is lost and nothing late wins."""

import json
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from assessments.choices import AttemptState
from assessments.models import Attempt, Response
from assessments.queries import paper_of
from assessments.scoring import normalise_answer
from courses.choices import Conditions
from courses.models import Opening

SUBMITTED = "submitted"
CLOSED = "closed"
UNKNOWN = "unknown"
SEQ_LIMIT = 2**62

# The row of the try is locked (PostgreSQL; SQLite has one writer): no answer slips in behind a submission.
_UPSERT = """
INSERT INTO assessments_response (attempt_id, item_key, answer, seq, client, saved_at)
SELECT id, %s, {json}, CASE WHEN %s THEN COALESCE((SELECT seq + 1 FROM assessments_response
    WHERE attempt_id = %s AND item_key = %s AND seq >= %s), %s) ELSE %s END, %s, {moment}
FROM assessments_attempt WHERE id = %s AND state = 'open' {lock}
ON CONFLICT (attempt_id, item_key) DO UPDATE
SET answer = excluded.answer, seq = excluded.seq, client = excluded.client, saved_at = excluded.saved_at
WHERE excluded.seq > assessments_response.seq
"""


@transaction.atomic
def save_answer(
    *, attempt: Attempt, item_key: str, answer: Any, seq: int | None, client: str = "", at: datetime
) -> Response:
    """Keep `answer` to a drawn item; None empties it.

    `seq` grows in the browser. A write with a smaller one is late: it is kept in `rival`, and the row returned holds the
    newer answer. `seq=None` is a form that was sent by hand: it always counts as the newest. Raises ValidationError with a
    code: SUBMITTED (already sent), CLOSED (the trainer closed the quiz), UNKNOWN (no such question, or no such answer).
    """
    paper = paper_of(attempt.assessment_version_id)
    if item_key not in {entry["key"] for entry in attempt.drawn}:
        raise ValidationError(_("Cette question n'est pas dans votre quiz."), code=UNKNOWN)
    try:
        clean = normalise_answer(paper.questions[item_key], answer)
    except ValueError as error:
        raise ValidationError(_("Cette réponse n'a pas pu être lue."), code=UNKNOWN) from error
    if seq is not None and not 0 <= seq < SEQ_LIMIT:
        raise ValidationError(_("Cette réponse n'a pas pu être lue."), code=UNKNOWN)
    if _is_closed(attempt):
        raise ValidationError(
            _("L'épreuve est fermée. Les réponses déjà enregistrées sont gardées : envoyez-les."), code=CLOSED
        )
    if paper.after_each and clean is None:
        raise ValidationError(_("Choisissez une réponse."), code=UNKNOWN)
    if paper.after_each and (given := Response.objects.filter(attempt=attempt, item_key=item_key).first()):
        return given
    if settle_conditions(attempt):
        Attempt.objects.filter(pk=attempt.pk).update(conditions=attempt.conditions, supervised_by=None)
    return _write(attempt, item_key, clean, seq, client[:36], at)


def settle_conditions(attempt: Attempt) -> bool:
    """A try begun in the room is one done alone as soon as an answer comes while the quiz is opened to be done alone, and
    stays so. True where that changes `attempt`; the caller saves it."""
    if attempt.conditions != Conditions.IN_ROOM or not _is_alone(attempt):
        return False
    attempt.conditions, attempt.supervised_by = Conditions.ALONE, None
    return True


def _is_alone(attempt: Attempt) -> bool:
    """Callers that come from `own_attempt` have it already."""
    known = getattr(attempt, "alone", None)
    if known is not None:
        return bool(known)
    return Opening.objects.filter(
        cohort=attempt.enrolment.cohort_id, activity_key=attempt.activity_key, conditions=Conditions.ALONE
    ).exists()


def _is_closed(attempt: Attempt) -> bool:
    """Callers that come from `own_attempt` have it already."""
    known = getattr(attempt, "closed", None)
    if known is not None:
        return bool(known)
    return Opening.objects.filter(
        cohort=attempt.enrolment.cohort_id, activity_key=attempt.activity_key, closed_at__isnull=False
    ).exists()


def _write(attempt: Attempt, item_key: str, answer: Any, seq: int | None, client: str, at: datetime) -> Response:
    by_hand = seq is None
    moment = int(at.timestamp() * 1000) if seq is None else seq
    postgresql = connection.vendor == "postgresql"
    statement = _UPSERT.format(
        json="%s::jsonb" if postgresql else "%s",
        moment="%s::timestamptz" if postgresql else "%s",
        lock="FOR UPDATE" if postgresql else "",
    )
    stamp = connection.ops.adapt_datetimefield_value(at)
    values: list[Any] = [
        item_key,
        json.dumps(answer),
        by_hand,
        attempt.pk,
        item_key,
        moment,
        moment,
        moment,
        client,
        stamp,
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, attempt.pk])
        written = cursor.rowcount
    if written:
        return Response(attempt=attempt, item_key=item_key, answer=answer, seq=moment, client=client, saved_at=at)
    response = Response.objects.filter(attempt=attempt, item_key=item_key).first()
    if response is None or not Attempt.objects.filter(pk=attempt.pk, state=AttemptState.OPEN).exists():
        raise ValidationError(
            _("Vos réponses sont déjà envoyées : cette réponse-ci est arrivée trop tard."), code=SUBMITTED
        )
    if response.answer != answer:
        response.rival = {"answer": answer, "seq": moment, "client": client}
        response.save(update_fields=["rival"])
    return response
