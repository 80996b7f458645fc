"""The 23 French training references that Volet ships: none is missing, and nothing passes for verified that isn't."""

import json
import re

import pytest
from django.conf import settings

from content.actions import load_folder
from content.packages import read_folder
from content.versions import State
from curriculum.models import HostLink, TrainingReferenceVersion

FOLDER = settings.VOLET_LIBRARY / "fr" / "references"
FILES = [document.data for document in read_folder(FOLDER) if document.format == "volet.reference/1"]
SHIPPED = {(data["slug"], data["label"]): data for data in FILES}
READ = settings.BASE_DIR.parent / "shared" / "data" / "frameworks" / "references-fr" / "references.json"

#: Each row of the survey that these files come from, and the version that holds it.
ROWS = {
    "bafa": ("bafa", "2015"),
    "bafd": ("bafd", "2015"),
    "bapaat": ("bapaat", "1993"),
    "cpjeps-aavq-2019": ("cpjeps", "2019"),
    "cpjeps-2024": ("cpjeps", "2024"),
    "bpjeps-tic-2002": ("bpjeps-tic", "2002"),
    "bpjeps-ltp-2003": ("bpjeps-ltp", "2003"),
    "bpjeps-anim-sociale-2005": ("bpjeps-animation-sociale", "2005"),
    "bpjeps-animateur-2016": ("bpjeps-animateur", "2016"),
    "bpjeps-asec-2024": ("bpjeps-asec", "2024"),
    "dejeps-dptr": ("dejeps-dptr", "2006"),
    "dejeps-cdp-2024": ("dejeps-coordination-de-projets", "2024"),
    "desjeps-dsp-2024": ("desjeps-direction-de-structure-et-de-projet", "2024"),
    "cqp-ap-2022": ("cqp-animateur-periscolaire", "2022"),
    "cqp-ap-2025": ("cqp-animateur-periscolaire", "2025"),
    "cqp-als": ("cqp-animateur-de-loisir-sportif", "2022"),
    "tp-cmn-2015": ("tp-mediateur-numerique", "2015"),
    "tp-remn-2019": ("tp-mediateur-numerique", "2019"),
    "tp-mn-2025": ("tp-mediateur-numerique", "2025"),
    "but-cs": ("but-carrieres-sociales", "2021"),
    "cs-enr-2013": ("cs-environnement-numerique-et-reseaux", "2013"),
    "cc-acm": ("cc-direction-accueil-collectif-de-mineurs", "2017"),
    "cc-dev-entr": ("cc-developper-entreprendre", "2018"),
}
#: What a source says that verifies nothing: memory, a third party's repository, our own search, a page nobody read.
WEAK = re.compile(r"\b(mémoire|memory|mem|tiers|équipe Volet|non lue?s?)\b", re.IGNORECASE)
DOUBTS = ("vérifier", "vérifié", "non trouvé", "en désaccord")


def units(nodes):
    for node in nodes or ():
        yield node
        yield from units(node.get("children"))


def statements(data):
    """All that a file says and that could be wrong: facts, codes, hosts and units."""
    for key in ("facts", "codes", "hosts"):
        yield from data.get(key) or ()
    yield from units(data["units"])


def rows():
    if not READ.is_file():
        pytest.skip(f"the survey is not beside the repository: {READ.name}")
    return {row["id"]: row for row in json.loads(READ.read_text())}


def test_the_files_hold_the_twenty_three_references_and_no_other():
    assert len(FILES) == len(ROWS) == 23
    assert set(SHIPPED) == set(ROWS.values())


def test_every_row_of_the_survey_has_its_version():
    assert set(rows()) == set(ROWS)


def test_levels_counts_and_codes_are_those_of_the_survey():
    for key, row in rows().items():
        data = SHIPPED[ROWS[key]]
        facts = {fact["key"]: fact["value"] for fact in data["facts"]}
        if row.get("level"):
            assert facts["level"].startswith(f"Niveau {row['level']}"), key
        if count := row.get("units_count"):
            told = facts.get("number_of_units") or facts["number_of_blocks"]
            assert told.startswith(f"{count} "), key
        for unit in row.get("units", ()):
            assert unit["code"] in {node["code"] for node in units(data["units"])}, (key, unit["code"])
        if (row.get("registry") or "").startswith("RNCP"):
            assert row["registry"].split()[0] in {code["code"] for code in data["codes"]}, key


@pytest.mark.parametrize("data", FILES, ids=lambda data: f"{data['slug']}-{data['label']}")
def test_everything_says_whether_it_is_verified_and_what_is_verified_has_a_source(data):
    for statement in statements(data):
        assert isinstance(statement.get("verified"), bool), statement
    for key in ("facts", "codes", "hosts"):
        for statement in data.get(key) or ():
            assert statement["source"].strip(), statement
            if statement["verified"]:
                assert not WEAK.search(statement["source"]), statement


@pytest.mark.parametrize("data", FILES, ids=lambda data: f"{data['slug']}-{data['label']}")
def test_a_doubtful_fact_says_so_in_its_label_and_a_sure_one_does_not(data):
    for fact in data["facts"]:
        assert any(doubt in fact["label"] for doubt in DOUBTS) is not fact["verified"], fact


def test_units_that_are_not_known_are_told():
    for data in FILES:
        if not data["units"]:
            doubts = [fact["label"] for fact in data["facts"] if not fact["verified"]]
            missing = ("Blocs", "Intitulés", "Certificats de compétences", "Unités")
            assert any(label.startswith(missing) for label in doubts), data["slug"]


@pytest.mark.django_db
def test_they_all_load_and_a_second_time_nothing_changes(body, at):
    first = load_folder(folder=settings.VOLET_LIBRARY, owner=body, at=at, publish=True)
    assert [entry.noun for entry in first.loaded].count("reference") == 23
    again = load_folder(folder=settings.VOLET_LIBRARY, owner=body, at=at, publish=True)
    assert {entry.outcome for entry in again.loaded} == {"unchanged"}


@pytest.mark.django_db
def test_what_replaces_what_and_what_hosts_what_is_there(body, at):
    load_folder(folder=settings.VOLET_LIBRARY, owner=body, at=at, publish=True)
    replaced = TrainingReferenceVersion.objects.exclude(predecessor=None)
    pairs = replaced.values_list("predecessor__reference__slug", "predecessor__label", "reference__slug", "label")
    assert set(pairs) == {
        ("bapaat", "1993", "cpjeps", "2019"),
        ("cpjeps", "2019", "cpjeps", "2024"),
        ("bpjeps-ltp", "2003", "bpjeps-animateur", "2016"),
        ("bpjeps-animateur", "2016", "bpjeps-asec", "2024"),
        ("dejeps-dptr", "2006", "dejeps-coordination-de-projets", "2024"),
        ("cqp-animateur-periscolaire", "2022", "cqp-animateur-periscolaire", "2025"),
        ("tp-mediateur-numerique", "2015", "tp-mediateur-numerique", "2019"),
        ("tp-mediateur-numerique", "2019", "tp-mediateur-numerique", "2025"),
    }
    superseded = TrainingReferenceVersion.objects.filter(state=State.SUPERSEDED)
    assert set(superseded.values_list("reference__slug", "label")) == {pair[:2] for pair in pairs}
    assert HostLink.objects.count() == sum(len(data.get("hosts") or ()) for data in FILES) == 16
    assert HostLink.objects.exclude(host=None).count() == 8
