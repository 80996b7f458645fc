"""A small world: a framework, a course with its exam, a body, a certifier, and people who passed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from assessments.choices import AttemptState, Purpose
from assessments.models import Assessment, AssessmentVersion, Attempt, Score
from certificates.actions import (
    agree_to_withdrawal,
    ask_withdrawal,
    authorise,
    change_status,
    propose_achievement,
    publish_achievement,
    sign_awards,
)
from certificates.models import AchievementVersion, Award, StatusChange
from content.versions import State
from courses.choices import Conditions, Frame, SeenAs
from courses.models import Cohort, Course, CourseVersion, Enrolment, IdentityCheck
from curriculum.choices import CompetencyKind, TextStatus
from curriculum.formats.naming import searchable
from curriculum.models import Competency, CompetencyText, Framework, FrameworkVersion, ProficiencyLevel
from people.choices import Role
from people.models import Membership, Organisation, Person

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TITLE = "Images et données des publics : protéger, informer, publier"
LINES = [
    ("sait demander, lire et garder une autorisation de photographier un enfant", "4.2"),
    ("sait ne recueillir, partager et garder que les données utiles à l'accueil d'un enfant", "4.2"),
    ("sait animer un groupe de messagerie avec des familles et réagir à une moquerie en ligne", "2.5"),
    ("sait séparer son identité personnelle de son rôle d'animateur", "2.6"),
    ("sait publier une image, un texte ou une musique en respectant les droits de leur auteur", "3.3"),
]
numbers = count(1)


def body(name: str, slug: str, **fields: Any) -> Organisation:
    return Organisation.objects.create(name=name, slug=slug, **{"approved_at": AT, **fields})


def member(username: str, name: str, organisation: Organisation, role: str) -> Person:
    given, _sep, family = name.partition(" ")
    person = Person.objects.create(
        username=username, given_name=given, family_name=family, email=f"{username}@example.org"
    )
    Membership.objects.create(person=person, organisation=organisation, role=role, since=AT)
    return person


@dataclass
class World:
    """Who and what there is; `passed` adds somebody who passed the exam."""

    certifier_body: Organisation
    training_body: Organisation
    certifier: Person
    trainer: Person
    course: Course
    cohort: Cohort
    exam: AssessmentVersion
    version: AchievementVersion
    second: Person
    people: list[Enrolment] = field(default_factory=list)

    def enrol(self, name: str, cohort: Cohort | None = None) -> Enrolment:
        given, _sep, family = name.partition(" ")
        person = Person.objects.create(
            username=f"person-{next(numbers)}", given_name=given[:80], family_name=family[:80], secret_kind="pin"
        )
        return Enrolment.objects.create(cohort=cohort or self.cohort, person=person, joined_at=AT)

    def attempt(
        self, enrolment: Enrolment, *, in_room: bool = True, success: bool = True, at: datetime = AT
    ) -> Attempt:
        attempt = Attempt.objects.create(
            enrolment=enrolment,
            activity_key="epreuve",
            assessment_version=self.exam,
            number=enrolment.attempts.count() + 1,
            seed="seed",
            drawn=[],
            conditions=Conditions.IN_ROOM if in_room else Conditions.ALONE,
            supervised_by=self.trainer if in_room else None,
            state=AttemptState.SUBMITTED,
            started_at=at - timedelta(minutes=20),
            submitted_at=at,
        )
        Score.objects.create(
            attempt=attempt, points=17 if success else 3, maximum=20, passed=success, detail={}, key_digest="k", at=at
        )
        return attempt

    def identify(self, enrolment: Enrolment, name: str) -> IdentityCheck:
        given, _sep, family = name.partition(" ")
        return IdentityCheck.objects.create(
            enrolment=enrolment,
            given_name=given[:80],
            family_name=family[:80],
            seen_as=SeenAs.DOCUMENT,
            by=self.trainer,
            at=AT,
        )

    def passed(self, name: str = "Inès Benali", *, identified: bool = True, **attempt: Any) -> Enrolment:
        enrolment = self.enrol(name)
        self.attempt(enrolment, **attempt)
        if identified:
            self.identify(enrolment, name)
        return enrolment

    def revoke(self, award: Award, reason: str = "raison", at: datetime = AT) -> StatusChange:
        """Withdrawn by the two people it takes."""
        facts = {"ground": "award_error", "reason": reason, "by": self.certifier, "at": at, "suspend": False}
        return agree_to_withdrawal(withdrawal=ask_withdrawal(award=award, **facts), by=self.second, at=at)

    def change(self, award: Award, kind: str, reason: str = "raison", at: datetime = AT) -> StatusChange:
        if kind == "revoked":
            return self.revoke(award, reason, at)
        return change_status(award=award, kind=kind, reason=reason, by=self.certifier, at=at)

    def sign(self, *enrolments: Enrolment, at: datetime = AT) -> list[Award]:
        return sign_awards(achievement_version=self.version, enrolments=enrolments, by=self.certifier, at=at)

    def award(self, name: str = "Inès Benali") -> Award:
        return self.sign(self.passed(name))[0]


def framework(owner: Organisation) -> FrameworkVersion:
    thing = Framework.objects.create(slug="digcomp", owner=owner, name="DigComp")
    version = FrameworkVersion.objects.create(framework=thing, number=1, label="2.2")
    ProficiencyLevel.objects.create(
        version=version, rank=3, code="3", title={"fr": "Intermédiaire 3"}, band={"fr": "Intermédiaire"}
    )
    titles = {"2.5": "Netiquette", "2.6": "Gérer son identité", "3.3": "Droits d'auteur", "4.2": "Protéger les données"}
    for position, (code, title) in enumerate(titles.items(), 1):
        node = Competency.objects.create(
            version=version,
            identifier=f"dc-{code}",
            code=code,
            kind=CompetencyKind.COMPETENCE,
            position=position,
            path=f"{position:04d}",
            search_text=searchable(f"{code} {title}"),
        )
        CompetencyText.objects.create(competency=node, language="fr", title=title, status=TextStatus.UNOFFICIAL)
    publish(version)
    return version


def publish(version: Any) -> None:
    version.state, version.published_at = State.PUBLISHED, AT
    version.save()


def course_version(owner: Organisation, frame: FrameworkVersion, **certificate: Any) -> CourseVersion:
    course = Course.objects.create(slug="images", owner=owner)
    statements = [{"text": text, "competency": code, "level": 3} for text, code in LINES]
    version = CourseVersion.objects.create(
        course=course,
        number=1,
        label="1.0.0",
        framework_version=frame,
        title=TITLE,
        certificate={
            "slug": "images-et-donnees",
            "label": "1.0",
            "title": TITLE,
            "summary": "La personne sait protéger l'image et les données des enfants.",
            "activity": "epreuve",
            "statements": statements,
            **certificate,
        },
    )
    publish(version)
    return version


def exam_version(owner: Organisation, frame: FrameworkVersion) -> AssessmentVersion:
    thing = Assessment.objects.create(slug="images-epreuve", owner=owner, purpose=Purpose.CERTIFYING)
    version = AssessmentVersion.objects.create(
        assessment=thing, number=1, label="1.0.0", framework_version=frame, title="L'épreuve", paper_digest="p"
    )
    publish(version)
    return version


def session(organisation: Organisation, version: CourseVersion, code: str, name: str = "Les Pins, octobre") -> Cohort:
    return Cohort.objects.create(
        organisation=organisation,
        course_version=version,
        name=name,
        frame=Frame.BAFA,
        starts_on=date(2026, 2, 23),
        ends_on=date(2026, 3, 3),
        join_code=code,
    )


@pytest.fixture(autouse=True)
def no_network(settings: Any) -> None:
    """No test asks an issuer's site; those of the door itself have a stub of their own."""
    settings.VOLET_RESOLVE_ISSUERS = False


