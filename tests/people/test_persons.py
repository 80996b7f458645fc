"""Making people: user names, PINs, hostile names."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.actions import create_pin_person, create_staff, grant_role, reissue_pin, rename_person, set_language
from people.models import AuditEvent, Person
from people.queries import person_with_pin
from people.validators import tidy_name

pytestmark = pytest.mark.django_db


def test_a_trainee_gets_a_readable_user_name_and_six_digits():
    person, pin = create_pin_person(given_name="  Inès ", family_name="Le  Goff")
    assert re.fullmatch(r"ines-[abcdefghjkmnpqrstuvwxyz2-9]{4}", person.username)
    assert re.fullmatch(r"[0-9]{6}", pin)
    assert (person.given_name, person.family_name, person.email) == ("Inès", "Le Goff", None)
    assert person_with_pin(person.username.upper(), pin) == person
    assert pin not in person.password


def test_namesakes_have_different_user_names():
    assert len({create_pin_person(given_name="Léo", family_name="Roy")[0].username for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("typed", "kept", "stem"),
    [
        ("Zoé‮eéfaC", "ZoéeéfaC", "zoeeefac"),
        ("Ma​rie", "Marie", "marie"),
        ("Jean\n\tPaul", "Jean Paul", "jean-paul"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>", "scriptalert1script"),
        ("王芳", "王芳", "volet"),
        ("Éloïse", "Éloïse", "eloise"),
        ("O'Neil-Đặng", "O'Neil-Đặng", "oneil-ang"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", "cmd-c-calca0"),
    ],
)
def test_hostile_names_are_only_text(typed, kept, stem):
    person, _pin = create_pin_person(given_name=typed, family_name="Roy")
    assert person.given_name == kept
    assert person.username.rsplit("-", 1)[0] == stem


@pytest.mark.parametrize("typed", ["", "   ", "123", "‮​", "☃☃", "\x00", "a" * 81])
def test_what_is_no_name_is_refused(typed):
    with pytest.raises(ValidationError):
        create_pin_person(given_name=typed, family_name="Roy")
    assert Person.objects.count() == 0


def test_a_name_is_composed_the_same_way_whatever_the_keyboard():
    assert tidy_name("Ine\u0300s") == "Inès"


def test_a_new_card_ends_the_old_pin_and_its_sessions(ines, director, as_person, at):
    person, old = ines
    client = as_person(person)
    new = reissue_pin(person=person, by=director, at=at)
    assert person_with_pin(person.username, new) == person
    assert new == old or person_with_pin(person.username, old) is None
    assert client.get("/me/").status_code == 302
    event = AuditEvent.objects.get(verb="pin-reissued")
    assert (event.by, event.noun_id, event.detail) == (director, str(person.pk), {})


def test_staff_have_no_pin_to_reissue(director, at):
    with pytest.raises(ValidationError, match="PIN"):
        reissue_pin(person=director, by=None, at=at)


def test_two_accounts_never_share_an_address(make_staff):
    make_staff("Alice")
    with pytest.raises(ValidationError, match="déjà un compte"):
        create_staff(given_name="Al", family_name="Ice", email=" ALICE@example.org ", password="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(username="twin", email="Alice@Example.org")


def test_a_bad_address_is_refused():
    with pytest.raises(ValidationError):
        create_staff(given_name="Al", family_name="Ice", email="nowhere", password="x")


def test_a_trainee_never_has_a_role(ines, body, at):
    with pytest.raises(ValidationError, match="e-mail"):
        grant_role(person=ines[0], organisation=body, role="trainer", by=None, at=at)


def test_staff_correct_their_name_and_trainees_ask(ines, director):
    assert rename_person(person=director, given_name="Diana", family_name="Roy").display_name == "Diana Roy"
    with pytest.raises(ValidationError, match="formateur"):
        rename_person(person=ines[0], given_name="Mickey", family_name="Mouse")


def test_an_unknown_language_becomes_french(director):
    assert set_language(person=director, language="en").language == "en"
    assert set_language(person=director, language="xx").language == "fr"


def test_the_superuser_command_works(django_user_model):
    person = django_user_model.objects.create_superuser("exploitant", password="x", given_name="O", family_name="P")
    assert person.email is None


def test_a_sign_that_shows_nothing_does_not_hide_between_letter_and_accent():
    assert tidy_name("Zoe\u200d\u0301") == "Zoé"


@pytest.mark.parametrize("typed", ["\u3164\u3164", "\u115f", "\uffa0"])
def test_letters_that_show_nothing_are_no_name(typed):
    with pytest.raises(ValidationError):
        tidy_name(typed)


def test_an_address_of_somebody_else_cannot_be_added(make_staff, as_person):
    anna, bob = make_staff("Anna"), make_staff("Bob")
    client = as_person(anna)
    refused = client.post("/account/email/", {"action_add": "", "email": bob.email.upper()})
    assert refused.status_code == 200
    client.post("/account/email/", {"action_primary": "", "email": bob.email})
    anna.refresh_from_db()
    assert anna.email == "anna@example.org"
