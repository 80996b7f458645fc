"""What is read: codes, trees with the nearest language, lines by unit, and who sees drafts."""

import pytest
from django.contrib.auth.models import AnonymousUser

from curriculum.actions import add_text
from curriculum.models import Competency, StrandLine
from curriculum.queries import (
    CodeBook,
    find_reference,
    find_strand,
    find_version,
    framework_tree,
    framework_versions_visible_to,
    lines_asking_for,
    reference_versions_visible_to,
    search_tree,
    strand_lines,
    strand_versions_visible_to,
    unit_tree,
)
from tests.curriculum.conftest import FRAMEWORK, REFERENCE, STRAND

pytestmark = pytest.mark.django_db


def shown(nodes):
    return [(node.competency.code, node.title, shown(node.children)) for node in nodes]


def test_a_version_that_is_not_there_is_nothing(db):
    assert (find_version("x", "1"), find_reference("x", "1"), find_strand("x", "1")) == (None, None, None)


def test_a_code_book_finds_by_code_and_rank_in_two_queries(loaded, django_assert_num_queries):
    book = CodeBook(find_version("boussole", "1.0"))
    with django_assert_num_queries(2):
        assert [book.competency(code).code for code in ("1.1", "1.2", "2.1", "2")] == ["1.1", "1.2", "2.1", "2"]
        assert [book.level(rank).rank for rank in (1, 2)] == [1, 2]
        with pytest.raises(LookupError, match=r"compétence inconnue « 7 » dans Boussole 1\.0"):
            book.competency("7")
        with pytest.raises(LookupError, match=r"niveau inconnu « 7 » dans Boussole 1\.0"):
            book.level(7)


def test_a_tree_speaks_the_language_asked_for_and_falls_back_on_its_own(loaded):
    version = find_version("boussole", "1.0")
    assert shown(framework_tree(version, "fr")) == [
        ("1", "Sécurité", [("1.1", "Veiller sur son cœur et sa santé", []), ("1.2", "Data", [])]),
        ("2", "Création", [("2.1", "Dessiner", [])]),
    ]
    data = framework_tree(version, "fr")[0].children[1]
    assert (data.text.language, data.text.status, data.original) == ("en", "official", None)
    drawing = framework_tree(version, "fr")[1].children[0]
    assert (drawing.text.status, drawing.original.title) == ("unofficial", "Drawing")
    assert framework_tree(version, "de")[1].title == "Creation"


def test_a_tree_shows_the_last_revision_of_a_text(loaded, at):
    node = Competency.objects.get(code="2.1")
    for title in ("Dessiner bien", "Dessiner juste"):
        add_text(competency=node, language="fr", title=title, status="official", by=None, at=at)
    assert framework_tree(find_version("boussole", "1.0"), "fr")[1].children[0].title == "Dessiner juste"


@pytest.mark.parametrize("more", [1, 3])
def test_a_tree_costs_two_queries_whatever_its_size(load, django_assert_num_queries, more):
    nodes = "".join(
        f'  - {{code: "{n}", kind: area, title: {{en: "N{n}"}},'
        f' children: [{{code: "{n}.1", kind: competence, title: {{en: "C"}}}}]}}\n'
        for n in range(3, 3 + more)
    )
    load(FRAMEWORK + nodes)
    version = find_version("boussole", "1.0")
    with django_assert_num_queries(2):
        assert len(shown(framework_tree(version, "fr"))) == 2 + more


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("DESSINER", ["2.1"]),
        ("coeur", ["1.1"]),
        ("securite sante", ["1.1"]),
        ("securite", ["1.1", "1.2"]),
        ("2.1", ["2.1"]),
        ("drawing", ["2.1"]),
        ("", ["1.1", "1.2", "2.1"]),
        ("absent", []),
    ],
)
def test_a_search_ignores_accents_and_keeps_the_way_down(loaded, asked, codes):
    found = search_tree(framework_tree(find_version("boussole", "1.0"), "fr"), asked)
    assert [child.competency.code for root in found for child in root.children] == codes


def test_a_unit_tree_keeps_options_under_their_unit(loaded, django_assert_num_queries):
    version = find_reference("brevet", "2020")
    with django_assert_num_queries(1):
        tree = unit_tree(version)
    assert [(node.unit.code, [child.unit.code for child in node.children]) for node in tree] == [
        ("A", []),
        ("B", ["B1", "B2"]),
    ]


def test_lines_of_a_strand_stand_by_unit(loaded, django_assert_num_queries):
    version = find_strand("volet-brevet", "1.0")
    version = strand_versions_visible_to(AnonymousUser()).get(pk=version.pk)
    with django_assert_num_queries(1):
        groups = strand_lines(version)
        read = [
            (group.unit.code, group.minutes, [(str(line.competency), str(line.level)) for line in group.lines])
            for group in groups
        ]
    assert read == [
        ("A", 90, [("Boussole 1.0 · 1.1", "Boussole 1.0 · 1"), ("Boussole 1.0 · 1.2", "Boussole 1.0 · 2")]),
        ("B1", 30, [("Boussole 1.0 · 2.1", "Boussole 1.0 · 2")]),
    ]


def test_the_lines_that_ask_for_a_competency_are_those_of_current_strands(load):
    load(FRAMEWORK, REFERENCE, STRAND)
    load(STRAND.replace('label: "1.0"', 'label: "2.0"', 1))
    drawing = Competency.objects.get(code="2.1")
    assert StrandLine.objects.filter(competency=drawing).count() == 2
    assert [line.version.label for line in lines_asking_for(AnonymousUser(), drawing)] == ["2.0"]


@pytest.mark.parametrize("role", ["author", "certifier", "administrator"])
def test_drafts_are_for_those_who_write_in_their_organisation(load, body, make_body, make_member, role):
    load(FRAMEWORK, REFERENCE, STRAND, publish=False)
    alice = make_member(body, role)
    charlie = make_member(make_body("Les Chênes"), role, "Charlie")
    trainer = make_member(body, "trainer", "Bob")
    for visible in (framework_versions_visible_to, reference_versions_visible_to, strand_versions_visible_to):
        assert [visible(person).count() for person in (alice, charlie, trainer, AnonymousUser())] == [1, 0, 0, 0]


def test_what_was_published_is_for_everybody_even_superseded(load):
    load(FRAMEWORK)
    load(FRAMEWORK.replace('label: "1.0"', 'label: "1.1"'))
    labels = framework_versions_visible_to(AnonymousUser()).values_list("label", "state")
    assert list(labels) == [("1.1", "published"), ("1.0", "superseded")]
