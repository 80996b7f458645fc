"""People and bodies for the tests of this room."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from people.actions import create_organisation, create_pin_person, create_staff, grant_role

PASSWORD = "une longue phrase secrete"


@pytest.fixture
def at():
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def later(at):
    return at + timedelta(hours=1)


@pytest.fixture
def make_staff(db):
    def make(name="Alice", **kwargs):
        kwargs = {"family_name": "Martin", "email": f"{name.lower()}@example.org", "password": PASSWORD} | kwargs
        return create_staff(given_name=name, **kwargs)

    return make


@pytest.fixture
def make_body(db, at):
    def make(name="Les Pins", *, trains=True, certifies=False, **kwargs):
        return create_organisation(name=name, trains=trains, certifies=certifies, by=None, at=at, **kwargs)

    return make


@pytest.fixture
def operator_body(make_body):
    body = make_body("Fédération des Lucioles", certifies=True)
    body.operates = True
    body.save()
    return body


@pytest.fixture
def operator(operator_body, make_staff, at):
    """Administrator of the installation."""
    person = make_staff("Odile")
    grant_role(person=person, organisation=operator_body, role="administrator", by=None, at=at)
    return person


@pytest.fixture
def body(make_body):
    return make_body()


@pytest.fixture
def director(body, make_staff, at):
    """Administrator and trainer of `body`."""
    person = make_staff("Diane")
    for role in ("administrator", "trainer"):
        grant_role(person=person, organisation=body, role=role, by=None, at=at)
    return person


@pytest.fixture
def ines(db):
    """A trainee and her PIN."""
    return create_pin_person(given_name="Inès", family_name="Le Goff")


@pytest.fixture
def as_person():
    def sign_in(person):
        client = Client()
        door = "PinBackend" if person.secret_kind == "pin" else "StaffBackend"
        client.force_login(person, backend=f"people.backends.{door}")
        return client

    return sign_in
