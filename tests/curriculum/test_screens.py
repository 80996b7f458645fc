"""The public screens: what people read, what machines get, and what it costs."""

import re

import pytest
from django.urls import reverse

from content.versions import State
from curriculum.models import Competency, FrameworkVersion
from curriculum.queries import find_version
from people.registries import slots
from tests.curriculum.conftest import FRAMEWORK, REFERENCE, STRAND, text_of

pytestmark = pytest.mark.django_db


def competency_url(code, **query):
    return Competency.objects.get(code=code).get_absolute_url()


ADDRESSES = [
    "/frameworks/",
    "/frameworks/boussole/1.0/",
    "/references/",
    "/references/brevet/2020/",
    "/strands/volet-brevet/1.0/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_screen_is_public(client, loaded, address):
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_screen_reads_in_english(client, loaded, address):
    response = client.get(address, headers={"accept-language": "en"})
    assert response.status_code == 200
    assert '<html lang="en"' in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/frameworks/absent/1/",
        "/frameworks/boussole/9/",
        "/frameworks/boussole/1.0/absent/",
        "/references/absent/1/",
        "/strands/absent/1/",
        "/strands/volet-brevet/%00/",
        "/frameworks/boussole/1.0/%00/",
    ],
)
def test_what_is_not_there_is_a_404(client, loaded, address):
    assert client.get(address).status_code == 404


def test_empty_lists_say_so(client, db):
    assert "Aucun référentiel pour l'instant" in text_of(client.get("/frameworks/"))
    assert "Aucun référentiel de formation pour l'instant" in text_of(client.get("/references/"))


LINK = re.compile(r'<a class="nav__link" href="[^"]*"(?: aria-current="(\w+)")?>([^<]+)</a>')


@pytest.mark.parametrize("name", ["framework-list", "reference-list", "strand-list"])
def test_what_the_curriculum_holds_is_one_tab_apart(client, loaded, name):
    navigation, tabs = client.get(reverse(name)).content.decode().split('<nav class="tabs"')
    labels = {"framework-list": "Compétences", "reference-list": "Formations", "strand-list": "Volets numériques"}
    here = [("page" if each == name else "", label) for each, label in labels.items()]
    assert LINK.findall(tabs) == [*here, ("", "Correspondances")]
    marks = {label: mark for mark, label in LINK.findall(navigation)}
    assert marks["Référentiels"] == ("page" if name == "framework-list" else "true")


def test_a_framework_shows_titles_first_then_codes_and_says_that_they_are_not_official(client, loaded):
    page = text_of(client.get("/frameworks/boussole/1.0/"))
    assert page.index("Dessiner") > page.index("Création")
    for words in ("Traduction non officielle", "Drawing", "https://example.org/compass", "CC-BY-4.0", "2 mai 2024"):
        assert words in page


def test_a_framework_is_searched_without_accents(client, loaded):
    page = text_of(client.get("/frameworks/boussole/1.0/", {"q": "COEUR"}))
    assert "Veiller sur son cœur" in page
    assert "Dessiner" not in page
    assert "1 compétence pour « COEUR »" in page
    assert "Rien ne correspond" in text_of(client.get("/frameworks/boussole/1.0/", {"q": "<script>x"}))


def test_competencies_of_every_version_are_found_from_the_list(client, load):
    load(FRAMEWORK, FRAMEWORK.replace('label: "1.0"', 'label: "2.0"'))
    page = text_of(client.get("/frameworks/", {"q": "coeur sante"}))
    assert "2 compétences pour « coeur sante »" in page
    found = "Veiller sur son cœur et sa santé boussole 2.0 Version actuelle 1.1 Veiller sur son cœur et sa santé"
    assert found in re.sub(r"\b[Bb]oussole\b", "boussole", page)
    assert "Rien ne correspond" not in page
    assert "Rien ne correspond" in text_of(client.get("/frameworks/", {"q": "coeur absent"}))


def test_a_version_is_compared_with_the_one_before_it(client, load):
    load(FRAMEWORK, FRAMEWORK.replace('label: "1.0"', 'label: "2.0"'))
    page = client.get("/frameworks/boussole/2.0/").content.decode()
    assert 'href="/frameworks/compare/?a=boussole@1.0&amp;b=boussole@2.0"' in page
    assert 'href="/frameworks/compare/?b=boussole@1.0"' in client.get("/frameworks/boussole/1.0/").content.decode()


