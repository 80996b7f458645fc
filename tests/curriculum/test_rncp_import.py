"""Importing trainings from the registries: drafts, what is brought up to date, what is refused; all or nothing."""

import datetime
import io
import json
import os
from dataclasses import replace

import pytest
from django.core.management import call_command

from content.versions import State
from curriculum.formats import FactSpec, digest_of
from curriculum.importers.rncp import import_references, read_registry
from curriculum.importers.rncp.merging import merged, new_reference
from curriculum.models import RegistryCode, TrainingReference, TrainingReferenceVersion
from curriculum.queries import reference_spec
from tests.curriculum.conftest import REFERENCE
from tests.curriculum.rncp import CSV, TABLES, XML, sample, tables, zipped

pytestmark = pytest.mark.django_db
SOURCE = "France compétences, Licence Ouverte 2.0, export du 1er mars 2026"


@pytest.fixture
def bring(body, at):
    def run(codes="RNCP1", content=None, **kwargs):
        file = io.BytesIO(tables() if content is None else content)
        export = read_registry(file, "export-fiches-csv.zip", codes.split())
        return import_references(export=export, owner=kwargs.pop("owner", body), by=None, at=at, **kwargs)

    return run


def told(report):
    return [(entry.code, entry.slug, entry.label, entry.outcome) for entry in report.references]


def test_a_code_becomes_a_draft_with_its_blocks_its_code_and_verified_facts(bring, body):
    report = bring()
    assert told(report) == [("RNCP1", "rncp1", "2026-03-01", "created")]
    assert (report.items, report.created, report.updated, report.unchanged) == (2, 1, 0, 0)
    version = TrainingReferenceVersion.objects.get()
    assert (version.state, version.title, version.reference.owner) == ("draft", "Brevet d'essai", body)
    assert (version.reference.abbreviation, version.reference.kind) == ("BE RNCP1", "state_diploma")
    assert [(unit.code, unit.kind, unit.title, unit.verified) for unit in version.units.all()] == [
        ("RNCP1BC01", "block", "Monter un projet", True),
        ("RNCP1BC02", "block", "Conduire une séance", True),
    ]
    code = version.codes.get()
    assert (code.registry, code.code, code.status, code.starts_on, code.ends_on, code.delivery_until) == (
        *("RNCP", "RNCP1", "active"),
        *(None, datetime.date(2026, 8, 31), None),
    )
    assert (code.source, code.verified) == (SOURCE, True)
    facts = {fact["key"]: (fact["value"], fact["source"], fact["verified"]) for fact in version.facts}
    assert facts["certifiers"] == ("MINISTERE DES SPORTS", SOURCE, True)
    assert facts["level"] == ("Niveau 4", SOURCE, True)
    assert {source for _value, source, _verified in facts.values()} == {SOURCE}


def test_the_same_file_twice_and_a_newer_one_that_says_the_same_change_nothing(bring):
    bring("RNCP1 RNCP2")
    before = [reference_spec(version) for version in TrainingReferenceVersion.objects.order_by("pk")]
    for content in (tables(), tables(day="2026_04_01")):
        report = bring("RNCP1 RNCP2", content)
        assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert [reference_spec(version) for version in TrainingReferenceVersion.objects.order_by("pk")] == before


def test_a_dry_run_tells_the_same_and_keeps_nothing(bring):
    report = bring(dry_run=True)
    assert (told(report), report.items, report.dry_run) == ([("RNCP1", "rncp1", "2026-03-01", "created")], 2, True)
    assert TrainingReference.objects.count() == 0


def test_what_is_replaced_comes_first_and_is_the_predecessor_whatever_the_order_asked(bring):
    report = bring("RNCP1 RNCP2")
    assert [entry.code for entry in report.references] == ["RNCP2", "RNCP1"]
    assert report.associations == 1
    version = TrainingReferenceVersion.objects.get(reference__slug="rncp1")
    assert version.predecessor.reference.slug == "rncp2"


