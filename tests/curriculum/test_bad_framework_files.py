"""What nobody should send, by the command and by the screen: refused with the file, the place and why; nothing changes."""

import gzip
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from curriculum.models import Framework, FrameworkImport
from people.models import Organisation
from tests.curriculum.case_files import as_bytes, edge, item, package, small, uid
from tests.curriculum.conftest import text_of
from tests.curriculum.test_case_importing import command, plain
from tests.curriculum.test_moodle_files import FRAMEWORK, HEADER, row
from tests.curriculum.test_skos_files import HEAD, SCHEME, concept

pytestmark = pytest.mark.django_db

TURTLE = HEAD + SCHEME + concept("1")
CASE = json.dumps(small(), indent=1)
BOMB = io.BytesIO()
with zipfile.ZipFile(BOMB, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("bomb.json", b" " * 10_000_000)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&b;&c;</rdf:RDF>'
)
UNPACK = "ce fichier est une archive %s : décompressez-la, puis importez le fichier"
QUOTE = "cette ligne est mal écrite ou coupée : un guillemet y est ouvert et pas fermé, ou fermé trop tôt"

#: Name, content, place in the file ("" for the file itself), reason.
BAD = {
    "a truncated package": ("a.json", CASE[: CASE.index('"CFItems"')], "ligne 10", "ce JSON est incomplet ou mal formé"),
    "a truncated Turtle file": ("a.ttl", TURTLE[:-30], "ligne 6", "ce fichier est mal écrit ou coupé (« "),
    "a truncated JSON-LD file": ("a.jsonld", '{"@context": {\n', "ligne 2", "ce JSON est incomplet ou mal formé"),
    "a truncated CSV": ("a.csv", f'{HEADER}\n{FRAMEWORK}\n,1,"Un', "ligne 3", QUOTE),
    "a package that is not in UTF-8": (
        "a.json", CASE.replace("Small", "Été").encode("cp1252"), "ligne 6",
        "ce fichier n'est pas en UTF-8 : enregistrez-le en UTF-8",
    ),
    "a Turtle file that is not in UTF-8": (
        "a.ttl", TURTLE.replace("Carte", "Été").encode("cp1252"), "ligne 5", "ce fichier n'est pas en UTF-8",
    ),
    "a cycle in isChildOf": (
        "a.json", package([item(1), item(2)], [edge(1, 2), edge(2, 1)]), uid(1),
        f"isChildOf tourne en rond : {uid(1)} → {uid(2)} → {uid(1)}",
    ),
    "a cycle in skos:broader": (
        "a.ttl", HEAD + SCHEME + concept("1", "; skos:broader ex:1"), "https://example.org/c/1",
        "ces concepts tournent en rond",
    ),
    "a cycle in a CSV": (
        "a.csv", f"{HEADER}\n{FRAMEWORK}\n{row('1', parent='1')}", "ligne 3",
        "ces lignes tournent en rond : 1 → 1",
    ),
    "two items with one identifier": (
        "a.json", package([item(1), item(1)], [edge(1)]), f"CFItems/{uid(1)}", "deux éléments ont le même identifiant",
    ),
    "two rows with one number": (
        "a.csv", f"{HEADER}\n{FRAMEWORK}\n{row('1')}\n{row('1')}", "ligne 4",
        "le numéro « 1 » est déjà celui de la ligne 3",
    ),
    "an association to an item that is not there": (
        "a.json", package([item(1)], [edge(1), edge(1, 7, kind="isRelatedTo")]), f"CFAssociations/{uid(1007)}",
        f"« destinationNodeURI » mène à un élément de ce document qui n'y est pas : {uid(7)}",
    ),
    "a zip bomb": ("a.json", BOMB.getvalue(), "", UNPACK % "ZIP"),
    "a gzip bomb": ("a.ttl", gzip.compress(b" " * 10_000_000), "", UNPACK % "GZIP"),
    "XML entities": (
        "a.rdf", LAUGHS, "",
        "le RDF/XML n'est pas lu : enregistrez ce fichier en Turtle (.ttl) ou en JSON-LD (.jsonld)",
    ),
    "a CSV with a separator of its own": (
        "a.csv", f"{HEADER}\n{FRAMEWORK}\n{row('1')}".replace(",", "|"), "ligne 1", "1 colonnes au lieu de 14",
    ),
    "a CSV in no encoding": (
        "a.csv", f"{HEADER}\n{FRAMEWORK}\n".encode() + b"\x81\xe9", "ligne 3",
        "ce fichier n'est ni en UTF-8 ni en Windows-1252",
    ),
    "an empty file": ("a.json", b"", "ligne 1", "ce JSON est incomplet ou mal formé"),
}  # fmt: skip
bad = pytest.mark.parametrize("case", BAD)