def test_a_competency_says_what_it_lets_one_do(client, loaded):
    page = text_of(client.get(competency_url("2.1")))
    for words in ("Sait dessiner une affiche", "Option une", "niveau 2 (Bas)", "30 min", "Drawing", "Citer"):
        assert words in page


def test_an_area_lists_its_competencies(client, loaded):
    page = text_of(client.get(competency_url("1")))
    assert "Ce domaine contient" in page
    assert "Veiller sur son cœur et sa santé" in page


@pytest.mark.parametrize(
    ("accept", "query", "kind"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", {}, "text/html; charset=utf-8"),
        ("*/*", {}, "text/html; charset=utf-8"),
        ("application/json", {}, "application/json"),
        ("application/json;q=0.4, text/html;q=0.9", {}, "text/html; charset=utf-8"),
        ("text/html", {"format": "json"}, "application/json"),
        ("application/json", {"format": "html"}, "text/html; charset=utf-8"),
        ("image/png", {}, "text/html; charset=utf-8"),
    ],
)
def test_one_address_speaks_to_people_and_to_machines(client, loaded, accept, query, kind):
    response = client.get(competency_url("2.1"), query, headers={"accept": accept})
    assert response["Content-Type"] == kind
    assert "Accept" in response["Vary"].split(", ")


def test_the_json_of_a_competency_names_its_version_texts_and_relatives(client, loaded, settings):
    settings.VOLET_BASE_URL = "https://volet.example"
    base = "https://volet.example/frameworks/boussole/1.0/"
    area, child = Competency.objects.get(code="2"), Competency.objects.get(code="2.1")
    data = client.get(competency_url("2"), {"format": "json"}).json()
    assert data == {
        "uri": f"{base}{area.identifier}/",
        "identifier": area.identifier,
        "code": "2",
        "kind": "area",
        "title": {
            "en": {"text": "Creation", "status": "official", "revision": 1, "source": ""},
            "fr": {"text": "Création", "status": "unofficial", "revision": 1, "source": ""},
        },
        "framework": {
            "uri": base,
            "slug": "boussole",
            "label": "1.0",
            "title": {"en": "The Compass", "fr": "La Boussole"},
            "state": "published",
            "publisher": "Atelier",
            "source": "https://example.org/compass",
            "licence": "CC-BY-4.0",
            "adopted_on": "2024-05-02",
        },
        "parent": None,
        "children": [f"{base}{child.identifier}/"],
        "levels": [
            {"rank": 1, "code": "1", "title": {"en": "First", "fr": "Premier"}},
            {"rank": 2, "code": "2", "title": {"en": "Second", "fr": "Second"}},
        ],
    }
    assert client.get(competency_url("2.1"), {"format": "json"}).json()["parent"] == f"{base}{area.identifier}/"


def test_an_identifier_with_slashes_resolves(client, load):
    load(FRAMEWORK.replace('code: "1.2"', 'code: "1.2"\n        identifier: "https://example.org/node/12"'))
    response = client.get(competency_url("1.2"))
    assert "Data" in text_of(response)


def test_a_superseded_version_stays_readable_and_says_so(client, load):
    load(FRAMEWORK)
    load(FRAMEWORK.replace('label: "1.0"', 'label: "1.1"'))
    page = text_of(client.get("/frameworks/boussole/1.0/"))
    assert "Une version plus récente existe" in page
    assert "Boussole 1.1" in page


def test_a_withdrawn_version_leaves_the_list_and_stays_at_its_address(client, loaded):
    FrameworkVersion.objects.update(state=State.WITHDRAWN)
    assert "Boussole" not in text_of(client.get("/frameworks/"))
    assert "Cette version a été retirée" in text_of(client.get("/frameworks/boussole/1.0/"))
    assert client.get(competency_url("2.1")).status_code == 200


def test_a_draft_is_shown_to_its_authors_only(client, load, body, make_member):
    load(FRAMEWORK, REFERENCE, STRAND, publish=False)
    addresses = [*ADDRESSES[1::2], ADDRESSES[4], competency_url("2.1")]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert "Boussole" not in text_of(client.get("/frameworks/"))
    client.force_login(make_member(body, "author"))
    for address in addresses:
        assert "Brouillon" in text_of(client.get(address))


