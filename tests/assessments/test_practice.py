"""Practice: each answer is corrected at once, and without an account nothing is stored."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Attempt, Response
from tests.assessments.pages import SECRET, form_values, text_of, url


@pytest.fixture
def client(world):
    return world.client()


def test_practice_corrects_each_answer_at_once(world, client):
    client.post(reverse("attempt-start", args=[world.enrolment.pk, "essai"]))
    attempt = Attempt.objects.get()
    before = client.get(url("question", attempt, 1)).content.decode()
    assert "FEEDBACK" not in before
    assert "data-autosave" not in before
    empty = client.post(url("question", attempt, 1), {"go": "check"})
    assert (empty.status_code, "Choisissez une réponse" in text_of(empty)) == (422, True)
    checked = client.post(url("question", attempt, 1), {**form_values(attempt, 1, "secretc"), "go": "check"})
    after = client.get(checked.url.split("#")[0]).content.decode()
    assert "FEEDBACK-publie" in after
    assert "FEEDBACK-accord" in after
    assert "POURQUOI-essai-1" in after
    client.post(url("question", attempt, 2), {**form_values(attempt, 2, "secretb"), "go": "check"})
    client.post(url("submit", attempt))
    page = text_of(client.get(url("result", attempt)))
    assert "Entraînement terminé" in page
    assert "1 points sur 2" in page or "1 point sur 2" in page


def practise(client, page, **values):
    """Send the form of a practice page, as it stands."""
    html = page.content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(state|n)" value="([^"]*)"', html))
    return client.post(reverse("practice-open", args=["parcours", "essai"]), {**hidden, **values})


def test_anyone_can_practise_and_nothing_is_stored(world):
    client = Client()
    page = client.get(reverse("practice-open", args=["parcours", "essai"]))
    assert "FEEDBACK" not in page.content.decode()
    assert SECRET.search(page.content.decode()) is None
    page = practise(client, page, check="1")
    assert "Choisissez une réponse" in text_of(page)
    page = practise(client, page, check="1", answer="1")
    assert "FEEDBACK" in page.content.decode()
    page = practise(client, page)
    assert "Question 2 sur 2" in text_of(page)
    page = practise(client, page, check="1", answer="2")
    page = practise(client, page)
    assert "Entraînement terminé" in text_of(page)
    assert not Attempt.objects.exists()
    assert not Response.objects.exists()


def test_a_changed_practice_form_starts_again(world, client):
    for state in ("", "x", "eyJ:1:2"):
        sent = client.post(reverse("practice-open", args=["parcours", "essai"]), {"state": state, "n": "1"})
        assert sent.url == reverse("practice-open", args=["parcours", "essai"])


def test_a_certifying_quiz_a_lesson_and_an_unknown_course_are_not_for_practice(world, client):
    world.open()
    for slug, key in (("parcours", "finale"), ("parcours", "lecon-a"), ("parcours", "x"), ("ailleurs", "essai")):
        assert client.get(reverse("practice-open", args=[slug, key])).status_code == 404
