"""The page of a digital strand: who speaks, its lines, where the time goes."""

import pytest

from tests.curriculum.conftest import FRAMEWORK, REFERENCE, STRAND, text_of

pytestmark = pytest.mark.django_db

PAPERS = ("pdf/", "decision/pdf/")


@pytest.mark.parametrize(
    ("author", "standing", "words"),
    [
        ("Équipe Volet", "proposal", "Proposition de l'Équipe Volet"),
        ("Animafac", "proposal", "Proposition d'Animafac"),
        ("Familles rurales", "proposal", "Proposition de Familles rurales"),
        ("Les Pins", "adopted", "Adopté par Les Pins"),
        ("Union des Pins", "adopted\nstanding_on: 2027-03-03", "Adopté par l'Union des Pins le 3 mars 2027"),
        (
            "Les Pins",
            "statutory\nlegal_basis: Article 4 de l'arrêté du 2 mars 2027\nstanding_on: 2027-03-02",
            "Prévu par l'article 4 de l'arrêté du 2 mars 2027, mis en forme par Les Pins",
        ),
        (
            "Équipe Volet",
            "statutory\nlegal_basis: Décret 2027-1\nstanding_on: 2027-03-02",
            "Prévu par le décret 2027-1, mis en forme par l'Équipe Volet",
        ),
    ],
)
def test_a_strand_says_first_who_speaks(client, load, author, standing, words):
    text = STRAND.replace("Équipe Volet", author).replace("standing: proposal", f"standing: {standing}")
    load(FRAMEWORK, REFERENCE, text)
    page = text_of(client.get("/strands/volet-brevet/1.0/"))
    assert words in page
    assert ("Ce n'est pas un texte de l'État" in page) is not standing.startswith("statutory")


def test_a_text_is_quoted_as_it_is_in_another_language(client, load):
    statutory = "statutory\nlegal_basis: Décret 2027-1\nstanding_on: 2027-03-02"
    load(FRAMEWORK, REFERENCE, STRAND.replace("standing: proposal", f"standing: {statutory}"))
    page = text_of(client.get("/strands/volet-brevet/1.0/", headers={"accept-language": "en"}))
    assert "Set out in “Décret 2027-1”, put into this form by Équipe Volet" in page


def test_a_strand_shows_its_lines_by_unit_and_where_the_time_goes(client, loaded):
    response = client.get("/strands/volet-brevet/1.0/")
    page = text_of(response)
    assert (
        "Unité A · 1 h 30 Unité A Sait veiller sur sa santé 1.1 Veiller sur son cœur et sa santé · niveau 1 (Bas)"
        in page
    )
    assert "Allègement possible 30 min" in page
    assert "Rien n'est prévu ici" not in page
    assert (
        "A Unité A 1 h 30 niveaux 1, 2 – 1 h 30 B Unité B – – – "
        "B1 Option une – 30 min niveau 2 allègement possible 30 min En tout 1 h 30 30 min 2 h" in page
    )
    assert "<strong>proposition</strong>" in response.content.decode()


def test_a_strand_leads_to_its_other_versions_and_to_what_it_can_be_compared_with(client, load):
    load(FRAMEWORK, REFERENCE, STRAND)
    alone = client.get("/strands/volet-brevet/1.0/").content.decode()
    assert "/strands/volet-brevet/1.0/compare/" not in alone
    load(STRAND.replace('label: "1.0"', 'label: "1.1"', 1))
    page = client.get("/strands/volet-brevet/1.1/").content.decode()
    assert '<a class="list__title" href="/strands/volet-brevet/1.0/">' in page
    assert "/strands/volet-brevet/1.1/compare/" in page
    assert "Les autres versions Volet numérique du brevet 1.1 Version actuelle" in text_of(
        client.get("/strands/volet-brevet/1.0/")
    )


def test_a_paper_is_named_after_its_version(client, loaded):
    named = [client.get(f"/strands/volet-brevet/1.0/{paper}")["Content-Disposition"] for paper in PAPERS]
    assert named == [f'inline; filename="{kind}-volet-brevet-1.0.pdf"' for kind in ("annexe", "dossier")]