def test_a_language_that_nobody_knows_is_shown_by_its_code(client, load):
    text = FRAMEWORK.replace("fr: unofficial}", "fr: unofficial, zz-x: draft}")
    load(text.replace('en: "Drawing"', 'en: "Drawing", zz-x: "Zzz"'))
    page = text_of(client.get(competency_url("2.1")))
    assert "Zz-x Zzz (projet de traduction)" in page


def test_an_empty_draft_says_that_it_is_empty(client, load, body, make_member):
    load(FRAMEWORK[: FRAMEWORK.index("competencies:")], publish=False)
    load(REFERENCE[: REFERENCE.index("facts:")], publish=False)
    client.force_login(make_member(body, "author"))
    assert "Ce brouillon est vide" in text_of(client.get("/frameworks/boussole/1.0/"))
    page = text_of(client.get("/references/brevet/2020/"))
    assert "n'ont pas été trouvés" in page
    assert "Aucun volet numérique n'est encore proposé" in page


def test_what_people_wrote_is_shown_as_text(client, load):
    evil = "<script>alert(1)</script>"
    load(
        FRAMEWORK.replace("Dessiner", evil),
        REFERENCE.replace("18 ans", evil),
        STRAND.replace("une affiche", evil).replace("Une **p", f"{evil} Une **p"),
    )
    for address in (*ADDRESSES, competency_url("2.1")):
        assert "<script>alert" not in client.get(address).content.decode()


def more(count):
    """The three files with `count` nodes, units and lines more, and as many versions."""
    nodes = "".join(
        f'  - {{code: "{n}", kind: area, title: {{en: "N"}},'
        f' children: [{{code: "{n}.1", kind: competence, title: {{en: "C"}}}}]}}\n'
        for n in range(3, 3 + count)
    )
    units = "".join(f'  - {{code: U{n}, kind: unit, title: "U", verified: true}}\n' for n in range(count))
    codes = "".join(f"  - {{registry: RNCP, code: X{n}, verified: true}}\n" for n in range(count))
    lines = "".join(
        f'  - {{unit: U{n}, competency: "{n + 3}.1", level: 1, minutes: 60, statement: "sait"}}\n' for n in range(count)
    )
    strand = STRAND.replace("hours: 2", f"hours: {2 + count}") + lines
    return FRAMEWORK + nodes, REFERENCE.replace("units:", f"{codes}units:", 1) + units, strand


@pytest.mark.parametrize("count", [1, 3])
def test_screens_cost_the_same_whatever_they_show(client, load, count, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(slots, "panels", {})  # the panels of upper rooms have budgets of their own
    texts = more(count)
    load(*texts)
    for number in range(2, 2 + count):
        load(*(text.replace('label: "1.0"', f'label: "1.{number}"', 1) for text in (texts[0], texts[2])))
    later = f"1.{1 + count}"
    node = find_version("boussole", "1.0").competencies.get(code="2.1")
    budgets = {
        reverse("framework-list"): 2,  # the frameworks, and the crosswalks below them
        reverse("framework-list") + "?q=drawing": 5,  # the competencies found, their texts and their number
        reverse("framework-version", args=["boussole", later]): 6,
        node.get_absolute_url(): 6,
        f"{node.get_absolute_url()}?format=json": 4,
        reverse("reference-list"): 5,
        reverse("reference-version", args=["brevet", "2020"]): 7,
        reverse("strand-version", args=["volet-brevet", later]): 6,
    }
    for address, budget in budgets.items():
        with django_assert_num_queries(budget):
            assert client.get(address).status_code == 200


def test_operators_look_things_up_and_change_nothing(client, loaded, django_user_model):
    operator = django_user_model.objects.create(username="op", is_staff=True, is_superuser=True, secret_kind="password")
    client.force_login(operator)
    for model in ("framework", "frameworkversion", "trainingreferenceversion", "digitalstrandversion", "competency"):
        assert client.get(f"/admin/curriculum/{model}/").status_code == 200
        assert client.get(f"/admin/curriculum/{model}/add/").status_code == 403
