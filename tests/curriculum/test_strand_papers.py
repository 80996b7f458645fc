"""What a body prints of a strand: the annex and the decision file, whoever speaks, however long."""

import io
import shutil
import subprocess
from datetime import date

import pikepdf
import pytest

from curriculum.actions.strand_starting import adapt_strand, withdraw_strand
from curriculum.actions.strands import publish_strand
from curriculum.models import Competency, StrandLine
from curriculum.queries import find_strand
from tests.curriculum.conftest import FRAMEWORK, REFERENCE, STRAND, text_of

pytestmark = pytest.mark.django_db

PAGE = "/strands/volet-brevet/1.0/"
PAPERS = ("pdf/", "decision/pdf/")
reads_paper = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")


def words_of(response):
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=response.content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("’", "'").split())


def title_of(response):
    with pikepdf.open(io.BytesIO(response.content)) as document:
        return str(document.docinfo["/Title"]), len(document.pages)


@pytest.fixture
def ours(loaded, body, make_member, at):
    """The strand that Les Pins took over, still a draft."""
    author = make_member(body, "author")
    original = find_strand("volet-brevet", "1.0")
    return adapt_strand(version=original, owner=body, adopted_on=date(2026, 3, 1), by=author, at=at), author


def printed(client, version, paper="pdf/"):
    return client.get(f"{version.get_absolute_url()}{paper}")


@reads_paper
@pytest.mark.parametrize("paper", PAPERS)
def test_a_proposal_says_on_every_page_that_it_is_not_the_states(client, loaded, paper):
    response = client.get(f"{PAGE}{paper}")
    words, (title, pages) = words_of(response), title_of(response)
    assert title.endswith("· Volet numérique du brevet 1.0 · proposition · Équipe Volet")
    assert words.count("Ce n'est pas un texte de l'État.") >= pages
    assert words.count("Proposition de l'Équipe Volet") >= pages


@reads_paper
@pytest.mark.parametrize("paper", PAPERS)
def test_a_body_that_adopts_speaks_for_itself_and_names_where_it_comes_from(client, ours, at, paper):
    draft, author = ours
    client.force_login(author, backend="people.backends.StaffBackend")
    words = words_of(printed(client, draft, paper))
    assert "Adopté par Les Pins le 1er mars 2026" in words
    assert "Repris de Volet numérique du brevet 1.0 (Proposition de l'Équipe Volet)" in words
    assert "BROUILLON" in words
    publish_strand(version=draft, by=author, at=at)
    assert "BROUILLON" not in words_of(printed(client, draft, paper))
    withdraw_strand(version=draft, reason="Remplacé", by=author, at=at)
    words = words_of(printed(client, draft, paper))
    assert "VERSION RETIRÉE" in words
    assert "Version retirée : ne vous en servez plus." in words


@reads_paper
@pytest.mark.parametrize("paper", PAPERS)
def test_what_a_text_provides_for_cites_it_with_its_date(client, load, paper):
    statutory = STRAND.replace(
        "standing: proposal",
        'standing: statutory\nlegal_basis: "Article 4 de l\'arrêté du 3 mars 2025"\nstanding_on: 2025-03-03',
    )
    load(FRAMEWORK, REFERENCE, statutory)
    words = words_of(client.get(f"{PAGE}{paper}"))
    assert "Prévu par l'article 4 de l'arrêté du 3 mars 2025, mis en forme par l'Équipe Volet" in words
    assert "Article 4 de l'arrêté du 3 mars 2025 (3 mars 2025)" in words
    assert "Ce n'est pas un texte de l'État" not in words


@pytest.mark.parametrize("paper", PAPERS)
def test_an_empty_draft_and_a_very_long_one_are_printed(client, ours, paper):
    draft, author = ours
    client.force_login(author, backend="people.backends.StaffBackend")
    draft.lines.all().delete()
    assert printed(client, draft, paper).status_code == 200
    units, levels = draft.reference_version.units.all(), draft.framework_version.levels.all()
    asked = Competency.objects.filter(version=draft.framework_version)
    every = [(unit, competency, level) for unit in units for competency in asked for level in levels]
    words = "sait préparer avec les jeunes un projet numérique de plusieurs semaines, et en garder une trace " * 3
    StrandLine.objects.bulk_create(
        StrandLine(
            version=draft,
            unit=unit,
            competency=competency,
            level=level,
            position=place,
            minutes=30,
            statement=words,
            legal_basis="Règlement intérieur de la formation" if place % 2 else "",
        )
        for place, (unit, competency, level) in enumerate(every, start=1)
    )
    response = printed(client, draft, paper)
    assert response["Content-Type"] == "application/pdf"
    assert title_of(response)[1] >= 3


def test_what_no_font_can_write_is_told_and_not_a_failure(client, load):
    load(FRAMEWORK, REFERENCE, STRAND.replace("sait veiller sur sa santé", "sait lire 漢字"))
    for paper in PAPERS:
        page = text_of_page(client.get(f"{PAGE}{paper}", follow=True))
        assert "Nos polices ne savent pas écrire : 字 漢" in page


def text_of_page(response):
    assert response.redirect_chain == [(PAGE, 302)]
    return " ".join(response.content.decode().replace("\u202f", " ").replace("\xa0", " ").split())


def test_the_decision_file_names_gaps_effects_and_what_it_is_not(client, loaded):
    page = text_of(client.get(f"{PAGE}decision/"))
    assert "A · Unité A Rien sur : Création 1 h 30 2 contenu seulement" in page
    assert "Allègement possible (1 ligne)" in page
    assert "B1 : sait dessiner une affiche. Texte : aucun" in page
    assert "Base légale aucune" in page
    assert "Il ne donne aucune équivalence." in page
    assert "Il ne réduit pas la durée de la formation." not in page
    assert "code du travail, articles L. 6113-1 et L. 6113-6" in page
    assert "À vérifier dans ce référentiel : Âge minimal : 18 ans" in page


@reads_paper
def test_a_table_too_wide_for_a_sheet_stays_on_the_screen(client, loaded, monkeypatch):
    assert "Où va le temps" in words_of(client.get(f"{PAGE}pdf/"))
    monkeypatch.setattr("curriculum.exporters.strand_papers.MOST_COLUMNS", 1)
    words = words_of(client.get(f"{PAGE}pdf/"))
    assert "Où va le temps" not in words
    assert "sait garder des données" in words
