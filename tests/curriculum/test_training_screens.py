"""Training references and strands on screen: what is verified, what is not, and who speaks."""

import pytest

from tests.curriculum.conftest import FRAMEWORK, REFERENCE, STRAND, text_of

pytestmark = pytest.mark.django_db


def test_a_training_shows_what_is_verified_and_what_is_not(client, loaded):
    page = text_of(client.get("/references/brevet/2020/"))
    assert "Âge minimal 18 ans À vérifier" in page
    assert "Niveau Niveau 4 Source : Arrêté Vérifié" in page
    assert "Option deux Option B2 À vérifier" in page
    assert "Une seule option au choix parmi deux :" in page
    assert "2 points à vérifier" in page
    assert "RNCP1 Enregistré du 1er janvier 2020 au 1er janvier 2025" in page
    assert "Proposition de l'Équipe Volet Volet numérique du brevet 2 heures en tout" in page


CONFLICTS = [
    ("{registry: RNCP, code: RNCP2, verified: false}", True),
    ("{registry: RNCP, code: RNCP2, starts_on: 2024-06-01, verified: false}", True),
    ("{registry: RNCP, code: RNCP2, starts_on: 2025-01-01, verified: false}", False),
    ("{registry: RNCP, code: RNCP2, ends_on: 2020-01-01, verified: false}", False),
    ("{registry: RNCP, code: RNCP2, verified: true}", False),
    ("{registry: RS, code: RS2, verified: false}", False),
]


@pytest.mark.parametrize(("code", "told"), CONFLICTS)
def test_sources_that_contradict_each_other_are_told(client, load, code, told):
    load(REFERENCE.replace("units:", f"  - {code}\nunits:", 1))
    assert ("Nos sources se contredisent" in text_of(client.get("/references/brevet/2020/"))) is told


def test_old_and_new_texts_stand_side_by_side(client, load):
    later = REFERENCE.replace('label: "2020"', 'label: "2026"').replace("Unité A", "Bloc nouveau")
    load(REFERENCE, later.replace("kind: state", 'predecessor: {slug: brevet, label: "2020"}\nkind: state'))
    page = text_of(client.get("/references/brevet/2026/", {"beside": "1"}))
    assert page.index("Avant : Brevet 2020 Unité A") < page.index("Maintenant : Brevet 2026 Bloc nouveau")
    old = text_of(client.get("/references/brevet/2020/"))
    assert "Remplacé par Brevet 2026" in old
    assert "Avant :" not in text_of(client.get("/references/brevet/2020/", {"beside": "1"}))
    listed = text_of(client.get("/references/"))
    assert listed.index("Brevet 2026") < listed.index("Textes précédents") < listed.index("Brevet 2020")


def test_trainings_are_searched_without_accents(client, loaded):
    assert "Brevet 2020" in text_of(client.get("/references/", {"q": "diplome d'etat"}))
    assert "Rien ne correspond" in text_of(client.get("/references/", {"q": "chimie"}))


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
