"""The screens of a quiz, as a browser without JavaScript meets them, and the autosave beside them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions import start_attempt, submit_attempt
from assessments.models import AssessmentVersion, Attempt, Response, Score
from assessments.queries import frozen, key_of
from courses.actions import close_activity
from tests.assessments.conftest import AT
from tests.assessments.pages import SECRET, answers, form_values, save, text_of, url


@pytest.fixture
def attempt(world) -> Attempt:
    world.open()
    return start_attempt(enrolment=world.enrolment, activity_key="finale", at=AT)


@pytest.fixture
def client(world):
    return world.client()


# The whole way


def test_from_the_activity_to_the_result_without_javascript(world, client):
    world.open("in_room")
    page = text_of(client.get(reverse("activity-open", args=[world.enrolment.pk, "finale"])))
    assert "7 questions" in page
    assert "Aucune limite de temps" in page
    assert "Dans la salle" in page
    started = client.post(reverse("attempt-start", args=[world.enrolment.pk, "finale"]))
    attempt = Attempt.objects.get()
    assert started.url == url("question", attempt, 1)
    for number, answer in enumerate(answers(attempt).values(), start=1):
        page = client.get(url("question", attempt, number))
        assert f"Question {number} sur 7" in text_of(page)
        sent = client.post(url("question", attempt, number), {**form_values(attempt, number, answer), "go": "next"})
        assert sent.url == (url("question", attempt, number + 1) if number < 7 else url("review", attempt))
    review = text_of(client.get(url("review", attempt)))
    assert "Relisez avant d'envoyer" in review
    assert "7 réponses sur 7 sont enregistrées" in review
    sent = client.post(url("submit", attempt))
    assert sent.url == url("result", attempt)
    result = text_of(client.get(sent.url))
    assert "C'est validé, bravo" in result
    assert "7 points sur 7" in result


def test_not_yet_names_what_to_see_again_and_how_long_it_takes(client, attempt, world):
    client.post(url("submit", attempt))
    page = text_of(client.get(url("result", attempt)))
    assert "Pas encore : 2 points à revoir" in page
    assert "Revoir 2 leçons (9 min)" in page
    assert reverse("activity-open", args=[world.enrolment.pk, "lecon-b"]) in page
    assert page.index("Leçon B") < page.index("Leçon A")
    assert "échec" not in page.lower()


def test_resuming_goes_to_the_first_question_without_an_answer(world, client, attempt):
    client.post(url("question", attempt, 1), {"answer": "1", "go": "next"})
    resumed = client.post(reverse("attempt-start", args=[world.enrolment.pk, "finale"]))
    assert resumed.url == url("question", attempt, 2)


def test_previous_and_review_keep_the_answer_too(client, attempt):
    sent = client.post(url("question", attempt, 2), {"answer": "1", "go": "previous"})
    assert sent.url == url("question", attempt, 1)
    sent = client.post(url("question", attempt, 1), {"answer": "2", "go": "review"})
    assert sent.url == url("review", attempt)
    assert Response.objects.count() == 2
    page = client.get(url("question", attempt, 1)).content.decode()
    assert re.search(r'value="2" checked', page)


def test_an_answer_can_be_skipped_and_the_review_says_so(client, attempt):
    client.post(url("question", attempt, 1), {"go": "next"})
    assert not Response.objects.exists()
    assert "Il reste 7 questions sans réponse" in text_of(client.get(url("review", attempt)))


@pytest.mark.parametrize("number", range(1, 8))
def test_every_kind_shows_again_what_was_answered(client, attempt, number):
    key = attempt.drawn[number - 1]["key"]
    answer = answers(attempt)[key]
    client.post(url("question", attempt, number), form_values(attempt, number, answer))
    assert Response.objects.get().answer == answer
    page = client.get(url("question", attempt, number)).content.decode()
    assert "checked" in page or "selected" in page or 'value="géolocalisation"' in page


def test_half_an_order_is_asked_again_and_loses_nothing(client, attempt):
    number = next(n for n, entry in enumerate(attempt.drawn, start=1) if entry["key"] == "ranger")
    sent = client.post(url("question", attempt, number), {"place-1": "2", "place-2": "2", "go": "next"})
    assert sent.status_code == 422
    assert "Donnez une place à chaque étape" in text_of(sent)
    assert sent.content.decode().count('<option value="2" selected>') == 2
    assert not Response.objects.exists()


# No leak


def test_no_page_before_sending_shows_a_solution(world, client, attempt):
    client.post(url("question", attempt, 1), {"answer": "1"})
    pages = [
        client.get(reverse("activity-open", args=[world.enrolment.pk, "finale"])),
        *(client.get(url("question", attempt, number)) for number in range(1, 8)),
        client.post(url("question", attempt, 6), {"place-1": "1"}),
        client.get(url("review", attempt)),
        save(client, attempt, attempt.drawn[1]["key"], {"answer": ["1"]}),
    ]
    for page in pages:
        assert page.status_code in {200, 422}
        assert SECRET.search(page.content.decode().replace("lecon-a/", "").replace("lecon-b/", "")) is None


def test_an_order_is_never_shown_right(client, attempt):
    number = next(n for n, entry in enumerate(attempt.drawn, start=1) if entry["key"] == "ranger")
    page = client.get(url("question", attempt, number)).content.decode()
    shown = re.findall(r'order__text">([^<]+)<', page)
    assert sorted(shown) == ["Demander", "Effacer", "Photographier"]
    assert shown != ["Demander", "Photographier", "Effacer"]


def test_after_a_certifying_try_what_was_answered_is_commented_without_the_rest_of_the_key(client, attempt):
    number, key = 1, attempt.drawn[0]["key"]
    client.post(url("question", attempt, number), form_values(attempt, number, "secretc"))
    client.post(url("submit", attempt))
    page = client.get(url("result", attempt)).content.decode()
    assert "FEEDBACK-publie" in page
    assert f"POURQUOI-{key}" in page
    assert "FEEDBACK-accord" not in page
    undrawn = set(key_of(attempt.assessment_version_id).items) - {entry["key"] for entry in attempt.drawn}
    assert undrawn
    assert not any(f"POURQUOI-{other}" in page for other in undrawn)


# Two tabs, double submit, late answers, other people


def test_sending_twice_counts_once_and_says_so(client, attempt):
    assert client.post(url("submit", attempt)).url == url("result", attempt)
    assert client.post(url("submit", attempt)).url == url("result", attempt)
    assert Score.objects.count() == 1


def test_a_second_tab_after_sending_lands_on_the_result_with_a_reason(client, attempt):
    client.post(url("submit", attempt))
    page = client.post(url("question", attempt, 1), {"answer": "1"}, follow=True)
    assert page.redirect_chain == [(url("result", attempt), 302)]
    assert "elles comptent une seule fois" in text_of(page)
    for name, more in (("question", (1,)), ("review", ())):
        assert client.get(url(name, attempt, *more)).url == url("result", attempt)
    assert not Response.objects.exists()


def test_the_result_waits_for_the_sending(client, attempt):
    assert client.get(url("result", attempt)).url == url("review", attempt)
    assert client.get(url("submit", attempt)).url == url("review", attempt)


def test_the_last_page_can_send_what_stands_on_it(client, attempt):
    right = form_values(attempt, 1, "secretb")
    client.post(url("submit", attempt), {"n": "1", **right})
    assert Score.objects.get().points == 1


def test_the_autosave_keeps_an_answer(client, attempt):
    sent = save(client, attempt, attempt.drawn[0]["key"], form_values(attempt, 1, "secretb"))
    assert (sent.status_code, sent.json()["state"]) == (200, "saved")
    assert Response.objects.get().answer == "secretb"


@pytest.mark.parametrize("number", range(1, 8))
def test_the_autosave_keeps_every_kind_of_answer(client, attempt, number):
    key = attempt.drawn[number - 1]["key"]
    answer = answers(attempt)[key]
    assert save(client, attempt, key, form_values(attempt, number, answer)).status_code == 200
    assert Response.objects.get().answer == answer


def test_a_late_autosave_says_so_and_the_page_too(client, attempt):
    item = attempt.drawn[0]["key"]
    save(client, attempt, item, form_values(attempt, 1, "secretb"), seq=50)
    sent = save(client, attempt, item, form_values(attempt, 1, "secreta"), seq=40)
    assert (sent.status_code, sent.json()["state"]) == (200, "late")
    assert Response.objects.get().answer == "secretb"
    assert "La plus récente est gardée" in text_of(client.get(url("question", attempt, 1)))


def test_an_autosave_after_sending_is_a_clear_409(client, attempt):
    client.post(url("submit", attempt))
    sent = save(client, attempt, attempt.drawn[0]["key"], {"answer": ["1"]})
    assert (sent.status_code, sent.json()["state"]) == (409, "submitted")
    assert "arrivée trop tard" in sent.json()["message"]


def test_a_quiz_closed_meanwhile_says_so_and_can_still_be_sent(world, client, attempt):
    client.post(url("question", attempt, 1), form_values(attempt, 1, "secretb"))
    close_activity(cohort=world.cohort, activity_key="finale", by=world.trainer, at=AT)
    sent = save(client, attempt, attempt.drawn[0]["key"], {"answer": ["1"]}, seq=2**61)
    assert (sent.status_code, sent.json()["state"]) == (409, "closed")
    page = client.post(url("question", attempt, 2), {"answer": "1", "go": "next"})
    assert page.status_code == 422
    assert "L'épreuve est fermée" in text_of(page)
    client.post(url("submit", attempt))
    assert Score.objects.get().points == 1


def test_the_page_of_a_closed_quiz_leads_to_what_was_begun_and_to_the_last_result(world, client, attempt):
    close_activity(cohort=world.cohort, activity_key="finale", by=world.trainer, at=AT)
    path = reverse("activity-open", args=[world.enrolment.pk, "finale"])
    assert url("review", attempt) in text_of(client.get(path))
    client.post(url("submit", attempt))
    page = text_of(client.get(path))
    assert url("result", attempt) in page
    assert "Revoir mon dernier résultat" in page


def test_starting_a_closed_quiz_says_why(world, client):
    page = client.post(reverse("attempt-start", args=[world.enrolment.pk, "finale"]), follow=True)
    assert page.status_code == 200
    assert "n'est pas ouverte" in text_of(page)
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nothing",
        b"[]",
        b"{}",
        b'{"item": "ranger", "answer": {"place-1": ["9"]}, "seq": 1}',
        b'{"item": "nulle", "answer": {}, "seq": 1}',
        b'{"item": "ranger", "answer": {"place-1": [{"a": 1}]}, "seq": 1}',
        b'{"item": "ranger", "answer": {}, "seq": "1"}',
        b'{"item": "ranger", "answer": {}, "seq": true}',
        b'{"item": "ecrire", "answer": {"answer": ["' + b"x" * 300 + b'"]}, "seq": 1}',
        b'{"item": "ecrire", "answer": {"answer": ["a\\u0000"]}, "seq": 1}',
        b'{"item": "ecrire", "answer": {"answer": ["\\ud800"]}, "seq": 1}',
        b'{"item": "ecrire", "answer": {"answer": ["a"]}, "seq": 1, "client": "\\ud800"}',
        b'{"item": "ecrire", "answer": {"answer": ["a"]}, "seq": 1, "client": "\\u0000"}',
        b"[" * 20_000,
        b"x" * 20_000,
    ],
)
def test_a_strange_autosave_is_refused_and_changes_nothing(client, attempt, body):
    sent = client.post(url("save", attempt), body, content_type="application/json")
    assert sent.status_code == 400
    assert not Response.objects.exists()


@pytest.mark.parametrize("values", [{"answer": "99"}, {"answer": "-1"}, {"answer": "secretb"}, {"answer": "²"}])
def test_tampered_values_are_asked_again(client, attempt, values):
    assert client.post(url("question", attempt, 1), values).status_code == 422
    assert not Response.objects.exists()


def test_a_null_character_in_an_address_is_not_found(client):
    for rest in ("1/", "review/", "result/"):
        assert client.get(f"/attempts/a%00b/{rest}").status_code == 404
    assert client.post("/attempts/a%00b/save/", b"{}", content_type="application/json").status_code == 404


def test_nobody_else_gets_near_a_try(world, client, attempt):
    other = world.client(world.join("Tom").person)
    trainer = world.client(world.trainer)
    for stranger in (other, trainer):
        for name, more in (("question", (1,)), ("review", ()), ("result", ())):
            assert stranger.get(url(name, attempt, *more)).status_code == 404
        assert stranger.post(url("question", attempt, 1), {"answer": "1"}).status_code == 404
        assert stranger.post(url("submit", attempt)).status_code == 404
        assert save(stranger, attempt, attempt.drawn[0]["key"], {"answer": ["1"]}).status_code == 404
        start = reverse("attempt-start", args=[world.enrolment.pk, "finale"])
        assert stranger.post(start).status_code == 404
    assert not Response.objects.exists()
    assert client.get(url("question", attempt, 1)).status_code == 200


def test_without_signing_in_one_is_asked_to_return(attempt, client):
    client.logout()
    for name, more in (("question", (1,)), ("review", ()), ("result", ())):
        assert client.get(url(name, attempt, *more)).url.startswith(reverse("person-return"))
    assert save(client, attempt, attempt.drawn[0]["key"], {"answer": ["1"]}).status_code == 401


def test_there_is_no_question_zero_nor_eight(client, attempt):
    for number in (0, 8, 999):
        assert client.get(url("question", attempt, number)).status_code == 404


# The trainer


def test_the_trainer_sees_tries_with_date_conditions_points_and_verdict(world, attempt):
    submit_attempt(attempt=attempt, at=AT)
    page = text_of(
        world.client(world.trainer).get(reverse("enrolment-view", args=[world.cohort.pk, world.enrolment.pk]))
    )
    assert "dans la salle, vu par Nadia B" in page
    assert "0 / 7" in page
    assert "pas encore" in page


# Budgets


def test_pages_ask_the_database_little(client, attempt, django_assert_max_num_queries):
    for name, more, budget in (("question", (1,), 4), ("review", (), 4)):
        path = url(name, attempt, *more)
        client.get(path)
        with django_assert_max_num_queries(budget):
            client.get(path)


def test_a_save_asks_four_things(client, attempt, django_assert_num_queries):
    """Session, person, try, and the one statement that writes; two more are the savepoint of the test."""
    item = attempt.drawn[0]["key"]
    first, second = form_values(attempt, 1, "secretb"), form_values(attempt, 1, "secreta")
    save(client, attempt, item, first, seq=1)
    with django_assert_num_queries(6):
        assert save(client, attempt, item, second, seq=2).status_code == 200


def test_a_result_asks_the_same_whatever_the_answers(client, attempt, django_assert_max_num_queries):
    for number, answer in enumerate(answers(attempt).values(), start=1):
        client.post(url("question", attempt, number), form_values(attempt, number, answer))
    client.post(url("submit", attempt))
    client.get(url("result", attempt))
    with django_assert_max_num_queries(12):
        client.get(url("result", attempt))


def test_no_page_before_sending_reads_the_key(client, attempt):
    frozen.paper_of.cache_clear()
    frozen.key_of.cache_clear()
    with CaptureQueriesContext(connection) as seen:
        client.get(url("question", attempt, 1))
        client.get(url("review", attempt))
        client.post(url("question", attempt, 1), {"answer": "1"})
    column = f'"{AssessmentVersion._meta.db_table}"."key"'
    assert not [query for query in seen.captured_queries if column in query["sql"]]
    assert frozen.key_of.cache_info().currsize == 0
