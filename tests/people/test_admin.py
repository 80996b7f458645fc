"""Plain Django admin is for operators, and changes nothing the database guards."""

import pytest
from django.contrib import admin
from django.urls import reverse

from people.models import AuditEvent, DutyRun, Erasure, Invitation, Membership, Organisation, Person

pytestmark = pytest.mark.django_db
MODELS = (Person, Organisation, Membership, Invitation, AuditEvent, Erasure, DutyRun)


@pytest.fixture
def root(django_user_model):
    return django_user_model.objects.create_superuser("racine", password="x", given_name="R", family_name="S")


@pytest.mark.parametrize("model", MODELS)
def test_operators_read_every_list(model, root, director, as_person, at):
    response = as_person(root).get(reverse(f"admin:people_{model._meta.model_name}_changelist"))
    assert response.status_code == 200


def test_nobody_else_comes_in(director, operator, ines, as_person):
    for person in (director, operator, ines[0]):
        response = as_person(person).get("/admin/people/person/")
        assert response.status_code == 302 and "/admin/login/" in response.url
        assert as_person(person).get(response.url).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_deleted_there(model, root, rf):
    request = rf.get("/")
    request.user = root
    assert not admin.site.get_model_admin(model).has_delete_permission(request)


@pytest.mark.parametrize("model", [AuditEvent, Erasure, Membership, Invitation, DutyRun])
def test_what_happened_is_only_read(model, root, rf):
    request = rf.get("/")
    request.user = root
    screen = admin.site.get_model_admin(model)
    assert (screen.has_change_permission(request), screen.has_add_permission(request)) == (False, False)


def test_an_operator_makes_no_other_operator(root, director, as_person):
    fields = {"given_name": "Diane", "family_name": "M", "email": "", "language": "fr", "is_active": "on"}
    url = reverse("admin:people_person_change", args=[director.pk])
    as_person(root).post(url, {**fields, "is_staff": "on", "is_superuser": "on", "username": "boss"})
    director.refresh_from_db()
    assert (director.is_staff, director.is_superuser, director.email, director.family_name) == (False, False, None, "M")
    assert director.username != "boss"


@pytest.mark.parametrize(("zone", "kept"), [("Indian/Reunion", "Indian/Reunion"), ("Saint-Denis", "Europe/Paris")])
def test_only_a_time_zone_that_exists_is_chosen(root, body, as_person, zone, kept):
    fields = {"name": body.name, "city": "", "trains": "on", "time_zone": zone, "purpose": "", "refusal": ""}
    as_person(root).post(reverse("admin:people_organisation_change", args=[body.pk]), fields)
    body.refresh_from_db()
    assert body.time_zone == kept
