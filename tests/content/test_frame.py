"""The frame of every page: landmarks, theme, language, errors without a fault of their own."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.utils import translation
from django.views.defaults import bad_request, permission_denied, server_error

TEMPLATES = Path(__file__).parents[2] / "config" / "templates"
pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    return client.get("/account/login/").content.decode()


def test_a_page_has_its_landmarks_in_order(page):
    marks = re.findall(r"<(header|nav|main|footer)\b|class=\"(skip)\"", page)
    assert ["".join(mark) for mark in marks] == ["skip", "header", "nav", "main", "footer", "nav"]
    assert '<html lang="fr">' in page
    assert page.count("<h1") == 1


def test_a_page_has_no_inline_style_or_script(page):
    assert not re.search(r'\sstyle="|<style|\son\w+="', page)
    assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_the_theme_of_the_cookie_is_written_by_the_server(client):
    client.cookies["theme"] = "dark"
    assert '<html lang="fr" data-theme="dark">' in client.get("/account/login/").content.decode()


def test_a_forged_theme_does_nothing(client):
    client.cookies["theme"] = "x><script>"
    assert "<script>" not in client.get("/account/login/").content.decode()


def test_the_language_is_changed_by_a_form(client):
    client.post("/i18n/setlang/", {"language": "en", "next": "/account/login/"})
    assert '<html lang="en">' in client.get("/account/login/").content.decode()


def test_a_demonstration_says_so(client, settings):
    settings.VOLET_DEMO = True
    assert 'class="demo-banner"' in client.get("/account/login/").content.decode()
    settings.VOLET_DEMO = False
    assert 'class="demo-banner"' not in client.get("/account/login/").content.decode()


def test_a_page_that_is_not_there_is_told_in_the_frame(client):
    reply = client.get("/nowhere-at-all/")
    assert reply.status_code == 404
    assert "<h1" in reply.content.decode() and 'class="header"' in reply.content.decode()


def test_a_form_without_its_token_is_told_in_the_frame():
    reply = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a"})
    assert reply.status_code == 403
    assert "Ce formulaire a trop attendu" in reply.content.decode()


@pytest.mark.parametrize(
    ("view", "status"), [(bad_request, 400), (permission_denied, 403)], ids=["bad request", "refused"]
)
def test_a_refusal_is_told_even_without_a_request(view, status):
    request = RequestFactory().get("/")
    request.user = None
    request.session = {}
    reply = view(request, Exception("x"))
    assert reply.status_code == status and b"<h1" in reply.content


def test_a_fault_needs_nothing_to_be_told():
    reply = server_error(RequestFactory().get("/"))
    assert reply.status_code == 500 and "Une panne de notre côté" in reply.content.decode()
    assert "{%" not in (TEMPLATES / "500.html").read_text()


@pytest.mark.parametrize("path", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")))
def test_every_template_of_the_frame_can_be_read(path):
    get_template(path)


def test_an_address_of_another_host_is_refused_with_a_page(client):
    answer = client.get("/frameworks/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "<h1" in answer.text


def links(client, address="/verify/"):
    navigation = re.search(r'<nav class="nav".*?</nav>', client.get(address).content.decode(), re.DOTALL)
    return re.findall(r'<a class="nav__link" href="([^"]+)"( aria-current="\w+")?>', navigation[0])


@pytest.mark.parametrize("room", ["curriculum", "crosswalks", "carry-overs", "exports", "strands"])
def test_whoever_works_on_frameworks_is_in_frameworks(client, room):
    assert ("/frameworks/", ' aria-current="true"') in links(client, f"/{room}/no-such-page/")


def test_remembered_menus_are_never_those_of_somebody_else(client, django_user_model):
    signed_in = Client()
    signed_in.force_login(django_user_model.objects.create_user("ines", secret_kind="pin"))
    for _twice in range(2):
        assert ("/my/", "") in links(signed_in)
        assert "/my/" not in dict(links(client))
        assert ("/account/login/", "") in links(client)
    assert ("/verify/", ' aria-current="page"') in links(client)
    assert ("/courses/", ' aria-current="page"') in links(client, "/courses/")
    assert ("/courses/", ' aria-current="true"') in links(client, "/courses/no-such-course/")
    assert ("/courses/", "") in links(client, "/no-such-page/")


def test_remembered_menus_speak_the_language_of_the_reader(client):
    with translation.override("fr"):
        french = client.get("/account/login/").content.decode()
        client.cookies["django_language"] = "en"
        english = client.get("/account/login/").content.decode()
    assert ("Se connecter</a>" in french, "Se connecter</a>" in english) == (True, False)
