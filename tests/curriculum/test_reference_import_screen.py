"""Importing from the registry on screen: sent once, looked at, imported; nothing typed is lost, nothing stays behind."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from curriculum.actions.framework_imports import KEPT
from curriculum.importers.rncp.archive import MEMBERS
from curriculum.models import FrameworkImport, TrainingReference, TrainingReferenceVersion
from curriculum.tasks import apply_framework_import
from curriculum.views import imports
from people.registries import duties
from tests.curriculum.conftest import text_of
from tests.curriculum.rncp import CSV, document, sample, tables, zipped
from tests.curriculum.test_import_screen import run_waiting_tasks, waiting

pytestmark = pytest.mark.django_db
PAGE = "/references/import/"


@pytest.fixture
def author(client, body, make_member):
    person = make_member(body, "author")
    client.force_login(person, backend="people.backends.StaffBackend")
    return person


@pytest.fixture
def send(client, author, body):
    def run(codes="RNCP1", content=None, name="export-fiches-csv-2026-03-02.zip", **data):
        file = SimpleUploadedFile(name, tables() if content is None else content)
        return client.post(PAGE, {"file": file, "codes": codes, "organisation": body.pk, **data}, follow=True)

    return run


def the_import():
    return FrameworkImport.objects.get()


def press(client, what="apply", **data):
    return client.post(f"/curriculum/imports/{the_import().token}/{what}/", data, follow=True)


def test_what_would_be_done_is_told_and_nothing_is_written(send):
    page = text_of(send())
    assert "Ce qui serait fait Rien n'est encore écrit." in page
    assert "Brevet d'essai RNCP1 · 2 unités ou blocs · version 2026-03-01 Nouveau brouillon" in page
    assert TrainingReferenceVersion.objects.count() == 0


def test_the_import_makes_drafts_to_read_again_and_the_file_goes(
    client, send, body, django_capture_on_commit_callbacks
):
    send()
    name = the_import().file.name
    with django_capture_on_commit_callbacks(execute=True):
        response = press(client)
    assert "Les fiches sont importées" in text_of(response)
    draft = TrainingReferenceVersion.objects.get()
    assert (draft.state, draft.reference.owner) == ("draft", body)
    assert f'href="{draft.get_absolute_url()}"' in response.content.decode()
    assert not default_storage.exists(name)


def test_a_second_press_and_the_same_file_again_change_nothing(client, send):
    send()
    press(client)
    press(client)
    apply_framework_import.call(the_import().token)
    FrameworkImport.objects.all().delete()
    response = send()
    assert "Rien : tout est déjà à jour." in text_of(response)
    assert "Importer</button>" not in response.content.decode()
    assert TrainingReferenceVersion.objects.count() == 1


def test_other_codes_are_asked_without_sending_the_file_again(client, send):
    send()
    page = text_of(press(client, "rename", codes="RNCP2"))
    assert "Animer des groupes RNCP2 · 1 unité ou bloc" in page
    assert "Le bloc RNCP2BC01 n'a pas d'intitulé au répertoire" in page
    press(client)
    assert [reference.slug for reference in TrainingReference.objects.all()] == ["rncp2"]


def test_an_unknown_code_is_named_and_what_was_typed_stays(client, send):
    response = send("RNCP1, RNCP11")
    assert "Rien ne peut être importé" in text_of(response)
    assert "RNCP11 · ce code n'est pas dans le fichier. Proches : RNCP1" in text_of(response)
    assert "RNCP1, RNCP11</textarea>" in response.content.decode()
    assert "Nouveau brouillon" in text_of(press(client, "rename", codes="RNCP1"))


def test_words_that_are_no_codes_are_sent_back(client, send):
    told = "BAFA : ce n'est pas un code : écrivez RNCP ou RS, puis des chiffres"
    assert told in text_of(send("BAFA"))
    assert FrameworkImport.objects.count() == 0
    send()
    assert told in text_of(press(client, "rename", codes="BAFA"))
    assert the_import().codes == ["RNCP1"]


BAD = {
    "nothing": b"",
    "no zip": b"not a zip",
    "cut": tables()[:-50],
    "head only": b"PK\x03\x04",
    "separator": tables(Standard="Numero_Fiche,Intitule,Actif\n"),
    "windows": tables(Blocs='"Numero_Fiche";"Bloc_Competences_Code";"Bloc_Competences_Libelle"\n"é"'.encode("cp1252")),
    "bomb": zipped(**{"a.csv": b"\0" * 5_000_000}),
    "many": zipped(**{f"{n}.csv": b"" for n in range(MEMBERS + 1)}),
    "entities": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><FICHES>&x;</FICHES>',
    "half an XML": document("<NUMERO_FICHE>RNCP1</NUMERO_FICHE>")[:-9],
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_told_and_never_an_error_of_the_server(send, case):
    response = send(content=BAD[case])
    assert (response.status_code, "Rien ne peut être importé" in text_of(response)) == (200, True)
    assert (the_import().state, len(the_import().report["errors"])) == ("refused", 1)
    assert TrainingReferenceVersion.objects.count() == 0


def test_a_file_that_is_too_big_is_refused_before_it_is_read(client, author, settings):
    settings.VOLET_LIMITS = {**settings.VOLET_LIMITS, "registry_bytes": 1_000_000}
    response = client.post(PAGE, {}, CONTENT_LENGTH="200000000")
    assert response.status_code == 413
    assert "Ce fichier est trop lourd : 1 Mo au plus." in text_of(response)


def test_a_file_that_is_a_little_too_big_is_refused_in_its_field(send, settings):
    settings.VOLET_LIMITS = {**settings.VOLET_LIMITS, "registry_bytes": 100}
    response = send()
    assert response.context["form"].errors["file"] == [
        "Ce fichier est trop lourd : 0 Mo au plus. Déposez le zip tel qu'il a été téléchargé."
    ]
    assert FrameworkImport.objects.count() == 0


def test_a_large_file_is_read_behind_the_screen(client, send, monkeypatch):
    monkeypatch.setattr(imports, "SMALL", 10)
    assert "Le fichier est en cours de lecture" in text_of(send())
    assert waiting() == ["curriculum.tasks.check_framework_import"]
    run_waiting_tasks()
    assert "Ce qui serait fait" in text_of(client.get(the_import().get_absolute_url()))
    assert "Les fiches sont en cours d'import" in text_of(press(client))
    run_waiting_tasks()
    assert "Les fiches sont importées" in text_of(client.get(the_import().get_absolute_url()))


def test_the_real_sample_goes_through_the_screen(client, send):
    page = text_of(send("RNCP19468, RS6117", sample(CSV).read_bytes(), CSV))
    assert (page.count("Nouveau brouillon"), "RS6117" in page) == (2, True)
    press(client)
    assert TrainingReferenceVersion.objects.get(reference__slug="rs6117").predecessor.reference.slug == "rncp19468"


def test_what_was_sent_is_found_again_until_it_is_imported(client, send):
    send()
    assert "Vos fichiers déposés export-fiches-csv-2026-03-02.zip RNCP1 ·" in text_of(client.get(PAGE))
    assert "Vos fichiers" not in text_of(client.get("/frameworks/import/"))
    press(client)
    assert "Vos fichiers" not in text_of(client.get(PAGE))


def test_files_that_were_never_imported_go_after_a_week(send):
    send()
    name = the_import().file.name
    tidy = duties["curriculum.imports"]
    tidy.run(timezone.now() + KEPT - timedelta(hours=1))
    assert default_storage.exists(name)
    tidy.run(timezone.now() + KEPT + timedelta(hours=1))
    assert (default_storage.exists(name), FrameworkImport.objects.count()) == (False, 0)


def test_a_file_that_is_gone_is_asked_for_again(client, send):
    send()
    default_storage.delete(the_import().file.name)
    assert "ce fichier n'est plus là : déposez-le de nouveau" in text_of(press(client))
    assert TrainingReferenceVersion.objects.count() == 0


def test_the_file_of_another_organisation_is_nobodys_business(client, send, make_body, make_member):
    send()
    client.force_login(make_member(make_body("Les Ormes"), "author", "Bob"), backend="people.backends.StaffBackend")
    assert press(client).status_code == 404
    assert client.get(the_import().get_absolute_url()).status_code == 404


def test_an_organisation_where_one_does_not_write_is_refused(send, make_body):
    response = send(organisation=make_body("Les Ormes").pk)
    assert list(response.context["form"].errors) == ["organisation"]
    assert FrameworkImport.objects.count() == 0


def test_only_those_who_write_may_import(client, body, make_member):
    assert client.get(PAGE).headers["Location"].startswith("/account/login/")
    client.force_login(make_member(body, "trainer", "Tom"), backend="people.backends.StaffBackend")
    assert client.get(PAGE).status_code == 404