def test_a_block_without_a_title_is_kept_unverified_and_told(bring):
    report = bring("RNCP2")
    unit = TrainingReferenceVersion.objects.get().units.get()
    assert (unit.code, unit.title, unit.verified) == ("RNCP2BC01", "RNCP2BC01", False)
    assert ("RNCP2", "le bloc RNCP2BC01 n'a pas d'intitulé au répertoire") in [
        (remark.where, remark.reason) for remark in report.warnings
    ]


HELD = REFERENCE.replace("code: RNCP1,", "code: RNCP1, ").replace(
    "code: A\n    kind: unit", "code: BC1\n    kind: block"
)


def test_a_published_text_with_the_code_does_not_change_a_new_draft_is_proposed(bring, load):
    load(HELD)
    published = TrainingReferenceVersion.objects.get()
    before = reference_spec(published)
    report = bring()
    assert told(report) == [("RNCP1", "brevet", "2026-03-01", "created")]
    assert [remark.reason for remark in report.warnings] == [
        "« Brevet 2020 » est publié et ne change plus : une nouvelle version, « 2026-03-01 », est proposée"
    ]
    assert report.references[0].changes[:2] == (
        "Type de titre : Brevet (BE) (nouveau)",
        "Organismes certificateurs : MINISTERE DES SPORTS (nouveau)",
    )
    published.refresh_from_db()
    assert reference_spec(published) == before
    draft = published.reference.versions.get(state=State.DRAFT)
    assert draft.predecessor == published
    assert [(unit.code, unit.title, unit.note) for unit in draft.units.all()] == [
        ("BC1", "Monter un projet", "RNCP1BC01"),
        ("B", "Unité B", ""),
        ("B1", "Option une", ""),
        ("B2", "Option deux", ""),
        ("RNCP1BC02", "Conduire une séance", ""),
    ]
    code = draft.codes.get()
    assert (code.starts_on, code.ends_on, code.status) == (
        datetime.date(2020, 1, 1),
        datetime.date(2026, 8, 31),
        "active",
    )
    ages = [fact for fact in draft.facts if fact["key"] == "age"]
    assert ages == [{"key": "age", "label": "Âge minimal", "value": "18 ans", "source": "", "verified": False}]
    again = bring()
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)


def test_a_draft_is_brought_up_to_date_in_place_and_the_colleague_who_writes_is_told(bring):
    bring()
    draft = TrainingReferenceVersion.objects.get()
    unit, token = draft.units.get(code="RNCP1BC01"), draft.edit_token
    later = tables(Standard=TABLES["Standard"].replace("31/08/2026", "31/08/2031"))
    report = bring(content=later)
    assert (report.created, report.updated) == (0, 1)
    assert report.references[0].changes == ("Code RNCP1 : dates et état du répertoire",)
    draft.refresh_from_db()
    assert draft.codes.get().ends_on == datetime.date(2031, 8, 31)
    assert draft.units.get(code="RNCP1BC01").pk == unit.pk
    assert draft.edit_token != token


def test_a_draft_of_another_body_is_not_heard_of_and_holds_nobody_up(bring, make_body):
    ormes = make_body("Les Ormes")
    bring("RNCP1 RNCP2", owner=ormes)
    report = bring("RNCP1", owner=make_body("Les Saules"))
    assert (told(report), report.errors) == ([("RNCP1", "rncp1-2", "2026-03-01", "created")], [])
    made = TrainingReferenceVersion.objects.get(reference__slug="rncp1-2")
    assert made.predecessor is None
    assert bring("RNCP1 RNCP2", owner=ormes).unchanged == 2


def test_another_bodys_training_is_refused_and_nothing_of_the_rest_is_kept(bring, load, make_body):
    load(HELD)
    report = bring("RNCP1 RNCP2", owner=make_body("Les Ormes"))
    assert [(remark.where, remark.reason) for remark in report.errors] == [
        (
            "RNCP1",
            "« Brevet » a déjà ce code et appartient à Les Pins : cet organisme seul peut la mettre à jour",
        )
    ]
    assert (report.references, report.created, TrainingReferenceVersion.objects.count()) == ([], 0, 1)


