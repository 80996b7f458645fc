"""Importing from the registry on screen: given once, previewed, imported; nothing typed is lost, nothing stays behind."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from curriculum.actions.registry_files import FOLDER, drop_old_files
from curriculum.models import TrainingReferenceVersion
from tests.curriculum.conftest import text_of
from tests.curriculum.rncp import tables

pytestmark = pytest.mark.django_db
PAGE = "/references/import/"


def upload(content=None, name="export-fiches-csv-2026-03-02.zip"):
    return SimpleUploadedFile(name, tables() if content is None else content)


@pytest.fixture
def author(client, body, make_member):
    person = make_member(body, "author")
    client.force_login(person, backend="people.backends.StaffBackend")
    return person


@pytest.fixture
def preview(client, author, body):
    def run(codes="RNCP1", **data):
        return client.post(PAGE, {"file": upload(), "codes": codes, "organisation": body.pk, **data})

    return run


def token_of(response):
    return response.context["kept"].token


def kept_files():
    return default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []


def test_a_preview_tells_what_would_be_done_and_writes_nothing(preview):
    page = text_of(preview())
    assert "Brevet d'essai RNCP1 · 2 unités ou blocs · version 2026-03-01 Nouveau brouillon" in page
    assert TrainingReferenceVersion.objects.count() == 0


def test_the_file_is_given_once_and_removed_when_imported(client, preview, body):
    token = token_of(preview())
    assert kept_files() == [token]
    response = client.post(PAGE, {"codes": "RNCP1", "organisation": body.pk, "import": token})
    assert (response.status_code, response.headers["Location"]) == (302, "/references/")
    assert TrainingReferenceVersion.objects.get().reference.owner == body
    assert kept_files() == []


def test_the_demand_is_changed_without_giving_the_file_again(client, preview, body):
    preview()
    page = text_of(client.post(PAGE, {"codes": "RNCP2", "organisation": body.pk}))
    assert "Animer des groupes RNCP2 · 1 unité ou bloc" in page
    assert "Le bloc RNCP2BC01 n'a pas d'intitulé au répertoire" in page


def test_an_error_names_the_code_and_keeps_what_was_typed(preview):
    response = preview("RNCP1, RNCP11")
    page = response.content.decode()
    assert "RNCP11" in text_of(response)
    assert "ce code n'est pas dans le fichier. Proches : RNCP1" in text_of(response)
    assert "RNCP1, RNCP11</textarea>" in page
    assert "Importer</button>" not in page


def test_a_bad_file_is_told_and_never_an_error_of_the_server(client, author, body):
    for content in (b"", b"not a zip", tables()[:-50], b"PK\x03\x04"):
        response = client.post(PAGE, {"file": upload(content), "codes": "RNCP1", "organisation": body.pk})
        assert response.status_code == 200
        assert "Rien ne peut être importé" in text_of(response)


def test_a_demand_without_file_code_or_organisation_is_sent_back(client, author):
    page = text_of(client.post(PAGE, {"codes": "BAFA"}))
    assert "BAFA : ce n'est pas un code : écrivez RNCP ou RS, puis des chiffres" in page
    assert "Ce champ est obligatoire" in page or "This field is required" in page


def test_another_window_or_another_person_cannot_import_that_file(client, preview, body, make_member):
    first = token_of(preview())
    second = token_of(preview())
    assert (first != second, kept_files()) == (True, [second])
    page = text_of(client.post(PAGE, {"codes": "RNCP1", "organisation": body.pk, "import": first}))
    assert "il n'est plus gardé ici : déposez-le de nouveau" in page
    client.force_login(make_member(body, "author", "Bob"), backend="people.backends.StaffBackend")
    response = client.post(PAGE, {"codes": "RNCP1", "organisation": body.pk, "import": second})
    assert (response.status_code, TrainingReferenceVersion.objects.count()) == (200, 0)


def test_an_organisation_where_one_does_not_write_is_refused(client, preview, make_body):
    other = make_body("Les Ormes")
    response = preview(organisation=other.pk)
    assert "report" not in response.context
    assert response.context["form"].errors["organisation"]


def test_files_that_were_never_imported_go_after_a_day(preview):
    preview()
    assert drop_old_files(at=timezone.now()) == "removed 0"
    assert drop_old_files(at=timezone.now() + timedelta(days=2)) == "removed 1"
    assert kept_files() == []


def test_a_file_that_was_tidied_is_asked_for_again(client, preview, body):
    token = token_of(preview())
    drop_old_files(at=timezone.now() + timedelta(days=2))
    response = client.post(PAGE, {"codes": "RNCP1", "organisation": body.pk, "import": token})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["file"])


def test_only_those_who_write_may_import(client, body, make_member):
    assert client.get(PAGE).headers["Location"].startswith("/account/login/")
    client.force_login(make_member(body, "trainer", "Tom"), backend="people.backends.StaffBackend")
    assert client.get(PAGE).status_code == 404