def sent(content):
    return content.encode() if isinstance(content, str) else as_bytes(content)


@pytest.fixture
def client(body, make_member):
    client = Client()
    client.force_login(make_member(body, "author"), backend="people.backends.StaffBackend")
    return client


@bad
def test_the_command_refuses_by_name_with_exit_1(tmp_path, case):
    name, content, place, reason = BAD[case]
    path = tmp_path / name
    path.write_bytes(sent(content))
    code, out, err = command("import_framework", path, "--json")
    report = json.loads(out.splitlines()[-1])
    first = {key: plain(text) for key, text in report["errors"][0].items()}
    assert (code, err, first["where"]) == (1, "", f"{name}, {place}" if place else name)
    assert first["reason"].startswith(plain(reason))
    assert (Framework.objects.count(), Organisation.objects.count()) == (0, 0)


@bad
def test_the_screen_refuses_by_name(client, body, case):
    name, content, place, reason = BAD[case]
    data = {"organisation": body.pk, "file": SimpleUploadedFile(name, sent(content))}
    page = text_of(client.post("/frameworks/import/", data, follow=True))
    if content:
        assert f"{name} ne peut pas être importé Rien n'a changé." in page
        assert f"{place or name} · {reason}" in page
    else:
        assert "Le fichier soumis est vide." in page
    assert not Framework.objects.exists()


def test_a_file_of_200_megabytes_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    monkeypatch.setattr(type(path), "read_bytes", lambda _self: pytest.fail("the file was read"))
    code, out, _err = command("import_framework", path, "--json")
    errors = [{key: plain(text) for key, text in error.items()} for error in json.loads(out)["errors"]]
    assert (code, errors) == (1, [{"where": "huge.json", "reason": "ce fichier dépasse 60 Mo"}])


@pytest.mark.parametrize(
    ("name", "content", "warning"),
    [
        ("a.json", package([item(1)], [edge(1), edge(1, kind="exactMatchOf", number=5, destinationNodeURI={
            "title": "x", "identifier": uid(9), "uri": "https://elsewhere.example/9"})]),
         {"where": "https://elsewhere.example/9",
          "reason": "1 association mène hors de ce document : elle est gardée telle quelle"}),
        ("a.csv", f"{HEADER}\n{FRAMEWORK}\n{row('1')}".replace('"Non,Oui"', "Non").replace('"domain,competency"', "domain")
         .replace(",", ";"),
         {"where": "ligne 1", "reason": "le séparateur est « ; » : Moodle attend une virgule"}),
        ("a.csv", f"{HEADER}\n{FRAMEWORK}\n{row('1', 'Été')}".encode("cp1252"),
         {"where": "ligne 1", "reason": "ce fichier est en Windows-1252 : vérifiez les accents"}),
    ],
    ids=["an association to the outside", "semicolons", "Windows-1252"],
)  # fmt: skip
def test_what_can_be_understood_is_imported_with_a_warning(tmp_path, client, body, name, content, warning):
    path = tmp_path / name
    path.write_bytes(sent(content))
    code, out, _err = command("import_framework", path, "--json", "--dry-run")
    report = json.loads(out.splitlines()[-1])
    told = [{key: plain(text) for key, text in remark.items()} for remark in report["warnings"]]
    assert (code, report["created"], report["errors"], told) == (0, 1, [], [warning])
    data = {"organisation": body.pk, "file": SimpleUploadedFile(name, sent(content))}
    page = text_of(client.post("/frameworks/import/", data, follow=True))
    assert f"{warning['where']} · {warning['reason']}" in page
    assert FrameworkImport.objects.get().state == "checked"
