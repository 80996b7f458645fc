"""From the code on the poster to the first lesson."""

import base64
import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.actions import close_cohort, join_cohort
from courses.models import Enrolment, Progress
from people.limits import Limit

NAMES = {"given_name": "Inès", "family_name": "Martin"}


def enter(client, cohort, **data):
    return client.post(reverse("join-name", args=[cohort.join_code]), NAMES | data)


def test_four_screens_lead_to_the_first_lesson(client, cohort):
    typed = client.post(reverse("join-code"), {"code": f" {cohort.code_on_paper.lower()} "})
    assert typed.url == reverse("join-name", args=[cohort.join_code])
    assert enter(client, cohort).url == reverse("join-card")
    card = client.get(reverse("join-card"))
    assert card.context["card"].username in card.content.decode()
    assert card.context["card"].link.endswith(f"#{card.context['card'].pin}")
    lesson = client.post(reverse("join-card"), follow=True)
    assert lesson.context["activity"].key == "demander"
    assert Progress.objects.get().state == "started"


def test_the_pin_is_shown_until_they_go_on_and_never_again(client, cohort):
    enter(client, cohort)
    pin = client.get(reverse("join-card")).context["card"].pin
    assert pin in str(dict(client.session))
    client.post(reverse("join-card"))
    assert pin not in str(dict(client.session))
    assert client.get(reverse("join-card")).url == reverse("trainee-home")


def test_the_card_brings_them_back(client, cohort):
    enter(client, cohort)
    card = client.get(reverse("join-card")).context["card"]
    elsewhere = Client()
    elsewhere.post(reverse("person-return"), {"username": card.username, "pin": card.pin})
    assert elsewhere.get(reverse("trainee-home")).status_code == 200


@pytest.mark.parametrize(("code", "status"), [("BCDFGH234", 404), ("nonsense", 404), ("O0O0", 404)])
def test_a_wrong_code_in_the_address_is_explained(client, cohort, code, status):
    answer = client.get(reverse("join-name", args=[code]))
    assert answer.status_code == status
    assert answer.context["form"].errors["code"]


def test_a_wrong_code_in_the_form_keeps_what_was_typed(client, cohort):
    answer = client.post(reverse("join-code"), {"code": "BCDFGH234"})
    assert answer.status_code == 200
    assert "Aucune session" in str(answer.context["form"].errors["code"])
    assert 'value="BCDFGH234"' in answer.content.decode()


def test_a_closed_session_says_so(client, cohort, trainer, at):
    close_cohort(cohort=cohort, by=trainer, at=at)
    answer = client.get(reverse("join-name", args=[cohort.join_code]))
    assert answer.status_code == 410
    assert "fermée" in str(answer.context["form"].errors["code"])


def test_the_code_dies_the_day_after_the_last_day(client, make_cohort, at):
    today = at.date()
    last = make_cohort(name="Dernier jour", starts_on=today - dt.timedelta(days=9), ends_on=today)
    past = make_cohort(name="Hier", starts_on=today - dt.timedelta(days=9), ends_on=today - dt.timedelta(days=2))
    assert client.get(reverse("join-name", args=[last.join_code])).status_code == 200
    answer = client.get(reverse("join-name", args=[past.join_code]))
    assert answer.status_code == 410
    assert "terminée" in str(answer.context["form"].errors["code"])


def test_a_sloppy_address_leads_to_the_tidy_one(client, cohort):
    answer = client.get(reverse("join-name", args=[cohort.join_code.lower()]))
    assert answer.url == reverse("join-name", args=[cohort.join_code])


def test_forty_people_join_in_a_minute_from_one_address(cohort):
    for number in range(40):
        answer = Client().post(
            reverse("join-name", args=[cohort.join_code]), {"given_name": f"Zoé{number}x", "family_name": "Roy"}
        )
        assert answer.url == reverse("join-card")
    assert Enrolment.objects.count() == 40


def test_many_wrong_codes_slow_one_browser_and_nobody_else(client, cohort):
    for _ in range(10):
        client.post(reverse("join-code"), {"code": "BCDFGH234"})
    slowed = client.post(reverse("join-code"), {"code": cohort.join_code})
    assert slowed.status_code == 429
    assert "Attendez" in str(slowed.context["form"].errors["code"])
    assert Client().post(reverse("join-code"), {"code": cohort.join_code}).status_code == 302


