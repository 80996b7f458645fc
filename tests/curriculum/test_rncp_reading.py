"""Files of the national registries: what is read, each trap of theirs, and what is refused with its reason."""

import datetime
import io
import stat
import struct
import zipfile

import pytest

from curriculum.formats.registry import BlockSheet
from curriculum.importers.rncp import archive as limits
from curriculum.importers.rncp import asked_codes, read_registry
from tests.curriculum.rncp import CONTINUITY, CSV, TABLES, XML, document, sample, tables, zipped

ALL = ["RNCP509", "RNCP1197", "RNCP4049", "RNCP22094", "RNCP28155", "RNCP30271", "RS5000", "RNCP19468", "RS6117"]


def read(content: bytes, codes: str = "RNCP1", name: str = "export-fiches-csv-2026-03-02.zip"):
    return read_registry(io.BytesIO(content), name, codes.split())


def read_sample(name: str, codes: list[str]):
    with sample(name).open("rb") as file:
        return read_registry(file, name, codes)


def reasons(export) -> list[tuple[str, str]]:
    return [(remark.where, remark.reason) for remark in export.errors]


@pytest.mark.parametrize("name", [CSV, CONTINUITY])
def test_the_real_csv_samples_are_read_whole_however_accents_are_written(name):
    export = read_sample(name, ALL)
    assert (export.format, export.total, len(export.sheets), export.errors) == ("rncp-csv", 9, 9, [])
    assert export.exported_on == datetime.date(2024, 2, 22)
    assert {code: len(sheet.blocks) for code, sheet in export.sheets.items() if sheet.blocks} == {"RNCP509": 6}
    assert {code: len(sheet.certifiers) for code, sheet in export.sheets.items() if sheet.certifiers} == {
        "RNCP509": 1,
        "RNCP30271": 1,
        "RS5000": 1,
        "RNCP19468": 1,
        "RS6117": 2,
    }
    assert {code: sheet.partners for code, sheet in export.sheets.items() if sheet.partners} == {
        "RS5000": 3,
        "RS6117": 6,
        "RNCP19468": 1,
    }
    assert len(export.sheets["RNCP509"].ways) == 6


def test_the_members_of_the_two_samples_do_not_have_the_same_names():
    names = []
    for name in (CSV, CONTINUITY):
        with zipfile.ZipFile(sample(name)) as archive:
            names.append({member.filename for member in archive.infolist() if "Blocs" in member.filename})
    assert names[0] != names[1]


def test_a_siret_begins_with_a_tab_in_the_file_and_not_here():
    with zipfile.ZipFile(sample(CSV)) as archive:
        assert b'"\t11004301500012"' in archive.read("export_fiches_CSV_Certificateurs_2024_02_22.csv")
    certifiers = read_sample(CSV, ["RNCP509"]).sheets["RNCP509"].certifiers
    assert certifiers == (("11004301500012", "MINISTERE DE L'EDUCATION NATIONALE ET DE LA JEUNESSE"),)


def test_a_title_of_the_first_register_is_replaced_by_one_of_the_second():
    sheets = read_sample(CSV, ["RNCP19468", "RS6117"]).sheets
    assert (sheets["RNCP19468"].successors, sheets["RS6117"].predecessors) == (("RS6117",), ("RNCP19468",))
    assert (sheets["RNCP19468"].registry, sheets["RS6117"].registry) == ("RNCP", "RS")


def test_a_replacement_is_known_from_either_end():
    """One sample lacks the row of RNCP22094: its two neighbours name it."""
    for name in (CSV, CONTINUITY):
        sheet = read_sample(name, ["RNCP22094"]).sheets["RNCP22094"]
        assert (sheet.predecessors, sheet.successors) == (("RNCP4049",), ("RNCP28155",))


def test_active_and_inactive_and_dates_of_the_csv():
    sheets = read_sample(CSV, ALL).sheets
    assert {code for code, sheet in sheets.items() if sheet.active} == {"RS5000", "RS6117"}
    assert sheets["RNCP509"].ends_on == datetime.date(2023, 8, 31)
    assert {sheet.delivery_until for sheet in sheets.values()} == {None}
    assert sheets["RS5000"].decided_on == datetime.date(2019, 6, 13)


def test_the_real_xml_is_read_with_its_last_day_of_delivery():
    export = read_sample(XML, ["RNCP35340", "RNCP40792"])
    assert (export.format, export.total, export.errors) == ("rncp-xml", 2, [])
    old, new = export.sheets["RNCP35340"], export.sheets["RNCP40792"]
    assert (old.active, new.active) == (False, True)
    assert (old.successors, new.predecessors, old.predecessors) == (("RNCP40792",), ("RNCP35340",), ("RNCP17108",))
    assert (new.ends_on, new.delivery_until) == (None, datetime.date(2031, 8, 31))
    assert [block.code for block in old.blocks] == ["RNCP35340BC04"]
    assert (old.diploma_short, old.level, len(old.ways)) == ("BTS", "Niveau 5", 6)
    assert old.certifiers == (("11004401300040", "MINISTERE DE L'ENSEIGNEMENT SUPERIEUR ET DE LA RECHERCHE"),)
    assert [remark.reason for remark in export.warnings] == [
        "le nom du fichier ne dit pas sa date : gardez celui que donne le site"
    ]


