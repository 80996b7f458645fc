"""Coming back with a card: user name and PIN."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.shortcuts import resolve_url
from django.test import Client

from people import limits
from people.actions import create_pin_person, reissue_pin
from people.adapters import StaffAdapter
from tests.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db
URL = "/return/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def post(client, username, pin, **extra):
    return client.post(URL, {"username": username, "pin": pin, **extra})


def test_the_card_opens_the_door(client, ines):
    person, pin = ines
    response = post(client, f" {person.username.upper()} ", f"{pin[:3]} {pin[3:]}")
    assert (response.status_code, response.url) == (302, resolve_url(settings.LOGIN_REDIRECT_URL))
    assert client.session["_auth_user_id"] == str(person.pk)
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"


def test_the_qr_code_fills_the_user_name_and_never_sends_the_pin(client):
    html = client.get(URL, {"u": "ines-k7m2"}).content.decode()
    assert 'value="ines-k7m2"' in html
    assert "return-card.js" in html


def test_a_session_made_before_is_not_taken_over(client, ines):
    client.get(URL)
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    post(client, ines[0].username, ines[1])
    assert client.session.session_key != before


def test_ten_wrong_pins_slow_only_that_person(client, ines):
    person, pin = ines
    other, other_pin = create_pin_person(given_name="Léo", family_name="Roy")
    wrong = "000000" if pin != "000000" else "000001"
    for _ in range(10):
        assert "ne vont pas ensemble" in post(client, person.username, wrong).content.decode()
    html = post(client, person.username, pin).content.decode()
    assert "Trop de codes PIN faux" in html
    assert "dans 10 minutes" in html.replace("\xa0", " ")
    assert "demandez une nouvelle carte" in html
    assert "_auth_user_id" not in client.session
    assert post(Client(), other.username, other_pin).status_code == 302


def test_the_trainer_lifts_it_with_a_new_card(client, ines, director, at):
    person, _pin = ines
    for _ in range(10):
        post(client, person.username, "999999")
    pin = reissue_pin(person=person, by=director, at=at)
    assert post(client, person.username, pin).status_code == 302


def test_nine_wrong_pins_then_the_right_one_starts_anew(client, ines):
    person, pin = ines
    wrong = "000000" if pin != "000000" else "000001"
    for _ in range(9):
        post(client, person.username, wrong)
    assert post(client, person.username, pin).status_code == 302
    assert limits.PIN.wait(person.username) == 0


def test_an_unknown_name_costs_and_reads_the_same(client, ines, settings, monkeypatch):
    hashed = []
    from django.contrib.auth.hashers import MD5PasswordHasher

    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args))
    person, pin = ines
    wrong = post(client, person.username, "000000" if pin != "000000" else "000001").content.decode()
    known = len(hashed)
    unknown = post(client, "personne-xxxx", "000000").content.decode()
    assert known == len(hashed) - known == 1
    assert "ne vont pas ensemble" in wrong and "ne vont pas ensemble" in unknown


def test_forty_trainees_come_back_in_one_minute_from_one_address():
    cards = [create_pin_person(given_name="Léo", family_name=f"R{n}a") for n in range(40)]
    assert [post(Client(), person.username, pin).status_code for person, pin in cards] == [302] * 40


def test_a_machine_that_tries_names_is_slowed_by_its_address(client, monkeypatch):
    monkeypatch.setattr(limits, "PIN_ADDRESS", limits.Limit("pin-address", 5, 60))
    for number in range(5):
        post(client, f"nom-{number}", "123456")
    assert "Attendez une minute" in post(client, "nom-9", "123456").content.decode()


def test_an_email_is_shown_the_other_door(client, director):
    html = post(client, director.email, "123456").content.decode()
    assert "utilisez l" in html and "/account/login/" in html


@pytest.mark.parametrize("pin", ["", "12345", "abcdef", "1234567", "١٢٣٤٥٦", "x" * 5000])
def test_what_is_no_pin_is_said_without_hashing(client, ines, pin):
    assert post(client, ines[0].username, pin).status_code == 200
    assert limits.PIN.wait(ines[0].username) == 0


def test_staff_passwords_do_not_open_here_nor_pins_there(client, director, ines, db):
    director.set_password("123456")
    director.save()
    assert "_auth_user_id" not in (post(client, director.username, "123456"), client.session)[1]
    response = client.post("/account/login/", {"login": ines[0].username, "password": ines[1]})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_the_admin_has_no_login_form_of_its_own(client):
    response = client.get("/admin/login/?next=/admin/")
    assert response.status_code == 302
    assert response.url.startswith("/account/login/")


def test_staff_sign_in_at_their_door(client, director):
    response = client.post("/account/login/", {"login": director.email, "password": PASSWORD})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(director.pk)
    assert client.session["_auth_user_backend"] == "people.backends.StaffBackend"


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_next_page_stays_in_the_house(client, ines, page):
    assert post(client, ines[0].username, ines[1], next=page).url == resolve_url(settings.LOGIN_REDIRECT_URL)


def test_the_next_page_is_kept(client, ines):
    assert post(client, ines[0].username, ines[1], next="/me/").url == "/me/"


def test_leaving_takes_a_post(client, ines, as_person):
    client = as_person(ines[0])
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("page", ["/account/password/change/", "/account/email/", "/account/2fa/"])
def test_account_pages_are_for_staff(ines, as_person, page):
    assert as_person(ines[0]).get(page).url == "/me/"


def test_an_erased_or_closed_account_stays_out(client, ines):
    person, pin = ines
    person.is_active = False
    person.save()
    assert post(client, person.username, pin).status_code == 200


def test_the_page_is_cheap(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(URL)


def test_a_name_in_other_letters_shares_the_limit(client, ines):
    person, pin = ines
    wrong = "000000" if pin != "000000" else "000001"
    for _ in range(10):
        post(client, person.username, wrong)
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else sign for sign in person.username)
    assert "Trop de codes PIN faux" in post(client, wide, pin).content.decode()
    assert "_auth_user_id" not in client.session


def test_wrong_passwords_are_counted_whatever_the_port_in_the_address(client, director):
    for port in range(10):
        host = {"HTTP_HOST": f"localhost:{8000 + port}"}
        client.post("/account/login/", {"login": director.email, "password": "wrong"}, **host)
    client.post("/account/login/", {"login": director.email, "password": PASSWORD}, HTTP_HOST="localhost:9000")
    assert "_auth_user_id" not in client.session


def test_behind_a_proxy_everybody_has_an_address_of_their_own(rf, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = rf.get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 9.9.9.9", REMOTE_ADDR="10.0.0.1")
    assert StaffAdapter(request).get_client_ip(request) == "9.9.9.9"


@pytest.mark.parametrize("url", ["/me/", "/organisations/", "/account/email/", "/frameworks/", "/nowhere/"])
def test_after_signing_out_the_back_button_shows_nothing(director, as_person, url):
    assert "no-store" in as_person(director).get(url).headers["Cache-Control"]


def test_who_is_not_signed_in_may_go_back(client):
    assert not client.get("/frameworks/").has_header("Cache-Control")


def test_a_forgotten_password_writes_to_who_has_an_account_and_to_no_stranger(client, director, mailoutbox):
    answers = [client.post("/account/password/reset/", {"email": email}) for email in (director.email, "x@example.org")]
    assert {answer.url for answer in answers} == {"/account/password/reset/done/"}
    assert [mail.to for mail in mailoutbox] == [[director.email]]
