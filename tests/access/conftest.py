"""A world with one person for each role, made by the demonstration and a few more actions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils.translation import override

from assessments.actions import start_attempt
from assessments.models import Attempt
from certificates.actions import ask_withdrawal, make_forms
from certificates.actions.foreign import add_file
from certificates.actions.heads import sign_head
from certificates.actions.shares import share_record
from certificates.actions.stages import add_stage
from certificates.models import AchievementVersion, Authorisation, Award, ForeignAward, TrainingRecord
from certificates.queries import check_file
from courses.actions import add_meeting, open_activity
from courses.models import Cohort, Enrolment
from operations.actions.demo import load_library, seed_demonstration
from operations.actions.demo.people import ADMINISTRATOR, CERTIFIER, SESSION, TRAINER, TRAINING_BODY
from people.actions import ask_organisation, create_organisation, create_staff, grant_role, invite
from people.models import Membership, Organisation, Person
from tests.access.certificate_drafts import own_draft
from tests.access.curriculum import curriculum_things
from tests.certificates.elsewhere import Issuer

#: The columns of the table, in order.
ROLES = (
    "anonymous",
    "trainee",
    "other trainee",
    "trainer",
    "other trainer",
    "author",
    "certifier",
    "other certifier",
    "director",
    "administrator",
)


@dataclass
class World:
    """Who acts, and the things that stand in addresses: all of the first body, its session and its trainee Emma."""

    people: dict[str, Person | None]
    arguments: dict[str, object]

    def client(self, role: str) -> Client:
        client, person = Client(), self.people[role]
        if person is not None:
            door = "PinBackend" if person.secret_kind == "pin" else "StaffBackend"
            client.force_login(person, backend=f"people.backends.{door}")
        return client


@pytest.fixture(autouse=True)
def media_folder() -> None:
    """Not a new one for each test: the world of the module keeps its files."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Made once, in a transaction that is undone at the end."""
    folder = tmp_path_factory.mktemp("world")
    with (
        django_db_blocker.unblock(),
        override_settings(VOLET_KEYS=folder / "keys", MEDIA_ROOT=folder / "media"),
        transaction.atomic(),
    ):
        yield _world(datetime.now(UTC))
        transaction.set_rollback(True)


def _world(at: datetime) -> World:
    with override("fr"):
        load_library(at=at)
        seed_demonstration(at=at)
    body = Organisation.objects.get(name=TRAINING_BODY)
    certifying = Organisation.objects.get(name=CERTIFIER)
    return World(_people(body, certifying, at), _things(body, certifying, at))


def _people(body: Organisation, certifying: Organisation, at: datetime) -> dict[str, Person | None]:
    ormes = create_organisation(name="Les Ormes", trains=True, certifies=False, by=None, at=at)
    azur = create_organisation(name="Azur certifie", trains=False, certifies=True, by=None, at=at)
    return {
        "anonymous": None,
        "trainee": Person.objects.get(given_name="Emma"),
        "other trainee": Person.objects.get(given_name="Jeanne"),
        "trainer": _staff("Tina", body, "trainer", at),
        "other trainer": _staff("Otto", ormes, "trainer", at),
        "author": _staff("Abel", body, "author", at),
        "certifier": _staff("Cora", certifying, "certifier", at),
        "other certifier": _staff("Cyril", azur, "certifier", at),
        "director": Person.objects.get(email=TRAINER.email),
        "administrator": Person.objects.get(email=ADMINISTRATOR.email),
    }


def _staff(name: str, organisation: Organisation, role: str, at: datetime) -> Person:
    person = create_staff(given_name=name, family_name="Test", email=f"{name.lower()}@example.org", password="x" * 12)
    grant_role(person=person, organisation=organisation, role=role, by=None, at=at)
    return person


def _of_elsewhere(record: TrainingRecord, at: datetime) -> ForeignAward:
    data = Issuer().file()
    annex = add_file(record=record, data=data, finding=check_file(data, at), by=record.person, at=at)
    assert annex.foreign_award is not None
    return annex.foreign_award


def _things(body: Organisation, certifying: Organisation, at: datetime) -> dict[str, object]:
    cohort = Cohort.objects.get(name=SESSION)
    enrolment = Enrolment.objects.get(person__given_name="Emma")
    trainer = Person.objects.get(email=TRAINER.email)
    open_activity(cohort=cohort, activity_key="epreuve", conditions="in_room", by=trainer, at=at)
    attempt = start_attempt(enrolment=enrolment, activity_key="entrainement", at=at)
    sent = Attempt.objects.filter(enrolment=enrolment, state="submitted").latest("number")
    award = Award.objects.get(holder__person=enrolment.person)
    with override("fr"):
        make_forms(award=award, at=at)
    head = sign_head(at=at)
    asker = create_staff(given_name="Basile", family_name="B", email="b@example.org", password="y" * 12)
    asked = ask_organisation(name="Les Saules", city="", trains=True, certifies=False, purpose="", by=asker, at=at)
    _invitation, token = invite(organisation=body, roles=["trainer"], by=trainer, at=at)
    version = AchievementVersion.objects.get(state="published")
    held = TrainingRecord.objects.get(person=enrolment.person)
    link = share_record(record=held, days=30, label="", by=held.person, at=at)
    drafted = own_draft(version, award.signed_by, at)
    return {
        **curriculum_things(cohort, body, trainer, at),
        "asked": asked.slug,
        "body": body.slug,
        "certifier": certifying.slug,
        "membership": Membership.objects.filter(organisation=body, until=None).exclude(person=trainer).first().pk,
        "invitation": token,
        "course": cohort.course_version.course.slug,
        "code": cohort.join_code,
        "cohort": cohort.pk,
        "enrolment": enrolment.pk,
        "meeting": add_meeting(cohort=cohort, day=cohort.starts_on, title="Matinée", minutes=90, by=trainer, at=at).pk,
        "lesson": "photographier-un-groupe",
        "practice": "entrainement",
        "quiz": "epreuve",
        "attempt": attempt.token,
        "sent": sent.token,
        "award": award.pk,
        "head": head.size,
        "entry": award.register_entries.get().index,
        "list number": 1,
        "list purpose": "revocation",
        "public": award.public_id,
        "withdrawal": ask_withdrawal(
            award=Award.objects.exclude(pk=award.pk).filter(status_changes=None, replaced_by=None).first(),
            ground="fraud",
            reason="Exemple",
            by=award.signed_by,
            at=at,
            suspend=False,
        ).pk,
        "record": held.pk,
        "foreign": _of_elsewhere(held, at).pk,
        "annex": held.annexes.first().pk,
        "stage": add_stage(record=held, organisation=body, by=held.person, at=at).pk,
        "share": link.pk,
        "shared": link.token,
        "version": version.pk,
        "achievement": version.achievement.slug,
        "drafted": drafted.achievement.slug,
        "drafted line": (drafted.achievement.slug, drafted.targets.get().pk),
        "authorisation": Authorisation.objects.get(achievement=version.achievement).pk,
        "one": 1,
        "paper": "svg",
        "today": f"{at:%Y-%m-%d}",
        "course version": str(cohort.course_version_id),
    }
