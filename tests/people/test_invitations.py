"""Colleagues come by a link that is shown once and serves once."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from people.actions import accept_invitation, grant_role, invite
from people.models import Invitation, Membership, Person
from people.policies import has_role
from people.queries import roles_of
from tests.people.test_first_run import PERSON, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(body, director):
    invitation, token = invite(organisation=body, roles=["trainer"], by=director, at=timezone.now())
    return invitation, f"/invitations/{token}/"


def test_the_link_is_shown_once_and_copied_without_javascript(body, director, as_person, settings):
    client = as_person(director)
    html = page(client.post("/organisations/les-pins/invite/", {"roles": ["trainer", "author"]}))
    link = re.search(rf'readonly value="({re.escape(settings.VOLET_BASE_URL)}/invitations/([\w-]{{43}})/)"', html)
    assert link
    invitation = Invitation.objects.get()
    assert invitation.roles == ["author", "trainer"]
    assert link[2] not in (invitation.token_digest, page(client.get("/organisations/les-pins/")))
    assert Client().get(link[1]).status_code == 200


def test_a_newcomer_makes_an_account_and_is_in(link, body):
    client = Client()
    assert "Rejoindre" in page(client.get(link[1]))
    assert client.post(link[1], PERSON).status_code == 302
    person = Person.objects.get(email=PERSON["email"])
    assert roles_of(person) == {("trainer", body.pk)}
    assert client.session["_auth_user_id"] == str(person.pk)


def test_somebody_with_an_account_accepts_with_one_button(link, body, operator, as_person):
    client = as_person(operator)
    assert "password" not in page(client.get(link[1]))
    assert client.post(link[1]).status_code == 302
    assert has_role(Person.objects.get(pk=operator.pk), "trainer", body)


def test_a_trainee_at_this_device_makes_a_staff_account(link, ines, as_person, body):
    client = as_person(ines[0])
    client.post(link[1], PERSON)
    assert client.session["_auth_user_id"] == str(Person.objects.get(email=PERSON["email"]).pk)
    assert not Membership.objects.filter(person=ines[0]).exists()


def test_looking_changes_nothing(link):
    for _ in range(2):
        assert Client().get(link[1]).status_code == 200
    assert Invitation.objects.get().accepted_at is None


def test_a_used_link_says_so(link, director, at):
    Client().post(link[1], PERSON)
    for response in (Client().get(link[1]), Client().post(link[1], {**PERSON, "email": "b@example.org"})):
        assert response.status_code == 410
        assert "déjà servi" in page(response)
    assert not Person.objects.filter(email="b@example.org").exists()


def test_an_expired_link_says_so(link, operator):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = Client().get(link[1])
    assert (response.status_code, "a expiré" in page(response)) == (410, True)


def test_fourteen_days(link):
    assert link[0].expires_at - link[0].created_at == timedelta(days=14)


@pytest.mark.parametrize("token", ["x", "a" * 43, "é" * 10, "a" * 900, "..", "%00"])
def test_an_unknown_link_says_so(client, token):
    response = client.get(f"/invitations/{token}/")
    assert response.status_code == 404


def test_of_two_bearers_of_one_link_the_first_has_it(body, director, make_staff, at):
    _invitation, token = invite(organisation=body, roles=["trainer"], by=director, at=at)
    accept_invitation(token=token, person=make_staff("Bruno"), at=at)
    late = make_staff("Chloé", email="chloe@example.org")
    with pytest.raises(ValidationError, match="déjà servi"):
        accept_invitation(token=token, person=late, at=at)
    assert roles_of(late) == frozenset()
    with pytest.raises(ValidationError, match="inconnu"):
        accept_invitation(token="nothing", person=late, at=at)


def test_nobody_invites_into_a_role_the_body_does_not_have(body, director, as_person, make_body, at):
    html = page(as_person(director).post("/organisations/les-pins/invite/", {"roles": ["certifier"]}))
    assert Invitation.objects.count() == 0
    assert "certificat" not in html.split("<main", 1)[1].split("field__errors")[0]
    for roles in (["certifier"], ["emperor"], []):
        with pytest.raises(ValidationError):
            invite(organisation=body, roles=roles, by=director, at=at)
    with pytest.raises(ValidationError):
        invite(organisation=make_body("B", approved=False), roles=["trainer"], by=director, at=at)


def test_a_role_the_body_lost_meanwhile_is_not_given(make_body, director, make_staff, at):
    body = make_body("Double", certifies=True)
    _invitation, token = invite(organisation=body, roles=["certifier", "trainer"], by=director, at=at)
    body.certifies = False
    body.save()
    person = make_staff()
    accept_invitation(token=token, person=person, at=at)
    assert roles_of(person) == {("trainer", body.pk)}


def test_no_role_ticked_is_said(director, as_person):
    assert "Choisissez au moins un rôle" in page(as_person(director).post("/organisations/les-pins/invite/"))


def test_members_read_and_administrators_run(body, director, make_staff, as_person, at):
    trainer = make_staff("Tom")
    own = grant_role(person=trainer, organisation=body, role="trainer", by=director, at=at)
    client = as_person(trainer)
    html = page(client.get("/organisations/les-pins/"))
    assert "Diane Martin" in html and "diane@example.org" not in html and "Inviter" not in html
    assert client.post("/organisations/les-pins/invite/", {"roles": ["trainer"]}).status_code == 302
    assert client.post(f"/memberships/{own.pk}/end/").status_code == 302
    own.refresh_from_db()
    assert (own.until, Invitation.objects.count()) == (None, 0)


def test_administrators_end_roles_but_not_the_last_one(body, director, make_staff, as_person, at):
    own = grant_role(person=make_staff("Tom"), organisation=body, role="trainer", by=director, at=at)
    client = as_person(director)
    html = page(client.post(f"/memberships/{own.pk}/end/", follow=True))
    assert "n'a plus le rôle" in html and "Tom Martin" not in html.split("L'équipe")[1]
    last = Membership.objects.get(person=director, role="administrator")
    assert "nommez d'abord quelqu'un d'autre" in page(client.post(f"/memberships/{last.pk}/end/", follow=True))


def test_outsiders_find_nothing(director, make_body, make_staff, as_person, at):
    other = make_body("Les Chênes")
    boss = make_staff("Basile")
    role = grant_role(person=boss, organisation=other, role="administrator", by=None, at=at)
    client = as_person(director)
    assert client.get("/organisations/les-chenes/").status_code == 404
    assert client.post("/organisations/les-chenes/invite/", {"roles": ["trainer"]}).status_code == 404
    assert client.post(f"/memberships/{role.pk}/end/").status_code == 404


def test_hostile_names_stay_text(body, director, make_staff, as_person, at):
    hostile = make_staff("Mallory", family_name="<img src=x onerror=alert(1)>")
    grant_role(person=hostile, organisation=body, role="trainer", by=director, at=at)
    html = as_person(director).get("/organisations/les-pins/").content.decode()
    assert "<img" not in html and "&lt;img src=x" in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_team_costs_the_same_however_large(
    count, body, director, make_staff, as_person, at, django_assert_num_queries
):
    for number in range(count):
        for role in ("trainer", "author"):
            grant_role(
                person=make_staff(f"P{number}a") if role == "trainer" else Person.objects.get(given_name=f"P{number}a"),
                organisation=body,
                role=role,
                by=None,
                at=at,
            )
    client = as_person(director)
    with django_assert_num_queries(5):
        assert page(client.get("/organisations/les-pins/")).count('class="list__title"') == count + 1