def test_texts_over_several_lines_doubled_apostrophes_and_missing_titles():
    sheets = read(tables(), "RNCP1 RNCP2").sheets
    assert sheets["RNCP2"].title == "Animer des groupes"
    assert sheets["RNCP1"].jobs == ("G1203 : Animation d'activités",)
    assert sheets["RNCP1"].blocks == (
        BlockSheet("RNCP1BC01", "Monter un projet"),
        BlockSheet("RNCP1BC02", "Conduire une séance"),
    )
    assert sheets["RNCP2"].blocks == (BlockSheet("RNCP2BC01", ""),)


def test_the_day_is_that_of_the_members_which_is_the_eve_of_the_zip():
    assert read(tables(), name="export-fiches-csv-2026-03-02.zip").exported_on == datetime.date(2026, 3, 1)


def test_an_xml_in_a_zip_is_read_like_the_xml_alone():
    xml = document("<NUMERO_FICHE>RNCP7</NUMERO_FICHE><INTITULE>Sept</INTITULE><ACTIF>Oui</ACTIF>")
    alone = read(xml, "RNCP7", "export-fiches-rncp-v4-1-2026-03-01.xml")
    inside = read(zipped(**{"export-fiches-rncp-v4-1-2026-03-01.xml": xml}), "RNCP7", "any.zip")
    assert alone == inside
    assert alone.sheets["RNCP7"].title == "Sept"


def test_an_unknown_code_is_named_with_those_close_to_it():
    assert reasons(read(tables(), "RNCP1 RS2 RNCP11")) == [
        ("RS2", "ce fichier n'a aucune fiche RS : prenez l'export de cet autre répertoire"),
        ("RNCP11", "ce code n'est pas dans le fichier. Proches : RNCP1"),
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("RNCP509,RS6117", ["RNCP509", "RS6117"]),
        ("rncp 509\n\n rs6117 ; RNCP0509", ["RNCP509", "RS6117"]),
        ("RNCP509 RNCP510", ["RNCP509", "RNCP510"]),
    ],
)
def test_codes_are_asked_as_people_type_them(text, codes):
    assert asked_codes(text) == (codes, [])


@pytest.mark.parametrize("text", ["", "BAFA", "509", "RNCP1234567"])
def test_what_is_no_code_is_told(text):
    assert len(asked_codes(text)[1]) == 1


CUT = "ce tableau est coupé ou mal formé : téléchargez-le de nouveau"
BROKEN = "ce zip est incomplet ou abîmé : téléchargez-le de nouveau"
STANDARD = "export_fiches_CSV_Standard_2026_03_01.csv, ligne "
LOSSY = "ce fichier n'est pas en UTF-8 (sans doute Windows-1252) : déposez le zip sans l'avoir réenregistré"
MISSING = "ce fichier manque dans le zip : est-ce bien l'export CSV des fiches ?"
BAD = {
    "cut in a row": (tables(Standard=TABLES["Standard"] + '"3";"RNCP3"\n'), STANDARD + "5", "2 cellules au lieu de 13"),
    "cut in quotes": (tables(Standard=TABLES["Standard"][:-4]), STANDARD, CUT),
    "commas": (
        tables(Standard=TABLES["Standard"].replace(";", ",")),
        STANDARD,
        "les colonnes sont séparées par autre chose que « ; »",
    ),
    "windows": (tables(Blocs=TABLES["Blocs_De_Compétences"].encode("cp1252")), "export_fiches_CSV_Blocs", LOSSY),
    "columns": (tables(Standard=TABLES["Standard"].replace("Actif", "Active")), STANDARD, "colonnes absentes : Actif"),
    "member": (tables(Blocs=None), "export_fiches_CSV_blocs_de_comp…", MISSING),
    "table": (tables(Standard=None), "export_fiches_CSV_Standard…", MISSING),
    "truncated": (tables()[:-60], "export", BROKEN),
    "text": (
        b"Numero_Fiche;Intitule\n",
        "export",
        "ce n'est ni le zip des fiches en CSV, ni leur XML (seul ou dans un zip)",
    ),
    "empty": (b"", "export", "ce n'est ni le zip des fiches en CSV, ni leur XML (seul ou dans un zip)"),
    "other zip": (
        zipped(**{"a.txt": "a"}),
        "export",
        "ce zip ne contient ni les tableaux CSV des fiches, ni un seul fichier XML",
    ),
    "traversal": (zipped(**{"../a.csv": "a"}), "../a.csv", "ce nom de fichier sort du zip"),
    "absolute": (zipped(**{"/etc/a.csv": "a"}), "/etc/a.csv", "ce nom de fichier sort du zip"),
    "drive": (zipped(**{"c:\\a.csv": "a"}), "c:", "ce nom de fichier sort du zip"),
    "bomb": (
        zipped(**{"a.csv": b"\0" * 5_000_000}),
        "a.csv",
        "ce fichier devient trop gros une fois décompressé : ce n'est pas un export des répertoires nationaux",
    ),
    "xml cut": (
        document("<NUMERO_FICHE>RNCP1</NUMERO_FICHE>")[:-20],
        "export",
        "ce fichier XML est coupé, mal formé ou n'est pas en UTF-8",
    ),
    "xml other": (b"<html></html>", "export", "ce fichier XML n'est pas un export des fiches"),
    "xml cp1252": (
        document("<NUMERO_FICHE>RNCP1</NUMERO_FICHE><INTITULE>été</INTITULE>").decode().encode("cp1252"),
        "export",
        "ce fichier XML est coupé, mal formé ou n'est pas en UTF-8",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_its_place_and_its_reason(case):
    content, where, reason = BAD[case]
    export = read(content)
    place, told = reasons(export)[0]
    assert (place.startswith(where), told) == (True, reason), place


ENTITIES = [
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><FICHES><FICHE>&x;</FICHE></FICHES>',
    b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><FICHES>&b;</FICHES>',
    b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><FICHES></FICHES>',
]


@pytest.mark.parametrize("content", ENTITIES)
def test_document_types_and_entities_are_refused(content):
    told = "ce fichier XML déclare un type de document ou des entités : c'est refusé"
    assert [reason for _where, reason in reasons(read(content))] == [told]


def test_a_link_in_the_zip_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        member = zipfile.ZipInfo("export_fiches_CSV_Standard_2026_03_01.csv")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    assert [reason for _where, reason in reasons(read(buffer.getvalue()))] == [
        "ce fichier est un lien et non un fichier"
    ]


def test_an_encrypted_zip_is_refused():
    content = bytearray(zipped(**{"export_fiches_CSV_Standard_2026_03_01.csv": "a"}))
    place = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, place + 8, 1)
    assert [reason for _where, reason in reasons(read(bytes(content)))] == [
        "ce fichier est protégé par un mot de passe"
    ]


def test_a_member_that_lies_about_its_size_is_refused():
    content = bytearray(tables())
    place = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, place + 24, 10)
    assert reasons(read(bytes(content))) != []


