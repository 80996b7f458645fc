"""Training references on screen: found, told apart by their dates, chained, cited, read by a machine."""

import datetime

import pytest
from django.utils import timezone

from curriculum.actions import publish_reference
from curriculum.models import HostLink, TrainingReferenceVersion
from curriculum.queries.reference_comparison import proposed_correspondence
from curriculum.queries.trees import unit_tree
from people.registries import slots
from tests.curriculum.conftest import REFERENCE, text_of

pytestmark = pytest.mark.django_db

NEXT = REFERENCE.replace('label: "2020"', 'label: "2026"').replace(
    "kind: state", 'predecessor: {slug: brevet, label: "2020"}\nkind: state'
)
COMPLEMENT = (
    REFERENCE.replace("slug: brevet", "slug: complement")
    .replace("abbreviation: Brevet", "abbreviation: Complément")
    .replace("state_diploma", "complementary")
    .replace("RNCP1,", "RS7,")
)


def listed(client, **asked):
    response = client.get("/references/", asked)
    return [str(text.version) for text in (*response.context["current"], *response.context["former"])]


def test_trainings_are_found_by_word_code_kind_and_time(client, load):
    load(REFERENCE, NEXT, COMPLEMENT)
    assert listed(client) == ["Brevet 2026", "Complément 2020", "Brevet 2020"]
    assert listed(client, q="complement") == ["Complément 2020"]
    assert listed(client, q="rs7") == ["Complément 2020"]
    assert listed(client, kind="state_diploma") == ["Brevet 2026", "Brevet 2020"]
    assert listed(client, time="current") == ["Brevet 2026", "Complément 2020"]
    assert listed(client, time="former", kind="state_diploma") == ["Brevet 2020"]
    assert listed(client, kind="nonsense") == listed(client)
    assert listed(client, q="BREVET", kind="complementary") == ["Complément 2020"]


def test_the_count_and_what_to_do_when_nothing_is_found(client, load):
    load(REFERENCE, COMPLEMENT)
    assert "2 textes" in text_of(client.get("/references/"))
    page = text_of(client.get("/references/", {"kind": "university"}))
    assert "Rien ne correspond" in page
    assert "Tout voir" in page


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


def test_the_list_says_what_replaces_what_and_links_the_comparison(client, load):
    load(REFERENCE, NEXT)
    response = client.get("/references/")
    current, former = text_of(response).split("Textes précédents")
    assert "RNCP1 · en vigueur depuis le 1er janvier 2020 Remplace Brevet 2020 · Comparer les deux" in current
    assert "entré en vigueur le 1er janvier 2020 Remplacé par Brevet 2026 2 points à vérifier" in former
    assert 'href="/references/brevet/2026/?beside=1#units"' in response.content.decode()


def test_a_text_whose_last_day_is_gone_is_a_former_one(client, load):
    today = timezone.localdate()
    ends = {"yesterday": today - datetime.timedelta(days=1), "today": today}
    for slug, day in ends.items():
        text = REFERENCE.replace("slug: brevet", f"slug: {slug}").replace("RNCP1,", f"RNCP{len(slug)},")
        load(text.replace("facts:", f"ends_on: {day}\nfacts:", 1))
    response = client.get("/references/")
    told = [[text.version.reference.slug for text in response.context[name]] for name in ("current", "former")]
    assert told == [["today"], ["yesterday"]]
    yesterday, today = (text_of(client.get(f"/references/{slug}/2020/")) for slug in ends)
    assert "Ce texte a pris fin le" in yesterday
    assert "Ce texte a pris fin le" not in today
    assert "Aucun volet numérique n'est encore proposé" not in yesterday
    assert "Aucun volet numérique n'est encore proposé" in today


