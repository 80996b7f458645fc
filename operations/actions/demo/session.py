"""The session of the demonstration, its trainees, and who they are."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from courses.actions import IdentityEntry, confirm_identities, enrol_person, open_cohort
from courses.choices import Frame, SeenAs
from courses.models import Cohort, Course, CourseVersion, Enrolment
from courses.queries import current_version
from curriculum.models import DigitalStrandVersion
from operations.actions.demo.installation import Bodies
from operations.actions.demo.learning import certifying_quiz, learn, take_certifying_quiz
from operations.actions.demo.people import NEXT_SESSION, SESSION, TRAINEES, Stage, Trainee
from people.actions import create_pin_person

COURSE = "images-et-donnees-des-publics"
STRAND = "volet-bafa"


@dataclass(frozen=True)
class Place:
    """A trainee of the demonstration and their place in the session."""

    trainee: Trainee
    enrolment: Enrolment

    @property
    def stage(self) -> Stage:
        return self.trainee.stage


def shipped_course() -> CourseVersion:
    version = current_version(Course.objects.get(slug=COURSE))
    if version is None:
        raise LookupError(f"the course {COURSE} is not published")
    return version


def shipped_strand() -> DigitalStrandVersion:
    """The digital strand of the BAFA, in its latest edition."""
    return DigitalStrandVersion.objects.filter(strand__slug=STRAND).select_related("reference_version").latest("number")


@transaction.atomic
def make_session(*, bodies: Bodies, at: datetime) -> list[Place]:
    """A session in its third day, and one to come. `at` is now: what happened is dated before it."""
    today = timezone.localdate(at)
    cohort = open_session(
        bodies=bodies, name=SESSION, starts_on=today - timedelta(days=2), days=8, at=at - timedelta(days=9)
    )
    open_session(
        bodies=bodies, name=NEXT_SESSION, starts_on=today + timedelta(days=40), days=6, at=at - timedelta(days=1)
    )
    places = [_arrive(trainee, cohort, at - timedelta(days=2)) for trainee in TRAINEES]
    for place in places:
        learn(enrolment=place.enrolment, stage=place.stage, at=at - timedelta(days=1, hours=6))
    take_certifying_quiz(
        enrolments=[(place.enrolment, place.stage) for place in places if place.stage >= Stage.NOT_YET],
        activity_key=certifying_quiz(places[0].enrolment),
        trainer=bodies.trainer,
        at=at - timedelta(hours=3),
    )
    confirm_identities(
        cohort=cohort,
        entries=[_seen(place) for place in places if place.stage >= Stage.READY],
        by=bodies.trainer,
        at=at - timedelta(hours=2),
    )
    return places


def open_session(*, bodies: Bodies, name: str, starts_on: date, days: int, at: datetime) -> Cohort:
    strand = shipped_strand()
    return open_cohort(
        organisation=bodies.training_body,
        course_version=shipped_course(),
        name=name,
        frame=Frame.BAFA,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=days - 1),
        by=bodies.trainer,
        at=at,
        reference_version=strand.reference_version,
        strand_version=strand,
    )


def _arrive(trainee: Trainee, cohort: Cohort, at: datetime) -> Place:
    person, _pin = create_pin_person(given_name=trainee.given_name, family_name=trainee.family_name, is_demo=True)
    return Place(trainee, enrol_person(cohort=cohort, person=person, at=at))


def _seen(place: Place) -> IdentityEntry:
    given, family = place.trainee.seen_name or (place.trainee.given_name, place.trainee.family_name)
    return IdentityEntry(enrolment=place.enrolment, given_name=given, family_name=family, seen_as=SeenAs.DOCUMENT)