def test_two_trainings_with_one_code_are_an_error(bring, load):
    load(HELD, HELD.replace("slug: brevet", "slug: double").replace("abbreviation: Brevet", "abbreviation: Double"))
    assert [remark.reason for remark in bring().errors] == [
        "plusieurs formations portent ce code : Brevet, Double. Corrigez d'abord celles qui l'ont par erreur."
    ]


def test_the_code_of_an_earlier_text_does_not_rewrite_the_text_in_force(bring, load):
    later = HELD.replace('label: "2020"', 'label: "2026"').replace("RNCP1,", "RNCP9,")
    load(HELD, later)
    report = bring()
    assert told(report) == [("RNCP1", "brevet", "2026", "unchanged")]
    assert [remark.reason for remark in report.warnings] == [
        "ce code est celui d'un ancien texte, que « Brevet 2026 » remplace ici : rien n'est proposé"
    ]
    assert TrainingReferenceVersion.objects.count() == 2


def test_published_at_once_when_asked_which_supersedes_what_is_replaced(bring):
    bring("RNCP1 RNCP2", publish=True)
    states = TrainingReferenceVersion.objects.order_by("reference__slug").values_list("reference__slug", "state")
    assert list(states) == [("rncp1", State.PUBLISHED), ("rncp2", State.SUPERSEDED)]


def test_the_digest_of_a_draft_from_the_registry_is_that_of_what_it_says(bring):
    bring()
    version = TrainingReferenceVersion.objects.get()
    assert version.digest == digest_of(reference_spec(version))


def test_bringing_up_to_date_twice_is_bringing_up_to_date_once():
    sheet = read_registry(io.BytesIO(tables()), "a.zip", ["RNCP1"]).sheets["RNCP1"]
    once = new_reference(sheet, "1", SOURCE)
    assert merged(once, sheet, "another export") == once
    old = FactSpec(key="level", label="Niveau", value="Niveau 4", source="un site", verified=False)
    (fact,) = [fact for fact in merged(replace(once, facts=(old,)), sheet, SOURCE).facts if fact.key == "level"]
    assert fact == replace(old, source=SOURCE, verified=True)


def test_the_end_of_registration_is_not_the_end_of_delivery(body, at):
    with sample(XML).open("rb") as file:
        export = read_registry(file, XML, ["RNCP35340", "RNCP40792"])
    report = import_references(export=export, owner=body, by=None, at=at)
    assert [(entry.code, entry.outcome) for entry in report.references] == [
        ("RNCP35340", "created"),
        ("RNCP40792", "created"),
    ]
    codes = {code.code: code for code in RegistryCode.objects.all()}
    assert (codes["RNCP40792"].ends_on, codes["RNCP40792"].delivery_until) == (None, datetime.date(2031, 8, 31))
    assert (codes["RNCP35340"].status, codes["RNCP40792"].status) == ("inactive", "active")
    new = codes["RNCP40792"].version
    assert str(new.predecessor) == "BTS RNCP35340 2026-03-02"


def test_the_real_csv_sample_is_imported_whole(body, at):
    codes = ["RNCP509", "RNCP1197", "RNCP4049", "RNCP22094", "RNCP28155", "RNCP30271", "RS5000", "RNCP19468", "RS6117"]
    with sample(CSV).open("rb") as file:
        export = read_registry(file, CSV, codes)
    report = import_references(export=export, owner=body, by=None, at=at)
    assert (report.created, report.items, report.associations, report.errors) == (9, 6, 5, [])
    kinds = dict(TrainingReference.objects.values_list("slug", "kind"))
    assert (kinds["rncp509"], kinds["rncp19468"], kinds["rs6117"], kinds["rs5000"]) == (
        *("state_diploma", "branch_certificate"),
        *("registered", "registered"),
    )
    tourier = TrainingReferenceVersion.objects.get(reference__slug="rs6117")
    assert tourier.predecessor.reference.slug == "rncp19468"


