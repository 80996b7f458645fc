"""Roles: who has which, for how long, and what it costs to ask."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from people.actions import end_role, grant_role, invite
from people.models import AuditEvent, Membership, Person
from people.policies import (
    can_manage_organisation,
    has_role,
    is_installation_administrator,
    roles_possible,
    signed_in,
)
from people.queries import members_of, organisations_visible_to, organisations_where, roles_of

pytestmark = pytest.mark.django_db


def test_roles_are_asked_once_per_person(director, body, django_assert_num_queries):
    person = Person.objects.get(pk=director.pk)
    with django_assert_num_queries(1):
        assert has_role(person, "administrator", body)
        assert has_role(person, "trainer", body.pk)
        assert not has_role(person, "certifier", body)
        assert not is_installation_administrator(person)
        assert roles_of(person) == {("administrator", body.pk), ("trainer", body.pk)}


def test_trainees_and_strangers_have_none_and_cost_nothing(ines, body, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert roles_of(ines[0]) == roles_of(AnonymousUser()) == frozenset()
        assert not is_installation_administrator(AnonymousUser())
    with pytest.raises(PermissionDenied):
        signed_in(AnonymousUser())


def test_a_body_that_waits_for_approval_gives_no_role(make_body, make_staff, at):
    waiting = make_body("Attente", approved=False)
    person = make_staff()
    Membership.objects.create(person=person, organisation=waiting, role="administrator", since=at)
    assert roles_of(person) == frozenset()


def test_granting_and_ending_show_at_once(body, make_staff, director, at, later):
    person = make_staff()
    membership = grant_role(person=person, organisation=body, role="author", by=director, at=at)
    assert has_role(person, "author", body)
    assert grant_role(person=person, organisation=body, role="author", by=director, at=later).since == at
    end_role(membership=Membership.objects.get(pk=membership.pk), by=director, at=later)
    assert not has_role(Person.objects.get(pk=person.pk), "author", body)
    again = grant_role(person=person, organisation=body, role="author", by=director, at=later)
    assert (again.pk, again.until) == (membership.pk, None)
    verbs = AuditEvent.objects.filter(noun_id=str(person.pk)).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["role-granted", "role-ended", "role-granted"]


def test_a_role_can_end_in_the_instant_it_began(body, make_staff, at):
    membership = grant_role(person=make_staff(), organisation=body, role="author", by=None, at=at)
    assert end_role(membership=membership, by=None, at=at).until > at
    assert end_role(membership=membership, by=None, at=at).until > at


def test_the_last_administrator_stays(director, body, make_staff, at, later):
    own = Membership.objects.get(person=director, role="administrator")
    with pytest.raises(ValidationError, match="au moins un"):
        end_role(membership=own, by=director, at=later)
    grant_role(person=make_staff(), organisation=body, role="administrator", by=director, at=at)
    end_role(membership=own, by=director, at=later)
    assert not has_role(Person.objects.get(pk=director.pk), "administrator", body)


def test_links_of_an_administrator_who_leaves_end_too(director, body, make_staff, at, later):
    invitation, _token = invite(organisation=body, roles=["trainer"], by=director, at=at)
    grant_role(person=make_staff(), organisation=body, role="administrator", by=director, at=at)
    end_role(membership=Membership.objects.get(person=director, role="administrator"), by=director, at=later)
    invitation.refresh_from_db()
    assert invitation.expires_at == later


@pytest.mark.parametrize(
    ("trains", "certifies", "roles"),
    [
        (True, False, ("administrator", "trainer", "author")),
        (False, True, ("administrator", "author", "certifier")),
        (True, True, ("administrator", "trainer", "author", "certifier")),
        (False, False, ("administrator",)),
    ],
)
def test_a_body_gives_the_roles_of_what_it_does(make_body, trains, certifies, roles):
    assert roles_possible(make_body(trains=trains, certifies=certifies)) == roles


def test_nobody_certifies_in_a_body_that_does_not(body, make_staff, at):
    with pytest.raises(ValidationError, match="ne peut pas donner"):
        grant_role(person=make_staff(), organisation=body, role="certifier", by=None, at=at)


def test_people_see_their_own_bodies_and_the_installation_sees_all(director, operator, body, make_body, at):
    other = make_body("Les Chênes")
    make_body("En attente", approved=False)
    assert set(organisations_visible_to(director)) == {body}
    assert set(organisations_visible_to(operator)) >= {body, other}
    assert "En attente" not in {organisation.name for organisation in organisations_visible_to(operator)}
    assert set(organisations_where(director, "trainer")) == {body}
    assert list(organisations_where(director, "certifier")) == []
    assert can_manage_organisation(operator, other) and not can_manage_organisation(director, other)
    assert members_of(operator, body).count() == 2
    assert list(members_of(director, other)) == []
