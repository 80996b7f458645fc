"""News for one person: made once, read on the screen, sent once by mail where there is an address."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from people.actions import create_pin_person, create_staff, erase_person, notify, send_owed_notices
from people.actions.erasure import PeopleData
from people.models import Notice

NEWS = {"kind": "award", "key": "award:1", "title": "Votre certificat est prêt", "body": "Il est à vous."}


@pytest.fixture
def at(db):
    return timezone.now()


@pytest.fixture
def nadia(at):
    return create_staff(given_name="Nadia", family_name="L", email="nadia@example.org", password="une longue phrase")


@pytest.fixture
def ines(at):
    return create_pin_person(given_name="Inès", family_name="Martin")[0]


def tell(person, at, **changes):
    return notify(person=person, at=at, **(NEWS | changes))


def test_the_same_key_makes_one_notice(nadia, at):
    assert tell(nadia, at) == tell(nadia, at, title="Autre chose")
    assert list(Notice.objects.values_list("title", flat=True)) == ["Votre certificat est prêt"]


def test_a_mail_goes_once_with_the_address_of_the_page(nadia, at, settings):
    settings.VOLET_BASE_URL = "https://volet.example"
    tell(nadia, at, address="/my/certificates/")
    assert send_owed_notices(at=at) == "sent 1, failed 0"
    assert send_owed_notices(at=at) == "sent 0, failed 0"
    (sent,) = mail.outbox
    assert sent.to == ["nadia@example.org"]
    assert sent.subject == "Votre certificat est prêt"
    assert "https://volet.example/my/certificates/" in sent.body


def test_nothing_is_sent_to_who_gave_no_address_nor_long_after(ines, nadia, at):
    tell(ines, at)
    tell(nadia, at - timedelta(days=8))
    assert send_owed_notices(at=at) == "sent 0, failed 0"


def test_a_mail_server_that_is_away_is_tried_again(nadia, at, monkeypatch):
    tell(nadia, at)

    def away(self):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", away)
        assert send_owed_notices(at=at) == "sent 0, failed 1"
    assert send_owed_notices(at=at) == "sent 1, failed 0"


def test_a_line_break_in_a_title_starts_no_header(nadia, at):
    tell(nadia, at, title="Bonjour\nBcc: x@example.org")
    send_owed_notices(at=at)
    assert mail.outbox[0].subject == "Bonjour Bcc: x@example.org"


def test_the_page_shows_one_s_own_news_and_marks_them_read(client, ines, nadia, at):
    tell(ines, at)
    tell(nadia, at, title="Pas pour Inès")
    client.force_login(ines, backend="people.backends.PinBackend")
    assert "Votre certificat est prêt" in client.get(reverse("trainee-home")).content.decode()
    page = client.get(reverse("notice-list"))
    assert [notice.title for notice in page.context["page"]] == ["Votre certificat est prêt"]
    client.post(reverse("notice-read"))
    assert Notice.objects.get(person=ines).read_at is not None
    assert Notice.objects.get(person=nadia).read_at is None
    assert "Votre certificat est prêt" not in client.get(reverse("trainee-home")).content.decode()


def test_news_are_exported_and_go_with_the_person(ines, at):
    tell(ines, at)
    assert PeopleData().export(ines)["notices"][0]["title"] == "Votre certificat est prêt"
    erase_person(person=ines, by=ines, at=at)
    assert not Notice.objects.exists()
    ines.refresh_from_db()
    assert tell(ines, at) is None
