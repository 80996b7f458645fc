"""Exports of the registries for tests: the real samples where they are, and small ones made here."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

SAMPLES = ROOT.parent / "shared" / "data" / "frameworks" / "rncp"
if not SAMPLES.is_dir():
    SAMPLES = ROOT.parent.parent / "shared" / "data" / "frameworks" / "rncp"
CSV = "export-fiches-csv-2024-02-22.sample.zip"
CONTINUITY = "export-fiches-csv-2024-02-22.continuity.zip"
XML = "sample-fiche-v4.1.trimmed.xml"

TABLES = {
    "Standard": (
        '"Id_Fiche";"Numero_Fiche";"Intitule";"Abrege_Libelle";"Abrege_Intitule";"Nomenclature_Europe_Niveau";'
        '"Nomenclature_Europe_Intitule";"Date_dernier_jo";"Date_Decision";"Date_Fin_Enregistrement";"Date_Effet";'
        '"Type_Enregistrement";"Actif"\n'
        '"1";"RNCP1";"Brevet d\'essai";"BE";"Brevet";"NIV4";"Niveau 4";;;"31/08/2026";;"Enregistrement de droit";"ACTIVE"\n'
        '"2";"RNCP2";"Animer\ndes groupes";;;"NIV3";"Niveau 3";;;;;"Enregistrement sur demande";"INACTIVE"\n'
    ),
    "Blocs_De_Compétences": (
        '"Numero_Fiche";"Bloc_Competences_Code";"Bloc_Competences_Libelle"\n'
        '"RNCP1";"RNCP1BC02";"Conduire une séance"\n"RNCP1";"RNCP1BC01";"Monter un projet"\n"RNCP2";"RNCP2BC01";\n'
    ),
    "Ancienne_Nouvelle_Certification": (
        '"Numero_Fiche";"Ancienne_Certification";"Nouvelle_Certification"\n"RNCP1";"RNCP2";\n'
    ),
    "Certificateurs": (
        '"Numero_Fiche";"Siret_Certificateur";"Nom_Certificateur"\n"RNCP1";"\t11004301500012";"MINISTERE DES SPORTS"\n'
    ),
    "Partenaires": '"Numero_Fiche";"Nom_Partenaire";"Siret_Partenaire";"Habilitation_Partenaire"\n',
    "CCN": '"Numero_Fiche";"Ccn_1_Numero";"Ccn_1_Libelle"\n',
    "Formacode": '"Numero_Fiche";"Formacode_Code";"Formacode_Libelle"\n',
    "Nsf": '"Numero_Fiche";"Nsf_Code";"Nsf_Intitule"\n',
    "Rome": '"Numero_Fiche";"Codes_Rome_Code";"Codes_Rome_Libelle"\n"RNCP1";"G1203";"Animation d\'\'activités"\n',
    "VoixdAccès": '"Numero_Fiche";"Si_Jury"\n"RNCP1";"Par expérience"\n',
}


def sample(name: str) -> Path:
    """A real sample; the test is skipped where the folder of samples isn't beside the repository."""
    if not (SAMPLES / name).exists():
        pytest.skip(f"the sample {name} is not beside this repository")
    return SAMPLES / name


def tables(day: str = "2026_03_01", **changes: str | bytes | None) -> bytes:
    """A CSV zip. `changes` replace a table by its first word; None leaves it out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in TABLES.items():
            content = changes.get(name.split("_")[0], text)
            if content is not None:
                archive.writestr(f"export_fiches_CSV_{name}_{day}.csv", content)
    return buffer.getvalue()


def zipped(**members: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def document(*sheets: str, version: str = "4.1") -> bytes:
    inner = "".join(f"<FICHE>{sheet}</FICHE>" for sheet in sheets)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<FICHES><VERSION_FLUX>{version}</VERSION_FLUX>{inner}</FICHES>'
    return text.encode()
