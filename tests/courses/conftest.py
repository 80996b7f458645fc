"""A body with its trainer, a published course, a session and its trainees."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from content.actions import load_folder
from courses.actions import join_cohort, open_cohort
from courses.models import CourseVersion
from people.actions import create_organisation, create_staff, ensure_library_owner, grant_role
from people.registries import slots
from tests.courses.package import write_package


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def load(db, tmp_path, at):
    def load(**texts):
        texts.setdefault("publish", True)
        publish = texts.pop("publish")
        return load_folder(
            folder=write_package(tmp_path, **texts), owner=ensure_library_owner(), at=at, publish=publish
        )

    return load


@pytest.fixture
def version(load):
    load()
    return CourseVersion.objects.get()


@pytest.fixture
def make_body(db, at):
    def make(name="Les Pins", **kwargs):
        return create_organisation(name=name, trains=True, certifies=False, by=None, at=at, **kwargs)

    return make


@pytest.fixture
def body(make_body):
    return make_body()


@pytest.fixture
def make_trainer(db, at):
    def make(body, name="Nadia", role="trainer"):
        email = f"{name.lower()}@example.org"
        person = create_staff(given_name=name, family_name="Le Goff", email=email, password="une longue phrase")
        if body:
            grant_role(person=person, organisation=body, role=role, by=person, at=at)
        return person

    return make


@pytest.fixture
def trainer(make_trainer, body):
    return make_trainer(body)


@pytest.fixture
def make_cohort(version, body, trainer, at):
    def make(**kwargs):
        today = at.date()
        facts = {
            "organisation": body,
            "course_version": version,
            "name": "Session d'hiver",
            "frame": "bafa",
            "starts_on": today - dt.timedelta(days=3),
            "ends_on": today + dt.timedelta(days=4),
            "by": trainer,
            "at": at,
        }
        return open_cohort(**(facts | kwargs))

    return make


@pytest.fixture
def cohort(make_cohort):
    return make_cohort()


@pytest.fixture
def join(cohort, at):
    def join(given_name="Inès", family_name="Martin", into=None, when=None):
        code = (into or cohort).join_code
        return join_cohort(code=code, given_name=given_name, family_name=family_name, at=when or at).enrolment

    return join


@pytest.fixture
def enrolment(join):
    return join()


@pytest.fixture
def as_person():
    def as_person(person):
        client = Client()
        backend = "people.backends.PinBackend" if person.secret_kind == "pin" else "people.backends.StaffBackend"
        client.force_login(person, backend=backend)
        return client

    return as_person


@pytest.fixture
def no_panels(monkeypatch):
    """Budgets are those of this room's pages: upper rooms count their panels themselves."""
    monkeypatch.setattr(slots, "panels", {})
