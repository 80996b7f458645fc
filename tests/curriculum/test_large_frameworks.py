"""A framework of thousands of competencies costs what one of ten does: the same queries, and a page of bounded size."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from curriculum.actions import add_text, publish_framework
from curriculum.models import Competency, CompetencyText, Framework, FrameworkVersion
from curriculum.queries import branches
from people.registries import slots
from tests.curriculum.conftest import text_of

pytestmark = pytest.mark.django_db

MOST = 12
PAGE_BYTES = 400_000


@pytest.fixture
def make_large(body, at):
    """A published version with one area of `count` competences, each with two statements; 3 × `count` + 1 nodes."""

    def make(count, slug="grand"):
        framework = Framework.objects.create(slug=slug, owner=body, name=slug.capitalize())
        version = FrameworkVersion.objects.create(framework=framework, number=1, label="1", title={"fr": "Un cadre"})
        nodes = [node(version, "A", "area", None, 1)]
        for place in range(1, count + 1):
            competence = node(version, f"A.{place}", "competence", nodes[0], place)
            nodes += [competence, *(node(version, f"A.{place}.{n}", "statement", competence, n) for n in (1, 2))]
        Competency.objects.bulk_create(nodes, batch_size=500)
        texts = [CompetencyText(competency=n, language="fr", title=title(n), status="official") for n in nodes]
        CompetencyText.objects.bulk_create(texts, batch_size=500)
        return publish_framework(version=version, by=None, at=at)

    return make


def title(node):
    return f"Énoncé {node.code} sur l'œuvre" if node.kind == "statement" else f"Titre {node.code}"


def node(version, code, kind, parent, position):
    step = f"{position:05d}"
    return Competency(
        version=version,
        identifier=f"urn:{code}",
        code=code,
        kind=kind,
        parent=parent,
        position=position,
        path=f"{parent.path}.{step}" if parent else step,
        search_text=f"{'enonce' if kind == 'statement' else 'titre'} {code.lower()} sur l'oeuvre",
    )


def cost(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries), len(response.content)


def addresses(version):
    middle = version.competencies.get(code="A.2")
    here = version.get_absolute_url()
    return {
        "version": here,
        "branch": f"{here}?open=urn:A",
        "next": f"{here}?open=urn:A&after=1",
        "search": f"{here}?q=OEUVRE+titre",
        "json": f"{here}?format=json",
        "competency": middle.get_absolute_url(),
        "area": version.competencies.get(code="A").get_absolute_url(),
        "area json": f"{version.competencies.get(code='A').get_absolute_url()}?format=json",
        "list": reverse("framework-list"),
    }


def test_ten_nodes_and_three_thousand_cost_the_same_queries_and_a_bounded_page(client, make_large, monkeypatch):
    monkeypatch.setattr(slots, "panels", {})  # the panels of upper rooms have budgets of their own
    monkeypatch.setattr(branches, "WHOLE", 5)  # the ten nodes are read as a large tree is
    few, many = make_large(3, "petit"), make_large(1000, "grand")
    small, large = addresses(few), addresses(many)
    for name in small:
        queries, _size = cost(client, small[name])
        again, size = cost(client, large[name])
        assert (name, again) == (name, queries)
        assert queries <= MOST, name
        assert size <= PAGE_BYTES, name


def test_areas_and_one_level_are_shown_and_a_branch_opens_by_a_plain_link(client, make_large):
    version = make_large(120)
    page = client.get(version.get_absolute_url())
    assert (
        page.content.decode().count("Titre A.") == 2 * branches.SHOWN
    )  # each title, and again in the label of its opener
    assert "Énoncé" not in text_of(page)
    branch = text_of(client.get(version.get_absolute_url(), {"open": "urn:A.7"}))
    assert [words in branch for words in ("Tout le référentiel", "Titre A", "Énoncé A.7.1", "Énoncé A.7.2")] == [
        True
    ] * 4
    assert "A.8" not in branch


def test_a_long_list_goes_on_where_it_stopped(client, make_large):
    version = make_large(120)
    first = client.get(version.get_absolute_url(), {"open": "urn:A"}).content.decode()
    assert first.count("Voir la suite") == 1
    assert "?open=urn%3AA&amp;after=100" in first
    rest = text_of(client.get(version.get_absolute_url(), {"open": "urn:A", "after": "100"}))
    assert [f"Titre A.{n} " in rest for n in (100, 101, 120)] == [False, True, True]
    assert "Voir la suite" not in rest
    area = version.competencies.get(code="A").get_absolute_url()
    assert "Titre A.101" in text_of(client.get(area, {"after": "100"}))
    document = client.get(area, {"format": "json"})
    assert len(document.json()["children"]) == 100
    assert document.json()["next"].endswith("/frameworks/grand/1/urn:A/?format=json&after=100")
    assert 'rel="next"' in document["Link"]


def test_htmx_gets_the_branch_alone_and_then_its_next_rows(client, make_large):
    version = make_large(120)
    piece = client.get(version.get_absolute_url(), {"open": "urn:A"}, headers={"HX-Request": "true"})
    assert piece.content.decode().lstrip().startswith("<details")
    assert "HX-Request" in piece["Vary"]
    rows = client.get(version.get_absolute_url(), {"open": "urn:A", "after": "100"}, headers={"HX-Request": "true"})
    assert rows.content.decode().lstrip().startswith("<li")
    assert rows.content.decode().count("<li") == 20


def test_a_branch_that_is_not_there_is_a_404(client, make_large):
    version = make_large(120)
    assert client.get(version.get_absolute_url(), {"open": "urn:absent"}).status_code == 404


@pytest.mark.parametrize("after", ["x", "-1", "99999999999999", "١"])
def test_a_place_that_is_no_place_is_the_beginning(client, make_large, after):
    version = make_large(120)
    assert "Titre A.1 " in text_of(client.get(version.get_absolute_url(), {"open": "urn:A", "after": after}))


@pytest.mark.parametrize(
    ("asked", "found", "first"),
    [
        ("ÉNONCÉ a.7.1", 1, "Énoncé A.7.1 sur l'œuvre"),  # accents and case ignored
        ("titre a.7 énoncé", 2, "Énoncé A.7.1 sur l'œuvre"),  # words above count
        ("titre a.12", 6, "Titre A.12"),
        ("absent", 0, "Rien ne correspond"),
        ("%", 0, "Rien ne correspond"),
    ],
)
def test_a_large_framework_is_searched_by_words_in_a_node_or_above(client, make_large, asked, found, first):
    version = make_large(120)
    page = text_of(client.get(version.get_absolute_url(), {"q": asked}))
    assert first in page
    assert (f"{found} compétence" in page) == bool(found)


def test_hits_come_by_pages_with_the_way_to_them(client, make_large):
    version = make_large(120)
    response = client.get(version.get_absolute_url(), {"q": "enonce"})
    page = text_of(response)
    assert "240 compétences pour « enonce »" in page
    assert "Titre A › Titre A.1 Énoncé A.1.1" in page
    last = version.competencies.get(code="A.25.2").path
    assert f"after={last}" in response.content.decode()
    assert "Énoncé A.26.1" in text_of(client.get(version.get_absolute_url(), {"q": "enonce", "after": last}))


def test_the_text_of_an_erratum_is_found(client, make_large, at):
    version = make_large(120)
    add_text(
        competency=version.competencies.get(code="A.3"),
        language="en",
        title="Élan vital",
        status="official",
        by=None,
        at=timezone.now(),
    )
    page = text_of(client.get(version.get_absolute_url(), {"q": "elan"}))
    assert "1 compétence pour « elan »" in page
    below = text_of(client.get(version.get_absolute_url(), {"q": "elan enonce"}))
    assert "2 compétences pour « elan enonce »" in below