@pytest.fixture
def command(tmp_path, capsys):
    path = tmp_path / "export-fiches-csv-2026-03-02.zip"
    path.write_bytes(tables())

    def run(*args, file=path):
        code = 0
        try:
            call_command("import_references", str(file), *args)
        except SystemExit as error:
            code = error.code
        lines = capsys.readouterr().out.strip().splitlines()
        return code, lines

    return run


def test_the_command_reports_in_one_object_alone_on_the_last_line(command):
    code, lines = command("--codes", "RNCP1", "--json", "--dry-run")
    report = json.loads(lines[-1])
    assert code == 0
    assert report == {
        "format": "rncp-csv",
        "framework": "rncp1",
        "version": "2026-03-01",
        "items": 2,
        "associations": 0,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "references": [{"slug": "rncp1", "label": "2026-03-01", "code": "RNCP1", "outcome": "created"}],
        "warnings": [],
        "errors": [],
    }
    assert TrainingReference.objects.count() == 0


def test_the_command_fails_with_the_code_named_and_changes_nothing(command):
    code, lines = command("--codes", "RNCP1,RNCP11", "--json")
    report = json.loads(lines[-1])
    assert (code, report["created"], report["references"]) == (1, 0, [])
    assert report["errors"] == [{"where": "RNCP11", "reason": "ce code n'est pas dans le fichier. Proches : RNCP1"}]
    assert TrainingReference.objects.count() == 0


BIG = 200_000_001
BAD = {
    "half a zip": tables()[:-60],
    "no zip": b"Numero_Fiche;Intitule\n",
    "commas": tables(Standard=TABLES["Standard"].replace(";", ",")),
    "windows": tables(Standard=TABLES["Standard"].replace("groupes", "équipes").encode("cp1252")),
    "bomb": zipped(**{"export_fiches_CSV_Standard_2026_03_01.csv": b"\0" * 5_000_000}),
    "entities": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><FICHES>&x;</FICHES>',
    "200 MB": b"PK",
}


@pytest.mark.parametrize("case", BAD)
def test_the_command_refuses_a_bad_file_with_one_reason_and_changes_nothing(command, tmp_path, case):
    path = tmp_path / f"{case}.zip"
    path.write_bytes(BAD[case])
    if case == "200 MB":
        os.truncate(path, BIG)
    code, lines = command("--codes", "RNCP1", "--json", file=path)
    report = json.loads(lines[-1])
    assert (code, len(report["errors"]), report["created"]) == (1, 1, 0)
    assert report["errors"][0]["reason"] != ""
    assert TrainingReference.objects.count() == 0


def test_the_command_run_twice_changes_nothing_the_second_time(command):
    command("--codes", "RNCP1,RNCP2")
    before = [reference_spec(version) for version in TrainingReferenceVersion.objects.order_by("pk")]
    code, lines = command("--codes", "RNCP1,RNCP2", "--json")
    report = json.loads(lines[-1])
    assert (code, report["created"], report["updated"], report["unchanged"]) == (0, 0, 0, 2)
    assert [reference_spec(version) for version in TrainingReferenceVersion.objects.order_by("pk")] == before


def test_an_organisation_that_is_not_there_is_an_error_of_the_report(command):
    code, lines = command("--codes", "RNCP1", "--owner", "personne", "--json")
    assert (code, [error["where"] for error in json.loads(lines[-1])["errors"]]) == (1, ["--owner personne"])


def test_the_command_imports_for_the_library_else_for_the_body_named(command, body):
    command("--codes", "RNCP2", "--publish")
    command("--codes", "RNCP1", "--owner", body.slug)
    owners = TrainingReference.objects.order_by("slug").values_list("slug", "owner__name")
    assert list(owners) == [("rncp1", "Les Pins"), ("rncp2", "Volet")]
    assert command("--codes", "BAFA", "--json")[0] == 1
    assert command("--codes", "RNCP1", file="nowhere.zip")[0] == 1
