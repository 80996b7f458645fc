"""Tries: one's own, and those a trainer follows."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.choices import AttemptState
from assessments.models import AssessmentVersion, Attempt, Response, Score
from content.versions import State
from courses.models import Course, Enrolment, Opening
from courses.queries import enrolments_visible_to
from people.models import Person
from people.policies import Viewer


def own_attempts(person: Viewer) -> QuerySet[Attempt]:
    """This person's tries, each with its enrolment and session, and `closed`: the trainer closed it meanwhile."""
    if not isinstance(person, Person):
        return Attempt.objects.none()
    closed = Opening.objects.filter(
        cohort=OuterRef("enrolment__cohort"), activity_key=OuterRef("activity_key"), closed_at__isnull=False
    )
    mine = Attempt.objects.filter(enrolment__person=person).annotate(closed=Exists(closed))
    return mine.select_related("enrolment__cohort")


def attempts_visible_to(person: Viewer) -> QuerySet[Attempt]:
    """Tries in the sessions this person follows as trainer or administrator, newest first."""
    attempts = Attempt.objects.filter(enrolment__in=enrolments_visible_to(person))
    return attempts.select_related("enrolment__person", "supervised_by").order_by("-started_at")


def tries_of(enrolment: Enrolment, activity_key: str) -> list[Attempt]:
    """The tries of one enrolment at one activity, newest first."""
    return list(Attempt.objects.filter(enrolment=enrolment, activity_key=activity_key))


def answers_of(attempt: Attempt) -> dict[str, Response]:
    """What was answered so far, by item key."""
    return {response.item_key: response for response in Response.objects.filter(attempt=attempt)}


def current_score(attempt: Attempt) -> Score | None:
    """The score that counts: the one no other supersedes."""
    return Score.objects.filter(attempt=attempt, superseded_by=None).first()


def passed_attempts(*, course_root: Course, activity_key: str) -> QuerySet[Attempt]:
    """Tries whose current score passed, in any course of the line of `course_root`: what a certificate rests on.

    Each comes with its enrolment (person, session, body), conditions and supervisor; earliest first.
    """
    line = Q(enrolment__cohort__course_version__course=course_root) | Q(
        enrolment__cohort__course_version__course__root=course_root
    )
    passed = Score.objects.filter(attempt=OuterRef("pk"), superseded_by=None, passed=True)
    attempts = Attempt.objects.filter(line, Exists(passed), activity_key=activity_key, state=AttemptState.SUBMITTED)
    related = ("enrolment__person", "enrolment__cohort__organisation", "supervised_by")
    return attempts.select_related(*related).order_by("submitted_at", "pk")


def has_passed(enrolment: Enrolment, activity_key: str) -> bool:
    passed = Score.objects.filter(superseded_by=None, passed=True)
    return passed.filter(attempt__enrolment=enrolment, attempt__activity_key=activity_key).exists()


def published_version(slug: str, label: str) -> AssessmentVersion | None:
    """The edition a course file names; a draft can't be used."""
    versions = AssessmentVersion.objects.exclude(state=State.DRAFT).defer("paper", "key")
    return versions.select_related("assessment").filter(assessment__slug=slug, label=label).first()
