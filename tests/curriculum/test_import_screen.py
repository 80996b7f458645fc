"""Importing a framework by the screen: sent, looked at, imported once, whatever happens on the way."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from curriculum.actions import publish_framework
from curriculum.actions.framework_imports import KEPT, PATIENCE
from curriculum.models import FrameworkImport, FrameworkVersion
from curriculum.tasks import apply_framework_import, check_framework_import
from curriculum.views import imports
from people.registries import duties
from tests.curriculum.conftest import text_of
from tests.curriculum.test_skos_files import HEAD, SCHEME, concept

pytestmark = pytest.mark.django_db

GOOD = HEAD + SCHEME + concept("1") + concept("1.1", "; skos:broader ex:1 ; skos:related ex:gone ")
ADDRESS = "/frameworks/import/"


@pytest.fixture
def author(body, make_member):
    return make_member(body, "author")


@pytest.fixture
def client(author):
    client = Client()
    client.force_login(author, backend="people.backends.StaffBackend")
    return client


@pytest.fixture
def send(client, body):
    def run(text=GOOD, name="cartes.ttl", **data):
        data = {"file": SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode()), **data}
        return client.post(ADDRESS, {"organisation": body.pk, **data}, follow=True)

    return run


def the_import():
    return FrameworkImport.objects.get()


def press(client, what="apply", **data):
    return client.post(f"/curriculum/imports/{the_import().token}/{what}/", data, follow=True)


def test_a_file_is_shown_before_anything_changes(send):
    page = text_of(send())
    assert "Voici ce que contient ce fichier Rien n'a encore changé." in page
    for words in ("Format SKOS (Turtle)", "Langues Français", "Éléments 2", "2 éléments créés", "1.1 Carte 1.1"):
        assert words in page
    assert not FrameworkVersion.objects.exists()
    assert default_storage.exists(the_import().file.name)


def test_the_import_makes_a_draft_and_the_file_goes(send, client, author, body, django_capture_on_commit_callbacks):
    send()
    name = the_import().file.name
    with django_capture_on_commit_callbacks(execute=True):
        page = text_of(press(client))
    version = FrameworkVersion.objects.get()
    assert "Le référentiel est importé" in page
    assert (str(version), version.state, version.framework.owner) == ("Les Cartes 1", "draft", body)
    assert "C'est un brouillon : seul votre organisme le voit. Relisez-le, puis publiez-le." in page
    edit = reverse("framework-edit", args=[version.pk])
    assert f'href="{edit}"' in client.get(the_import().get_absolute_url()).content.decode()
    assert not default_storage.exists(name)
    assert the_import().by == author


def test_a_published_one_is_shown_and_a_discarded_one_is_not(send, client, author, at):
    send()
    press(client)
    version, address = FrameworkVersion.objects.get(), the_import().get_absolute_url()
    publish_framework(version=version, by=author, at=at)
    assert f'class="btn btn--primary" href="{version.get_absolute_url()}"' in client.get(address).content.decode()
    FrameworkImport.objects.update(report={**the_import().report, "version": "0"})
    assert "btn--primary" not in client.get(address).content.decode().partition("<main")[2]


def test_one_organisation_is_not_asked_for(client, body):
    page = client.get(ADDRESS)
    assert "Organisme qui tiendra ce référentiel" not in text_of(page)
    assert f'<input type="hidden" name="organisation" value="{body.pk}"' in page.content.decode()


def test_a_second_press_imports_nothing_more(send, client):
    send()
    press(client)
    first = (the_import().at, FrameworkVersion.objects.get().pk)
    press(client)
    apply_framework_import.call(the_import().token)
    check_framework_import.call(the_import().token)
    assert (the_import().at, FrameworkVersion.objects.get().pk) == first


def test_the_same_file_again_changes_nothing(send, client):
    send()
    press(client)
    FrameworkImport.objects.all().delete()
    assert "Ce référentiel est déjà là, tel quel : l'importer ne changera rien." in text_of(send())
    press(client)
    assert FrameworkVersion.objects.count() == 1


def test_a_big_file_is_worked_on_behind_the_screen(send, client, monkeypatch):
    monkeypatch.setattr(imports, "SMALL", 10)
    response = send()
    page = response.content.decode()
    assert "Le fichier est en cours de lecture" in text_of(response)
    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in page
    assert f'hx-get="{the_import().get_absolute_url()}"' in page
    run_waiting_tasks()
    assert "Rien n'a encore changé." in text_of(client.get(the_import().get_absolute_url()))
    assert "Le référentiel est en cours d'import" in text_of(press(client))
    press(client)
    assert waiting() == ["curriculum.tasks.apply_framework_import"]
    run_waiting_tasks()
    assert "Le référentiel est importé" in text_of(client.get(the_import().get_absolute_url()))


def waiting():
    return list(DBTaskResult.objects.filter(status="READY").values_list("task_path", flat=True))


def run_waiting_tasks():
    for result in DBTaskResult.objects.filter(status="READY"):
        result.task.call(*result.args_kwargs["args"])
        result.delete()


def test_a_page_that_asks_by_itself_gets_its_part_then_is_told_to_read_again(send, client, monkeypatch):
    monkeypatch.setattr(imports, "SMALL", 10)
    send()
    address = the_import().get_absolute_url()
    part = client.get(address, headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith('<div id="import-state"')
    run_waiting_tasks()
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("state", ["received", "waiting", "running"])
def test_what_a_worker_left_is_taken_up_again(send, client, monkeypatch, state):
    send()
    monkeypatch.setattr(imports, "SMALL", 10)
    moment = timezone.now() - PATIENCE - timedelta(seconds=1)
    FrameworkImport.objects.update(state=state, at=moment)
    page = text_of(client.get(the_import().get_absolute_url()))
    assert "Rien ne bouge depuis plus de deux minutes" in page
    monkeypatch.setattr(imports, "SMALL", 1_000_000)
    expected = "Rien n'a encore changé." if state == "received" else "Le référentiel est importé"
    assert expected in text_of(press(client, "resume"))


def test_an_import_that_goes_on_is_not_taken_up_twice(send, client):
    send()
    FrameworkImport.objects.update(state="running", at=timezone.now())
    press(client, "resume")
    assert the_import().state == "running"
    assert not FrameworkVersion.objects.exists()


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("bonjour", "a.txt", "ce fichier n'est ni un paquet CASE (JSON), ni du SKOS"),
        (GOOD[:-30], "a.ttl", "ce fichier est mal écrit ou coupé"),
        (GOOD.replace("Carte", "Maîtrise").encode("latin-1"), "a.ttl", "ce fichier n'est pas en UTF-8"),
        (b"PK\x03\x04zip", "a.ttl", "ce fichier est une archive ZIP"),
        ("a,b,c\n", "a.csv", "ce fichier est vide"),
        ("{", "a.json", ""),
        ("", "vide.ttl", ""),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(send, text, name, reason):
    response = send(text, name)
    assert response.status_code == 200
    assert reason in text_of(response)
    assert not FrameworkVersion.objects.exists()


def test_markup_in_a_file_is_shown_as_text(send):
    hostile = GOOD.replace("Les Cartes", "<script>alert(1)</script>").replace(
        "Carte 1.1", "<img src=x onerror=alert(1)>"
    )
    page = send(hostile, "<b>.ttl").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;b&gt;.ttl" in page


def test_another_number_can_be_asked_for_before_and_after_the_look(send, client):
    send(label="2", slug="tarot")
    assert (the_import().report["framework"], the_import().report["version"]) == ("tarot", "2")
    press(client, "rename", slug="tarot", label="3")
    assert (the_import().report["version"], the_import().state) == ("3", "checked")
    press(client)
    assert str(FrameworkVersion.objects.get().label) == "3"


def test_a_wrong_number_is_refused_and_what_was_typed_stays(send, client):
    send()
    response = press(client, "rename", slug="deux mots", label="1/2")
    page = response.content.decode()
    assert "Lettres minuscules sans accent, chiffres et traits d'union." in text_of(response)
    assert "Chiffres, lettres sans accent, points et traits d'union." in text_of(response)
    assert 'value="1/2"' in page
    assert 'value="deux mots"' in page


def test_a_huge_file_is_refused_before_it_is_read(client, settings):
    class Unread:
        def read(self, *_args):
            raise AssertionError("the file was read")

        readline = read

    settings.VOLET_LIMITS = {**settings.VOLET_LIMITS, "framework_bytes": 1_000_000}
    response = client.generic(
        "POST", ADDRESS, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="200000000",
        **{"wsgi.input": Unread()},
    )  # fmt: skip
    assert response.status_code == 413
    assert "Ce fichier dépasse 1 Mo. Choisissez un fichier plus léger." in text_of(response)


def test_a_file_just_over_the_limit_is_refused_by_the_form(send, settings):
    settings.VOLET_LIMITS = {**settings.VOLET_LIMITS, "framework_bytes": 100}
    response = send()
    assert "ce fichier dépasse 0 Mo" in text_of(response)
    assert not FrameworkImport.objects.exists()


def test_the_token_of_the_form_is_checked(author, body):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(author, backend="people.backends.StaffBackend")
    file = SimpleUploadedFile("a.ttl", GOOD.encode())
    assert strict.post(ADDRESS, {"organisation": body.pk, "file": file}).status_code == 403


def test_another_body_neither_sees_nor_runs_it(send, make_body, make_member, body):
    send()
    other = make_body("Les Ormes")
    stranger = Client()
    stranger.force_login(make_member(other, "author", "Bob"), backend="people.backends.StaffBackend")
    address = the_import().get_absolute_url()
    assert stranger.get(address).status_code == 404
    for verb in ("apply", "resume", "rename"):
        assert stranger.post(f"{address}{verb}/").status_code == 404
    file = SimpleUploadedFile("a.ttl", GOOD.encode())
    stranger.post(ADDRESS, {"organisation": body.pk, "file": file})
    assert FrameworkImport.objects.count() == 1


def test_a_week_later_the_file_is_forgotten(send):
    send()
    name, moment = the_import().file.name, timezone.now() + KEPT
    assert duties["curriculum.imports"].run(moment - timedelta(minutes=1)) == "0 imports"
    assert duties["curriculum.imports"].run(moment + timedelta(minutes=1)) == "1 imports"
    assert not FrameworkImport.objects.exists()
    assert not default_storage.exists(name)


def test_a_file_that_is_gone_is_said(send, client):
    send()
    default_storage.delete(the_import().file.name)
    assert "ce fichier n'est plus là : déposez-le de nouveau" in text_of(press(client))


def test_who_may_write_finds_the_way(client):
    assert f'href="{ADDRESS}"' in client.get("/frameworks/").content.decode()
    assert f'href="{ADDRESS}"' not in Client().get("/frameworks/").content.decode()
