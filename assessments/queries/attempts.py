"""Tries: one's own, and those a trainer follows."""

from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.choices import AttemptState, Purpose
from assessments.models import AssessmentVersion, Attempt, Response, Score
from content.versions import State
from courses.models import Course, Enrolment, Opening
from courses.queries import enrolments_visible_to
from people.models import Person
from people.policies import Viewer

#: Tries that were sent and that may lead to a certificate.
CERTIFYING = Q(state=AttemptState.SUBMITTED, assessment_version__assessment__purpose=Purpose.CERTIFYING)

#: Written out, for each question and each save begin with it, and building it anew is a third of their whole time.
_OWN = f"""
SELECT a.*, EXISTS (
    SELECT 1 FROM {Opening._meta.db_table} o
    WHERE o.cohort_id = e.cohort_id AND o.activity_key = a.activity_key AND o.closed_at IS NOT NULL
) AS closed, EXISTS (
    SELECT 1 FROM {Opening._meta.db_table} o
    WHERE o.cohort_id = e.cohort_id AND o.activity_key = a.activity_key AND o.conditions = 'alone'
) AS alone
FROM {Attempt._meta.db_table} a JOIN {Enrolment._meta.db_table} e ON e.id = a.enrolment_id
WHERE a.token = %s AND e.person_id = %s
"""  # noqa: S608  (names of our own tables)

_ANSWERS = f"SELECT item_key, answer, rival FROM {Response._meta.db_table} WHERE attempt_id = %s"  # noqa: S608  (likewise)


def own_attempts(person: Viewer) -> QuerySet[Attempt]:
    """This person's tries, each with its enrolment and session."""
    if not isinstance(person, Person):
        return Attempt.objects.none()
    return Attempt.objects.filter(enrolment__person=person).select_related("enrolment__cohort")


def own_attempt(person: Viewer, token: str) -> Attempt | None:
    """This person's try of that token; None where it isn't theirs. With what the trainer did meanwhile: `closed`, and
    `alone`, opened to be done alone."""
    if not person.is_authenticated or "\0" in token:  # PostgreSQL refuses even to look for a null character
        return None
    viewer = Person._meta.pk.get_db_prep_value(person.pk, connection)
    return next(iter(Attempt.objects.raw(_OWN, [token, viewer])), None)


def attempts_visible_to(person: Viewer) -> QuerySet[Attempt]:
    """Tries in the sessions this person follows as trainer or administrator, newest first."""
    attempts = Attempt.objects.filter(enrolment__in=enrolments_visible_to(person))
    return attempts.select_related("enrolment__person", "supervised_by").order_by("-started_at")


def tries_of(enrolment: Enrolment, activity_key: str) -> list[Attempt]:
    """The tries of one enrolment at one activity, newest first."""
    return list(Attempt.objects.filter(enrolment=enrolment, activity_key=activity_key))


def answers_of(attempt: Attempt) -> list[tuple[str, Any, Any]]:
    """What was answered so far: item key, answer, and the late answer kept beside it, or None."""
    field = Response._meta.get_field("answer")
    column, read = field.cached_col, field.from_db_value
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, [attempt.pk])
        rows = cursor.fetchall()
    return [(key, read(answer, column, connection), read(rival, column, connection)) for key, answer, rival in rows]


def current_score(attempt: Attempt) -> Score | None:
    """The score that counts: the one no other supersedes."""
    return Score.objects.filter(attempt=attempt, superseded_by=None).first()


def passed_attempts(*, course_root: Course, activity_key: str) -> QuerySet[Attempt]:
    """Certifying tries whose current score passed, in any course of the line of `course_root`: what a certificate rests on.
    A practice always passes, so it never counts, whatever a course of the line puts under that key.

    Each comes with its enrolment (person, session, body), conditions and supervisor; earliest first.
    """
    line = Q(enrolment__cohort__course_version__course=course_root) | Q(
        enrolment__cohort__course_version__course__root=course_root
    )
    passed = Score.objects.filter(attempt=OuterRef("pk"), superseded_by=None, passed=True)
    attempts = Attempt.objects.filter(line, Exists(passed), CERTIFYING, activity_key=activity_key)
    related = ("enrolment__person", "enrolment__cohort__organisation", "supervised_by")
    return attempts.select_related(*related).order_by("submitted_at", "pk")


def has_passed(enrolment: Enrolment, activity_key: str) -> bool:
    passed = Score.objects.filter(superseded_by=None, passed=True)
    return passed.filter(attempt__enrolment=enrolment, attempt__activity_key=activity_key).exists()


def published_version(slug: str, label: str) -> AssessmentVersion | None:
    """The edition a course file names; a draft can't be used."""
    versions = AssessmentVersion.objects.exclude(state=State.DRAFT).defer("paper", "key")
    return versions.select_related("assessment").filter(assessment__slug=slug, label=label).first()