def test_a_file_of_more_than_200_megabytes_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr("curriculum.importers.rncp.reading.UPLOAD_BYTES", 100)
    assert limits.UPLOAD_BYTES == 200_000_000
    told = "ce fichier est trop lourd : 200 Mo au plus. Déposez le zip tel qu'il a été téléchargé."
    assert [reason for _where, reason in reasons(read(tables()))] == [told]


def test_a_zip_that_says_it_holds_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 100)
    assert [reason for _where, reason in reasons(read(tables()))] == [
        "une fois ouvert, ce zip serait trop lourd (3 Go au plus)"
    ]


def test_another_version_of_the_flow_and_a_date_that_is_none_are_warnings():
    sheet = "<NUMERO_FICHE>RNCP1</NUMERO_FICHE><DATE_LIMITE_DELIVRANCE>31/02/2030</DATE_LIMITE_DELIVRANCE>"
    export = read(document(sheet, version="5.0"))
    assert export.sheets["RNCP1"].delivery_until is None
    assert {remark.where for remark in export.warnings} == {"RNCP1, DATE_LIMITE_DELIVRANCE", "VERSION_FLUX"}


HEAVY_SHEET = "cette fiche est trop lourde : ce n'est pas un export des répertoires nationaux"
HEAVY_TABLE = "ce tableau a une ligne ou une fiche trop lourde : ce n'est pas un export des répertoires nationaux"
START = "<?xml version='1.0' encoding='UTF-8'?><FICHES><VERSION_FLUX>4.1</VERSION_FLUX><FICHE>"


@pytest.mark.parametrize(
    "body",
    [f"<A>{'a' * 6_000_000}</A>", "<A>a</A>" * 60_000, f"<A a='{'a' * 6_000_000}'/>", "<A>" * 60 + "</A>" * 60],
    ids=["a text without end", "elements without end", "a tag without end", "elements in one another"],
)
def test_a_sheet_that_would_fill_the_memory_is_refused(body):
    assert reasons(read(f"{START}{body}</FICHE></FICHES>".encode())) == [("FICHE", HEAVY_SHEET)]


@pytest.mark.parametrize(
    "row", ["a" * 6_000_000, '"' + '\n";"' * 2_000_000], ids=["a line without end", "a row over lines without end"]
)
def test_a_row_that_would_fill_the_memory_is_refused(row, monkeypatch):
    monkeypatch.setattr("curriculum.importers.rncp.archive.RATIO", 10_000)
    told = reasons(read(tables(Standard=TABLES["Standard"] + row)))
    assert told == [("export_fiches_CSV_Standard_2026_03_01.csv", HEAVY_TABLE)]


def test_a_zip_with_too_many_members_is_refused_before_it_is_opened(monkeypatch):
    content = zipped(**{f"export_fiches_{number:05d}": "" for number in range(2_000)})
    monkeypatch.setattr(zipfile, "ZipFile", None)
    told = "ce zip a trop de fichiers pour être un export des répertoires nationaux"
    assert reasons(read(content, name="any.zip")) == [("any.zip", told)]
