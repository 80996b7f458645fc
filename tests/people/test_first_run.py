"""The first screen of an empty installation."""

import re
import stat
from io import StringIO

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.shortcuts import resolve_url

from people import launch
from people.actions import ensure_library_owner, first_run_code, open_installation
from people.models import AuditEvent, Membership, Organisation, Person
from people.policies import is_installation_administrator
from people.queries import installation_is_open, library_owner_id, roles_of
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db
URL = "/start/"
PERSON = {"given_name": "Zoé", "family_name": "Roy", "email": "zoe@example.org", "password": PASSWORD}


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    settings.VOLET_KEYS = tmp_path / "keys"
    cache.clear()


def answers(code, **changes):
    body = {"organisation_name": "Les Lucioles", "trains": "on", "certifies": "on"}
    return {**PERSON, **body, "code": code} | changes


def test_the_code_is_long_readable_and_kept_as_a_private_digest(settings):
    code = first_run_code()
    assert re.fullmatch(r"([A-HJKMNP-Z2-9]{4}-){2}[A-HJKMNP-Z2-9]{4}", code)
    path = settings.VOLET_KEYS / "first_run_code"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert code.replace("-", "") not in path.read_text().upper()
    assert launch.code_matches(code.lower().replace("-", " "))
    assert not launch.code_matches("")
    assert not launch.code_matches(first_run_code()[:-1])


def test_without_a_drawn_code_nothing_opens(client):
    assert "Ce n'est pas le code" in page(client.post(URL, answers("AAAA-AAAA-AAAA")))
    assert not launch.code_matches("")


def test_one_screen_opens_the_installation_and_signs_in(client):
    code = first_run_code()
    assert client.get(URL).status_code == 200
    response = client.post(URL, answers(code))
    assert (response.status_code, response.url) == (302, resolve_url(settings.LOGIN_REDIRECT_URL))
    person = Person.objects.get(email="zoe@example.org")
    assert client.session["_auth_user_id"] == str(person.pk)
    body = Organisation.objects.get(operates=True)
    assert (body.name, body.slug, body.approved_at is not None) == ("Les Lucioles", "les-lucioles", True)
    assert roles_of(person) == {(role, body.pk) for role in ("administrator", "trainer", "author", "certifier")}
    assert is_installation_administrator(person)
    assert not person.is_staff
    assert not launch.code_matches(code)
    assert AuditEvent.objects.filter(verb="installation-opened").count() == 1


def test_roles_fit_what_the_body_does(client):
    client.post(URL, answers(first_run_code(), certifies=""))
    assert set(Membership.objects.values_list("role", flat=True)) == {"administrator", "trainer", "author"}


def test_a_second_run_leads_home(client, operator):
    assert first_run_code() is None
    for response in (client.get(URL), client.post(URL, answers("x"))):
        assert (response.status_code, response.url) == (302, resolve_url(settings.LOGOUT_REDIRECT_URL))
    with pytest.raises(ValidationError, match="déjà ouverte"):
        open_installation(organisation_name="B", trains=True, certifies=False, at=operator.created_at, **PERSON)


def test_a_wrong_code_keeps_what_was_typed_and_is_limited(client):
    code = first_run_code()
    html = page(client.post(URL, answers("AAAA-AAAA-AAAA")))
    assert "Ce n'est pas le code de la console" in html
    assert 'value="Les Lucioles"' in html and PASSWORD not in html
    for _ in range(9):
        client.post(URL, answers("AAAA-AAAA-AAAA"))
    assert "Trop de codes faux" in page(client.post(URL, answers(code)))
    assert not installation_is_open()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("password", "0123456789", "entièrement numérique"),
        ("password", "court", "10 caractères"),
        ("email", "nulle part", "valide"),
        ("given_name", "‮", "au moins une lettre"),
        ("organisation_name", "a" * 161, "trop long"),
    ],
)
def test_bad_answers_are_named(client, field, value, said):
    html = page(client.post(URL, answers(first_run_code(), **{field: value})))
    assert said in html
    assert Person.objects.count() == 0


def test_an_installation_that_lost_its_last_administrator_is_taken_over(client, operator, operator_body):
    Membership.objects.filter(person=operator).update(until=operator.created_at)
    assert client.post(URL, answers(first_run_code())).status_code == 302
    assert Organisation.objects.get(operates=True).pk == operator_body.pk
    assert installation_is_open()


def test_the_code_can_be_printed_again(operator_body):
    out = StringIO()
    call_command("first_run", stdout=out)
    assert launch.code_matches(out.getvalue().rsplit(" ", 1)[1])


def test_no_code_once_open(operator):
    out = StringIO()
    call_command("first_run", stdout=out)
    assert out.getvalue() == "Cette installation est déjà ouverte.\n"


def test_the_library_has_an_owner_nobody_runs():
    owner = ensure_library_owner()
    assert ensure_library_owner() == owner
    assert library_owner_id() == owner.pk
    assert (owner.slug, owner.memberships.count()) == ("volet", 0)


def page(response):
    return response.content.decode().replace("’", "'").replace("&#x27;", "'").replace("\xa0", " ")
