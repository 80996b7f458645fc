"""The way in, the page of health, and what we promise."""

import html
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from operations.queries import health_at
from operations.queries.health import BEAT_KEY, SILENT_AFTER
from operations.tasks import beat
from people.actions import create_organisation, create_pin_person, create_staff, grant_role, open_installation
from people.choices import Role
from tests.operations.conftest import plain

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


@pytest.fixture
def administrator():
    return open_installation(
        given_name="Claire",
        family_name="Morvan",
        email="claire@volet.example",
        password="marelle-tambour",
        organisation_name="Maison Volet",
        trains=False,
        certifies=False,
        at=NOW,
    )


def member(*roles: str, trains: bool = True, certifies: bool = True):
    body = create_organisation(name="Les Pins", trains=trains, certifies=certifies, by=None, at=NOW)
    person = create_staff(
        given_name="Nadia", family_name="Ferrand", email="nadia@pins.example", password="marelle-tambour"
    )
    for role in roles:
        grant_role(person=person, organisation=body, role=role, by=None, at=NOW)
    return person


def test_an_empty_installation_has_one_door(client):
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/start/")


@pytest.mark.usefixtures("administrator")
def test_home_has_four_doors(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = client.get("/").content.decode()
    for door, address in (
        ("J'ai un code", "/join/"),
        ("Vérifier un certificat", "/verify/"),
        ("Je forme des animateurs", "/account/login/"),
        ("Pour mon association", "/courses/"),
    ):
        assert door in plain(html.unescape(page))
        assert f'href="{address}"' in page


@pytest.mark.parametrize(
    ("roles", "address"),
    [
        ((Role.TRAINER,), "/sessions/"),
        ((Role.TRAINER, Role.CERTIFIER), "/sessions/"),
        ((Role.CERTIFIER,), "/certifier/"),
        ((Role.ADMINISTRATOR,), "/sessions/"),
        ((Role.AUTHOR,), "/courses/"),
        ((), "/my/"),
    ],
)
def test_everybody_starts_from_their_work(client, roles, address):
    client.force_login(member(*roles))
    response = client.get("/home/")
    assert (response.status_code, response["Location"]) == (302, address)


def test_an_administrator_of_the_installation_starts_from_the_bodies(client, administrator):
    client.force_login(administrator)
    assert client.get("/home/")["Location"] == "/organisations/"


def test_a_trainee_starts_from_their_course(client):
    person, _pin = create_pin_person(given_name="Inès", family_name="Le Goff")
    client.force_login(person)
    assert client.get("/home/")["Location"] == "/my/"


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get("/home/")["Location"].startswith("/account/login/")


def test_nothing_is_written_by_asking(client):
    for address in ("/", "/home/", "/about/", "/health/"):
        assert client.post(address).status_code in (302, 405)
        assert client.post(address).status_code != 200


def test_the_page_of_promises_names_who_answers(client, administrator):
    page = client.get("/about/").content.decode()
    assert "Maison Volet" in page
    for anchor in ("data", "accessibility", "source"):
        assert f'id="{anchor}"' in page


def test_health_is_degraded_until_the_worker_is_heard(client):
    cache.delete(BEAT_KEY)
    response = client.get("/health/")
    assert response.status_code == 200
    good = {"database": "ok", "guards": "ok", "register": "ok", "lists": "ok"}
    assert response.json() == {"status": "degraded", "worker": "unheard", **good}
    beat.call()
    assert client.get("/health/").json() == {"status": "ok", "worker": "ok", **good}
    later = timezone.now() + SILENT_AFTER + timedelta(seconds=1)
    assert health_at(later).worker == "silent"


def test_a_missing_guard_takes_the_installation_out_of_service(client):
    trigger = "guard_certificates_award_del"
    table = "" if connection.vendor == "sqlite" else " ON certificates_award"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}{table}")
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["guards"] == "missing"
