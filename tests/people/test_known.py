"""Who a session belongs to: asked anew by every request, with statements of our own."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from people.actions import reissue_pin

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainee(ines):
    return ines[0]


@pytest.fixture
def settings_page():
    return reverse("person-settings")


def test_a_session_lets_its_person_in(trainee, as_person, settings_page):
    assert as_person(trainee).get(settings_page).status_code == 200


def test_a_person_who_is_no_longer_active_is_out_at_once(trainee, as_person, settings_page):
    client = as_person(trainee)
    trainee.is_active = False
    trainee.save()
    assert client.get(settings_page).status_code == 302


def test_a_new_pin_ends_the_sessions_of_the_old_one(trainee, director, as_person, settings_page):
    client = as_person(trainee)
    reissue_pin(person=trainee, by=director, at=timezone.now())
    assert client.get(settings_page).status_code == 302


@pytest.mark.parametrize("late", [timedelta(seconds=1), timedelta(days=90)])
def test_a_session_that_ended_lets_nobody_in(trainee, as_person, settings_page, late):
    client = as_person(trainee)
    Session.objects.update(expire_date=timezone.now() - late)
    assert client.get(settings_page).status_code == 302


def test_a_session_that_never_was_lets_nobody_in(trainee, as_person, settings_page):
    client = as_person(trainee)
    client.cookies["sessionid"] = "0" * 32
    assert client.get(settings_page).status_code == 302