def test_what_is_known_of_either_text_stands_side_by_side(client, load):
    load(REFERENCE, NEXT.replace("Niveau 4", "Niveau 5").replace("key: age", "key: years"))
    page = text_of(client.get("/references/brevet/2026/", {"beside": "1"}))
    assert "Niveau Niveau 4 Niveau 5" in page
    assert "Codes d'enregistrement RNCP1 RNCP1" in page
    assert "Âge minimal Rien n'a été relevé 18 ans À vérifier Âge minimal 18 ans À vérifier Rien n'a été relevé" in page


def test_trainings_are_searched_without_accents(client, loaded):
    assert "Brevet 2020" in text_of(client.get("/references/", {"q": "diplome d'etat"}))
    assert "Rien ne correspond" in text_of(client.get("/references/", {"q": "chimie"}))


def draft_of(load, text=REFERENCE):
    load(text, publish=False)
    return TrainingReferenceVersion.objects.get(state="draft")


def test_the_end_of_registration_and_the_end_of_delivery_are_told_apart(client, load, at):
    draft = draft_of(load)
    draft.codes.update(status="inactive", delivery_until=datetime.date(2028, 8, 31))
    publish_reference(version=draft, by=None, at=at)
    page = text_of(client.get("/references/brevet/2020/"))
    assert (
        "RNCP1 Fermé Enregistré du 1er janvier 2020 au 1er janvier 2025 Délivrance possible jusqu'au 31 août 2028"
        in page
    )


def test_every_unverified_point_is_marked_and_counted(client, load, at):
    load(
        REFERENCE.replace("starts_on: 2020-01-01\nfacts", "facts").replace(
            'legal_text: "Arrêté du 1er janvier 2020"\n', ""
        )
    )
    page = text_of(client.get("/references/brevet/2020/"))
    assert "4 points à vérifier" in page
    assert page.count("À vérifier") == 4


def test_a_text_without_anything_to_verify_shows_no_count(client, load):
    load(
        REFERENCE.replace("verified: false", 'source: "lu", verified: true').replace(
            'option, title: "Option deux", source: "lu",', 'option, title: "Option deux",'
        )
    )
    assert "à vérifier" not in text_of(client.get("/references/brevet/2020/")).lower()


def test_the_chain_of_texts_reads_both_ways(client, load):
    third = NEXT.replace('label: "2026"', 'label: "2030"').replace('label: "2020"}', 'label: "2026"}')
    load(REFERENCE, NEXT)
    load(third)
    chains = {}
    for label in ("2020", "2026", "2030"):
        chain = client.get(f"/references/brevet/{label}/").context["chain"]
        chains[label] = ([text.label for text in chain.earlier], [text.label for text in chain.later])
    assert chains == {"2020": ([], ["2026", "2030"]), "2026": (["2020"], ["2030"]), "2030": (["2026", "2020"], [])}


def test_texts_that_replace_each_other_in_a_circle_end(client, load, at):
    load(REFERENCE, NEXT, publish=True)
    draft = draft_of(load, COMPLEMENT)
    draft.predecessor = draft
    draft.save()
    publish = TrainingReferenceVersion.objects.filter(pk=draft.pk)
    publish.update(state="published", published_at=at)
    draft.reference.visibility = "public"
    draft.reference.save()
    chain = client.get("/references/complement/2020/").context["chain"]
    assert (chain.earlier, chain.later) == ([], [])


def test_a_complementary_certificate_and_its_hosts_know_each_other(client, load, at):
    load(REFERENCE)
    host = TrainingReferenceVersion.objects.get()
    guest = draft_of(load, COMPLEMENT)
    HostLink.objects.create(version=guest, host=host.reference, name="Brevet d'essai", position=1, verified=True)
    HostLink.objects.create(version=guest, host=None, name="DEJEPS, toutes mentions", position=2, source="Arrêté")
    assert "Certificats complémentaires possibles" not in text_of(client.get("/references/brevet/2020/"))
    publish_reference(version=guest, by=None, at=at)
    page = client.get("/references/complement/2020/")
    assert "Peut s'ajouter à Brevet d'essai DEJEPS, toutes mentions Source : Arrêté À vérifier" in text_of(page)
    assert '<a class="list__title" href="/references/brevet/2020/">Brevet d’essai</a>' in page.content.decode()
    assert "Certificats complémentaires possibles Complément 2020" in text_of(client.get("/references/brevet/2020/"))


