"""What people may ask of us: their settings, their data, to be forgotten."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people import registries
from people.actions import (
    ask_organisation,
    erase_person,
    export_person,
    grant_role,
    invite,
    record,
    refuse_organisation,
)
from people.models import AuditEvent, Erasure, Membership, Person
from people.queries import usable_invitation
from people.signals import person_erased
from tests.people.conftest import PASSWORD
from tests.people.test_first_run import page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def upper_room():
    """A room that keeps a note about people in memory."""

    class Notes:
        room = "notes"
        kept: dict = {}
        fails = False

        def export(self, person):
            return {"note": self.kept.get(person.pk)}

        def erase(self, person, *, at):
            if self.fails:
                raise RuntimeError("no")
            assert Person.objects.get(pk=person.pk).erased_at is None, "upper rooms forget first"
            return {"notes": int(self.kept.pop(person.pk, None) is not None)}

    notes = registries.personal_data["notes"] = Notes()
    yield notes
    del registries.personal_data["notes"]


def test_erasure_leaves_a_bare_row_and_what_must_stay(director, body, as_person, upper_room, at, later):
    client = as_person(director)
    EmailAddress.objects.create(user=director, email=director.email)
    upper_room.kept[director.pk] = "gaucher"
    kept = record(verb="signed", noun=body, by=director, at=at, organisation=body)
    asked = ask_organisation(name="Autre", trains=True, certifies=False, by=director, at=at)
    heard = []
    person_erased.connect(lambda **news: heard.append(news["person"].erased_at), weak=False, dispatch_uid="test")
    erasure = erase_person(person=director, by=director, at=later)
    person_erased.disconnect(dispatch_uid="test")
    stone = Person.objects.get(pk=director.pk)
    assert (stone.given_name, stone.family_name, stone.email, stone.is_active) == ("", "", None, False)
    assert stone.username.startswith("effacee-") and not stone.has_usable_password()
    assert stone.display_name == "personne effacée"
    assert heard == [later]
    assert erasure.report["notes"] == {"notes": 1}
    assert erasure.report["people"] == {
        "roles": 2,
        "requests": 1,
        "notices": 0,
        "addresses": 1,
        "second_factors": 0,
        "invitations": 0,
        "admin_log": 0,
        "sessions": 1,
    }
    assert not Membership.objects.filter(person=director, until=None).exists()
    assert not Session.objects.exists()
    assert client.get("/me/").status_code == 302
    kept.refresh_from_db()
    asked.refresh_from_db()
    assert (kept.by_id, asked.refused_at) == (director.pk, later)
    trail = json.dumps(list(AuditEvent.objects.values_list("detail", flat=True))) + json.dumps(erasure.report)
    assert "Diane" not in trail and "diane@" not in trail


def test_a_room_that_fails_undoes_all(director, upper_room, at):
    upper_room.fails = True
    with pytest.raises(RuntimeError):
        erase_person(person=director, by=None, at=at)
    assert Person.objects.get(pk=director.pk).given_name == "Diane"
    assert not Erasure.objects.exists()


def test_erasing_twice_is_erasing_once(ines, at, later):
    first = erase_person(person=ines[0], by=None, at=at)
    assert erase_person(person=ines[0], by=None, at=later) == first


def test_the_database_keeps_a_tombstone_bare_and_the_trail_whole(ines, at):
    erasure = erase_person(person=ines[0], by=None, at=at)
    for write in (
        lambda: Person.objects.filter(pk=ines[0].pk).update(given_name="Inès"),
        lambda: Erasure.objects.filter(pk=erasure.pk).update(report={}),
        lambda: AuditEvent.objects.all().delete(),
        lambda: Person.objects.filter(pk=ines[0].pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_the_last_administrator_of_the_installation_hands_it_over_first(operator, operator_body, make_staff, at):
    with pytest.raises(ValidationError, match="nommez d'abord"):
        erase_person(person=operator, by=operator, at=at)
    grant_role(person=make_staff(), organisation=operator_body, role="administrator", by=operator, at=at)
    assert erase_person(person=operator, by=operator, at=at).person_id == operator.pk


def test_everything_known_can_be_taken_away(director, as_person, upper_room):
    upper_room.kept[director.pk] = "gaucher"
    response = as_person(director).get("/me/data.json")
    data = json.loads(response.content)
    assert data == json.loads(json.dumps(export_person(director)))
    assert data["rooms"]["notes"] == {"note": "gaucher"}
    assert data["rooms"]["people"]["email"] == "diane@example.org"
    assert {role["role"] for role in data["rooms"]["people"]["roles"]} == {"administrator", "trainer"}
    assert "attachment" in response["Content-Disposition"] and response["Cache-Control"] == "no-store"


def test_erasing_asks_for_a_tick_and_the_secret(ines, as_person):
    person, pin = ines
    client = as_person(person)
    for answer in (
        {},
        {"erase-understood": "on"},
        {"erase-secret": pin},
        {"erase-understood": "on", "erase-secret": "x"},
    ):
        assert client.post("/me/erase/", answer).status_code == 200
    assert client.get("/me/erase/").status_code == 405
    response = client.post("/me/erase/", {"erase-understood": "on", "erase-secret": pin})
    assert response.status_code == 302
    assert "_auth_user_id" not in client.session
    assert Erasure.objects.get(person=person).by == person


def test_guessing_the_secret_is_limited(ines, as_person):
    client = as_person(ines[0])
    for _ in range(10):
        client.post("/me/erase/", {"erase-understood": "on", "erase-secret": "nope"})
    answer = client.post("/me/erase/", {"erase-understood": "on", "erase-secret": ines[1]})
    assert "Trop d'essais" in page(answer)


def test_the_last_administrator_reads_why_not(operator, as_person):
    client = as_person(operator)
    html = page(client.post("/me/erase/", {"erase-understood": "on", "erase-secret": PASSWORD}))
    assert "nommez d'abord quelqu'un d'autre" in html


def test_staff_change_name_and_language(director, as_person):
    client = as_person(director)
    response = client.post("/me/", {"given_name": "Diana", "family_name": "Roy", "language": "en"})
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    director.refresh_from_db()
    assert (director.display_name, director.language) == ("Diana Roy", "en")


def test_trainees_change_their_language_and_nothing_else(ines, as_person):
    client = as_person(ines[0])
    assert 'name="given_name"' not in page(client.get("/me/"))
    client.post("/me/", {"given_name": "Mickey", "family_name": "Mouse", "language": "en", "email": "m@example.org"})
    person = Person.objects.get(pk=ines[0].pk)
    assert (person.display_name, person.language, person.email) == ("Inès Le Goff", "en", None)


def test_an_unknown_language_is_said(ines, as_person):
    assert as_person(ines[0]).post("/me/", {"language": "tlh"}).status_code == 200
    assert Person.objects.get(pk=ines[0].pk).language == "fr"


@pytest.mark.parametrize("url", ["/me/", "/me/data.json"])
def test_only_oneself(client, url):
    assert client.get(url).status_code == 302


def test_settings_are_cheap(director, ines, as_person, django_assert_num_queries):
    trainee = as_person(ines[0])
    with django_assert_num_queries(2):
        trainee.get("/me/")
    staff = as_person(director)
    with django_assert_num_queries(3):
        staff.get("/me/")


def test_what_they_wrote_and_the_links_they_gave_end_with_them(make_body, make_staff, at, later):
    body, leaver = make_body(), make_staff("Luc")
    grant_role(person=leaver, organisation=body, role="administrator", by=None, at=at)
    _invitation, token = invite(organisation=body, roles=["administrator"], by=leaver, at=at)
    asked = ask_organisation(
        name="Autre", trains=True, certifies=False, by=leaver, at=at, purpose="Appelez Luc au 06 12 34 56 78"
    )
    refused = ask_organisation(name="Encore", trains=True, certifies=False, by=leaver, at=at, purpose="Luc")
    refuse_organisation(organisation=refused, reason="Non, Luc.", by=None, at=at)
    erase_person(person=leaver, by=leaver, at=later)
    assert usable_invitation(token, at=later)[1] == "expired"
    for organisation in (asked, refused):
        organisation.refresh_from_db()
        assert (organisation.purpose, organisation.refusal) == ("", "")
        assert organisation.refused_at is not None


def test_the_pin_is_typed_as_on_the_card(ines, as_person):
    person, pin = ines
    as_person(person).post("/me/erase/", {"erase-understood": "on", "erase-secret": f"{pin[:3]} {pin[3:]}"})
    assert Erasure.objects.filter(person=person).exists()


def test_a_password_counts_with_its_spaces(make_staff, as_person):
    person = make_staff("Luc", password=" une longue phrase ")
    as_person(person).post("/me/erase/", {"erase-understood": "on", "erase-secret": " une longue phrase "})
    assert Erasure.objects.filter(person=person).exists()