def test_a_guesser_without_cookies_is_stopped_by_the_address(cohort):
    for _ in range(200):
        Client().get(reverse("join-name", args=["BCDFGH234"]))
    assert Client().get(reverse("join-name", args=["BCDFGH234"])).status_code == 429


def test_a_namesake_is_asked_first_and_may_enter(client, cohort, enrolment):
    asked = enter(client, cohort, given_name="inès")
    assert asked.status_code == 200
    assert "déjà" in asked.content.decode()
    assert Enrolment.objects.count() == 1
    assert enter(client, cohort, confirmed="on").url == reverse("join-card")
    assert Enrolment.objects.count() == 2


def test_a_form_sent_twice_makes_one_person(cohort):
    first, second = Client(), Client()
    assert enter(first, cohort, once="abc").url == reverse("join-card")
    assert enter(second, cohort, once="abc").url == reverse("join-card")
    assert Enrolment.objects.count() == 1
    cards = [one.get(reverse("join-card")).context["card"] for one in (first, second)]
    assert cards[0] == cards[1]


@pytest.mark.parametrize("name", ["", "   ", "123", "x" * 90])
def test_a_name_that_is_no_name_is_refused_and_nothing_lost(client, cohort, name):
    answer = enter(client, cohort, given_name=name)
    assert answer.status_code == 200
    assert answer.context["form"].errors["given_name"]
    assert answer.context["form"]["family_name"].value() == "Martin"
    assert not Enrolment.objects.exists()


def test_somebody_signed_in_joins_as_themself(make_cohort, enrolment, as_person):
    other = make_cohort(name="Approfondissement")
    client = as_person(enrolment.person)
    page = client.get(reverse("join-name", args=[other.join_code]))
    assert "Rejoindre en tant que Inès" in page.content.decode()
    for _ in range(2):
        assert client.post(reverse("join-name", args=[other.join_code])).status_code == 302
    assert Enrolment.objects.filter(cohort=other).get().person == enrolment.person


def test_the_next_person_on_a_shared_tablet_is_not_the_one_before(cohort, enrolment, as_person):
    client = as_person(enrolment.person)
    client.post(reverse("join-name", args=[cohort.join_code]), {"who": "other"})
    assert enter(client, cohort, given_name="Malo").url == reverse("join-card")
    assert set(Enrolment.objects.values_list("person__given_name", flat=True)) == {"Inès", "Malo"}


def test_people_of_a_demo_body_are_marked(make_body, make_cohort, at):
    cohort = make_cohort(organisation=make_body("Essai", is_demo=True))
    assert join_cohort(code=cohort.join_code, **NAMES, at=at).enrolment.person.is_demo


def test_no_table_holds_the_pin_of_a_newcomer_once_they_went_on(client, cohort):
    once = client.get(reverse("join-name", args=[cohort.join_code])).context["form"]["once"].value()
    enter(client, cohort, once=once)
    pin = client.session["card"]["pin"]
    client.post(reverse("join-card"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM volet_cache")
        kept = [(key, base64.b64decode(value)) for key, value in cursor.fetchall()]
    assert [key for key, _value in kept if key.startswith(":1:join:")], "the second tap is remembered"
    assert not [key for key, value in kept if pin.encode() in value or once in key]


def test_a_form_sent_to_another_session_makes_another_person(cohort, make_cohort):
    other = make_cohort(name="Approfondissement")
    assert enter(Client(), cohort, once="abc").url == reverse("join-card")
    assert enter(Client(), other, once="abc").url == reverse("join-card")
    assert Enrolment.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_the_same_moment_make_one_person(cohort):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database has one connection: run on PostgreSQL, or on a file")
    start = threading.Barrier(4)

    def tap(_):
        connection.ensure_connection()
        start.wait()
        try:
            return join_cohort(code=cohort.join_code, **NAMES, at=timezone.now(), once="abc").pin
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        pins = set(pool.map(tap, range(4)))
    assert (len(pins), Enrolment.objects.count()) == (1, 1)


def test_a_machine_does_not_fill_a_session(cohort, monkeypatch):
    monkeypatch.setattr("courses.views.joining.NEWCOMERS", Limit("join-newcomers", 2, 60))
    answers = [enter(Client(), cohort, given_name=name) for name in ("Zoé", "Léo", "Ana")]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Attendez une minute" in answers[2].content.decode()
    assert Enrolment.objects.count() == 2