def test_old_and_new_units_are_brought_together_by_their_titles_and_marked_so(client, load):
    old = REFERENCE.replace("Unité A", "Mettre en œuvre un projet d'animation").replace("Unité B", "Tenir une caisse")
    new = NEXT.replace("Unité A", "Concevoir et mettre en œuvre des projets d'animation").replace("Unité B", "Diriger")
    load(old, new)
    page = text_of(client.get("/references/brevet/2026/", {"beside": "1"}))
    assert "Rapprochement automatique, à relire" in page
    assert "A Concevoir et mettre en œuvre des projets d'animation A Mettre en œuvre un projet d'animation" in page
    assert "B Diriger Rien de proche –" in page
    assert "Rien de proche B Tenir une caisse –" in page


def test_what_looks_like_nothing_stands_alone(load):
    load(REFERENCE)
    version = TrainingReferenceVersion.objects.get()
    rows = proposed_correspondence([], unit_tree(version))
    assert [(row.new.code, row.old, row.score) for row in rows] == [
        ("A", None, 0),
        ("B", None, 0),
        ("B1", None, 0),
        ("B2", None, 0),
    ]


def test_a_text_is_cited_with_its_lasting_address(client, load):
    load(REFERENCE)
    page = text_of(client.get("/references/brevet/2020/"))
    assert "Brevet 2020, « Brevet d'essai ». Arrêté du 1er janvier 2020. http" in page
    assert "/references/brevet/2020/ (consulté le" in page


def test_a_machine_reads_the_same_facts(client, load):
    load(REFERENCE, NEXT)
    asked = client.get("/references/brevet/2020/", headers={"accept": "application/json"})
    assert asked.headers["Vary"].count("Accept") >= 1
    document = asked.json()
    assert document == client.get("/references/brevet/2020/?format=json").json()
    assert (document["slug"], document["label"], document["state"]) == ("brevet", "2020", "superseded")
    assert document["uri"].endswith("/references/brevet/2020/")
    assert document["successors"][0].endswith("/references/brevet/2026/")
    assert document["units"][1]["choose"] == 1
    assert [unit["code"] for unit in document["units"][1]["children"]] == ["B1", "B2"]
    assert document["codes"] == [
        {
            "registry": "RNCP",
            "code": "RNCP1",
            "status": "",
            "starts_on": "2020-01-01",
            "ends_on": "2025-01-01",
            "delivery_until": None,
            "source": "fiche",
            "verified": True,
        }
    ]
    assert (
        client.get("/references/brevet/2020/", headers={"accept": "text/html"})
        .headers["Content-Type"]
        .startswith("text/html")
    )


@pytest.mark.parametrize("count", [1, 3])
def test_a_text_costs_the_same_whatever_hangs_on_it(client, load, at, count, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(slots, "panels", {})
    load(REFERENCE)
    host = TrainingReferenceVersion.objects.get().reference
    for number in range(count):
        text = COMPLEMENT.replace("slug: complement", f"slug: complement{number}").replace("RS7", f"RS7{number}")
        guest = draft_of(load, text)
        for place in range(count):
            HostLink.objects.create(version=guest, host=host, name=f"Brevet {place}", position=place)
        publish_reference(version=guest, by=None, at=at)
    with django_assert_num_queries(7):
        assert client.get("/references/brevet/2020/").status_code == 200
    with django_assert_num_queries(8):
        assert client.get("/references/complement0/2020/").status_code == 200
    with django_assert_num_queries(5):
        assert client.get("/references/").status_code == 200
    with django_assert_num_queries(6):
        assert client.get("/references/brevet/2020/?format=json").status_code == 200
