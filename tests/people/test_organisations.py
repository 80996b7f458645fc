"""A body asks to be created; the administration of the installation decides on one screen."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from people.actions import approve_organisation, ask_organisation, create_organisation, refuse_organisation
from people.limits import Limit
from people.models import Organisation, Person
from people.queries import roles_of
from tests.people.conftest import PASSWORD
from tests.people.test_first_run import PERSON, page

pytestmark = pytest.mark.django_db
BODY = {"name": "Les Embruns", "city": "Brest", "trains": "on", "purpose": "Former au numérique"}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def asked(client):
    response = client.post("/organisations/ask/", {**BODY, **PERSON, "certifies": "on"})
    assert (response.status_code, response.url) == (302, "/organisations/asked/")
    return Organisation.objects.get(name="Les Embruns")


def sign_in(email=PERSON["email"]):
    client = Client()
    return client, client.post("/account/login/", {"login": email, "password": PASSWORD})


def test_asking_shows_that_it_was_sent_and_opens_nothing(client, asked):
    assert "Demande envoyée" in page(client.get("/organisations/asked/"))
    assert asked.approved_at is None
    assert roles_of(asked.asked_by) == frozenset()
    assert "_auth_user_id" not in client.session


def test_before_the_answer_signing_in_says_it_waits(asked):
    client, response = sign_in()
    assert response.url == "/organisations/asked/"
    html = page(client.get(response.url))
    assert "attend une réponse" in html and "Les Embruns" in html
    assert client.get(f"/organisations/{asked.slug}/").status_code == 404
    assert client.get("/organisations/").status_code == 403


def test_one_click_approves_and_the_asker_runs_the_body(asked, operator, as_person):
    admin = as_person(operator)
    html = page(admin.get("/organisations/"))
    assert html.index("Les Embruns") < html.index("Fédération des Lucioles")
    assert admin.post(f"/organisations/{asked.slug}/approve/").url == "/organisations/"
    person = Person.objects.get(pk=asked.asked_by.pk)
    assert roles_of(person) == {("administrator", asked.pk), ("trainer", asked.pk)}
    client, response = sign_in()
    assert response.url != "/organisations/asked/"
    assert client.get(f"/organisations/{asked.slug}/").status_code == 200


def test_certifying_takes_the_tick_of_the_administrator(asked, operator, as_person):
    as_person(operator).post(f"/organisations/{asked.slug}/approve/", {"certifies": "1"})
    assert ("certifier", asked.pk) in roles_of(Person.objects.get(pk=asked.asked_by.pk))


def test_a_tick_gives_nothing_that_was_not_asked(client, operator, as_person):
    client.post("/organisations/ask/", {**BODY, **PERSON})
    as_person(operator).post("/organisations/les-embruns/approve/", {"certifies": "1"})
    assert not Organisation.objects.get(slug="les-embruns").certifies


def test_a_refusal_needs_a_reason_and_the_asker_reads_it(asked, operator, as_person):
    admin, url = as_person(operator), f"/organisations/{asked.slug}/refuse/"
    assert admin.post(url).status_code == 200
    asked.refresh_from_db()
    assert asked.refused_at is None
    assert admin.post(url, {f"{asked.slug}-reason": "Nous ne vous <b>connaissons</b> pas."}).status_code == 302
    client, response = sign_in()
    html = client.get(response.url).content.decode()
    assert "Demande refusée" in html and "&lt;b&gt;connaissons" in html
    assert client.get("/organisations/ask/").status_code == 200


def test_a_decision_is_taken_once(asked, operator, as_person, at):
    admin = as_person(operator)
    admin.post(f"/organisations/{asked.slug}/approve/")
    assert admin.post(f"/organisations/{asked.slug}/approve/").status_code == 404
    for act in (approve_organisation, lambda **kw: refuse_organisation(reason="non", **kw)):
        with pytest.raises(ValidationError, match="déjà reçu"):
            act(organisation=asked, by=operator, at=at)
    with pytest.raises(ValidationError, match="raison"):
        refuse_organisation(organisation=asked, reason=" ", by=operator, at=at)


@pytest.mark.parametrize("who", ["director", "ines", None])
def test_nobody_else_decides(asked, who, request, as_person):
    value = request.getfixturevalue(who) if who else None
    client = as_person(value[0] if isinstance(value, tuple) else value) if value else Client()
    for verb in ("approve", "refuse"):
        response = client.post(f"/organisations/{asked.slug}/{verb}/", {f"{asked.slug}-reason": "x"})
        assert response.status_code == (404 if who else 302)
    asked.refresh_from_db()
    assert (asked.approved_at, asked.refused_at) == (None, None)


def test_somebody_with_an_account_asks_with_it(director, as_person):
    client = as_person(director)
    assert "password" not in page(client.get("/organisations/ask/"))
    client.post("/organisations/ask/", BODY)
    assert Organisation.objects.get(name="Les Embruns").asked_by == director


def test_a_trainee_is_told_to_sign_out_first(ines, as_person, at):
    client = as_person(ines[0])
    assert "déconnectez-vous d'abord" in page(client.get("/organisations/ask/"))
    client.post("/organisations/ask/", {**BODY, **PERSON})
    assert not Organisation.objects.filter(name="Les Embruns").exists()
    with pytest.raises(ValidationError, match="compte avec e-mail"):
        ask_organisation(name="B", trains=True, certifies=False, by=ines[0], at=at)


def test_a_body_must_do_something(client, director, at):
    html = page(client.post("/organisations/ask/", {**BODY, **PERSON, "trains": ""}))
    assert "Dites ce que fait votre organisme" in html and PERSON["email"] in html
    assert Person.objects.filter(email=PERSON["email"]).count() == 0
    with pytest.raises(ValidationError, match="Dites"):
        ask_organisation(name="B", trains=False, certifies=False, by=director, at=at)


def test_an_address_that_has_an_account_signs_in_first(client, director):
    html = page(client.post("/organisations/ask/", {**BODY, **PERSON, "email": director.email.upper()}))
    assert "déjà un compte" in html
    assert not Organisation.objects.filter(name="Les Embruns").exists()


def test_requests_from_one_address_are_limited(client, monkeypatch):
    monkeypatch.setattr("people.limits.ASK", Limit("ask", 1, 60))
    client.post("/organisations/ask/", {**BODY, **PERSON})
    html = page(client.post("/organisations/ask/", {**BODY, **PERSON, "email": "b@example.org"}))
    assert "Trop de demandes" in html


def test_a_request_of_an_erased_person_is_not_approved(asked, operator, at):
    Person.objects.filter(pk=asked.asked_by.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="n'a plus de compte"):
        approve_organisation(organisation=asked, by=operator, at=at)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Volet", "volet-2"), ("Ask", "ask-2"), ("漢字", "organisme"), ("Les Pins", "les-pins"), ("a" * 160, "a" * 50)],
)
def test_slugs_are_unique_and_never_an_address_of_ours(at, name, slug):
    body = create_organisation(name=name, trains=True, certifies=False, by=None, at=at)
    assert body.slug == slug
    assert create_organisation(name=name, trains=True, certifies=False, by=None, at=at).slug != slug


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    count, operator, as_person, make_body, make_staff, at, django_assert_num_queries
):
    for number in range(count):
        ask_organisation(name=f"Corps {number}a", trains=True, certifies=True, by=make_staff(f"P{number}a"), at=at)
        make_body(f"Inscrit {number}a")
    client = as_person(operator)
    with django_assert_num_queries(5):
        assert page(client.get("/organisations/")).count("Refuser cette demande") == count


def test_the_form_does_not_tell_who_has_an_account_one_address_after_another(client, director, monkeypatch):
    monkeypatch.setattr("people.limits.ASK", Limit("ask", 2, 60))
    told = [
        client.post("/organisations/ask/", {"email": director.email}).context["form"].has_error("email")
        for _ in range(4)
    ]
    assert told == [True, True, False, False]