@pytest.fixture
def make_world(db: None, settings: Any, tmp_path: Any) -> Callable[..., World]:
    def make(authorised: bool = True, **certificate: Any) -> World:
        settings.VOLET_KEYS, settings.VOLET_BASE_URL = tmp_path / "keys", "http://127.0.0.1:8000"
        certifier_body = body("Fédération des Pins", "federation-des-pins", certifies=True, trains=False, city="Nantes")
        training_body = body("Les Pins", "les-pins", city="La Roche-sur-Yon")
        certifier = member("camille", "Camille Roux", certifier_body, Role.CERTIFIER)
        second = member("aline", "Aline Petit", certifier_body, Role.ADMINISTRATOR)
        trainer = member("claire", "Claire Martin", training_body, Role.TRAINER)
        frame = framework(certifier_body)
        course = course_version(certifier_body, frame, **certificate)
        version = propose_achievement(course_version=course, owner=certifier_body, by=certifier, at=AT)
        publish_achievement(version=version, by=certifier, at=AT)
        version.refresh_from_db()
        if authorised:
            authorise(
                achievement=version.achievement,
                organisation=training_body,
                starts_on=date(2026, 1, 1),
                by=certifier,
                at=AT,
            )
        return World(
            certifier_body=certifier_body,
            training_body=training_body,
            certifier=certifier,
            second=second,
            trainer=trainer,
            course=course.course,
            cohort=session(training_body, course, "PINSKY234"),
            exam=exam_version(certifier_body, frame),
            version=version,
        )

    return make


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def fresh_limits(db: None) -> None:
    """No try counted yet."""
    cache.clear()
