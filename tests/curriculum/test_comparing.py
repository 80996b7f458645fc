"""What became of each node from one version to another: laws, and one example of each verdict."""

import json
import string

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from curriculum.comparing import VERDICTS, Known, Rung, Side, compare, words_changed
from curriculum.matching import Row
from curriculum.queries import compare_versions, crosswalk_to_follow, find_version, named_version
from tests.curriculum.conftest import FRAMEWORK
from tests.curriculum.test_crosswalk_files import SECOND
from tests.curriculum.test_formats import SHIPPED


def side(*nodes, framework="f", language="fr", rungs=()):
    """Nodes as (code, title) or (code, title, code of the parent); identifiers are made of both, so that they differ."""
    rows, identifiers = [], {"": ""}
    for position, (code, title, *parent) in enumerate(nodes, start=1):
        identifiers[code] = f"{framework}/{code}/{title}/{position}"
        above = identifiers[parent[0]] if parent else ""
        rows.append(Row(identifiers[code], code, "competence", {language: title}, above, f"{position:05d}"))
    return Side(framework, language, rows, rungs)


def told(comparison):
    return [
        (entry.verdict, [row.code for row in entry.old], [row.code for row in entry.new])
        for entry in comparison.entries
    ]


titles = st.text(string.ascii_lowercase + " ", min_size=1, max_size=40).map(str.strip).filter(bool)
sides = st.lists(
    st.tuples(st.text("123.", min_size=1, max_size=4), titles), max_size=12, unique_by=lambda node: node[0]
)


@given(sides)
def test_a_version_compared_with_itself_is_all_the_same(nodes):
    version = side(*nodes)
    comparison = compare(version, version)
    assert [entry.verdict for entry in comparison.entries] == ["same"] * len(nodes)
    assert comparison.summary == {**dict.fromkeys(VERDICTS, 0), "same": len(nodes)}


@given(sides, sides)
def test_every_node_of_either_version_stands_in_exactly_one_entry(old, new):
    one, other = side(*old), side(*new)
    comparison = compare(one, other)
    assert sorted(row.identifier for entry in comparison.entries for row in entry.old) == sorted(
        row.identifier for row in one.rows
    )
    assert sorted(row.identifier for entry in comparison.entries for row in entry.new) == sorted(
        row.identifier for row in other.rows
    )


@given(sides, sides)
def test_read_the_other_way_what_was_added_is_removed(old, new):
    there, back = compare(side(*old), side(*new)), compare(side(*new), side(*old))
    added = [entry.new[0].identifier for entry in there.entries if entry.verdict == "added"]
    removed = [entry.old[0].identifier for entry in back.entries if entry.verdict == "removed"]
    assert added == removed
    assert (there.summary["same"], there.summary["retitled"]) == (back.summary["same"], back.summary["retitled"])


def test_another_title_at_the_same_code_is_retitled_within_one_framework_only():
    assert told(compare(side(("1", "Nétiquette")), side(("1", "Comportement")))) == [("retitled", ["1"], ["1"])]
    other = side(("1", "Comportement"), framework="g")
    assert told(compare(side(("1", "Nétiquette")), other)) == [("removed", ["1"], []), ("added", [], ["1"])]


def test_codes_that_shift_are_moves_and_not_new_titles():
    old = side(("1", "Dessiner une affiche"), ("2", "Protéger ses données"))
    new = side(("1", "Accueillir un groupe"), ("2", "Dessiner une affiche"), ("3", "Protéger ses données"))
    assert told(compare(old, new)) == [("moved", ["1"], ["2"]), ("moved", ["2"], ["3"]), ("added", [], ["1"])]


def test_under_another_parent_is_moved_and_another_order_is_not():
    old = side(("A", "Images"), ("B", "Données"), ("", "Flouter un visage", "A"), ("", "Trier des photos", "A"))
    turned = side(("A", "Images"), ("B", "Données"), ("", "Trier des photos", "A"), ("", "Flouter un visage", "A"))
    elsewhere = side(("A", "Images"), ("B", "Données"), ("", "Flouter un visage", "A"), ("", "Trier des photos", "B"))
    assert compare(old, turned).summary["same"] == 4
    assert [entry.old[0].titles["fr"] for entry in compare(old, elsewhere).entries if entry.verdict == "moved"] == [
        "Trier des photos"
    ]


def test_a_reworded_title_is_found_by_its_words_in_either_language():
    old = side(("a", "Gérer les droits des images du groupe"), framework="f")
    new = side(("b", "Gérer les droits des images d'un groupe"), framework="g")
    (entry,) = compare(old, new).entries
    assert (entry.verdict, entry.basis, entry.retitled) == ("retitled", "text", True)
    assert entry.score > 0.85


def test_one_in_several_is_split_and_several_in_one_merged():
    whole = side(("4.3", "Protéger la santé, le bien-être et l'environnement"))
    parts = side(("4.3", "Protéger la santé et le bien-être"), ("4.4", "Protéger l'environnement"))
    assert told(compare(whole, parts)) == [("split", ["4.3"], ["4.3", "4.4"])]
    assert told(compare(parts, whole)) == [("merged", ["4.3", "4.4"], ["4.3"])]


def test_what_only_shares_some_words_is_no_part():
    whole = side(("4.3", "Protéger la santé, le bien-être et l'environnement"))
    new = side(("4.3", "Protéger la santé, le bien-être et l'environnement"), ("4.4", "Protéger l'environnement"))
    assert told(compare(whole, new)) == [("same", ["4.3"], ["4.3"]), ("added", [], ["4.4"])]


def test_a_published_crosswalk_is_believed_before_codes_and_words():
    old = side(("1", "Chercher"), ("2", "Publier"), ("3", "Programmer"))
    new = side(("1", "Chercher"), ("2", "Publier"), ("3", "Programmer"))
    a, b = ({row.code: row.identifier for row in version.rows} for version in (old, new))
    known = Known(frozenset({(a["1"], b["2"]), (a["2"], b["2"])}), alone_old=frozenset({a["3"]}))
    assert told(compare(old, new, known)) == [
        ("merged", ["1", "2"], ["2"]), ("removed", ["3"], []), ("added", [], ["1"]), ("added", [], ["3"])
    ]  # fmt: skip


def test_titles_are_judged_in_the_languages_of_the_versions():
    def version(english, french):
        return Side("f", "en", [Row("x", "1", "competence", {"en": english, "fr": french})])

    assert compare(version("Data", "Données"), version("Data", "Les données")).summary["same"] == 1
    assert compare(version("Data", "Données"), version("Facts", "Données")).summary["retitled"] == 1


def test_the_rungs_are_compared_rank_by_rank():
    def scale(*titles):
        return [Rung(rank, str(rank), {"fr": title}, {}) for rank, title in enumerate(titles, start=1)]

    steps = compare(side(rungs=scale("De base", "Avancé")), side(rungs=scale("De base", "Expert", "Maître"))).levels
    assert [step.verdict for step in steps] == ["same", "retitled", "added"]


@given(titles, titles)
def test_the_runs_of_words_make_up_both_titles(old, new):
    left, right = words_changed(old, new)
    assert " ".join(run for run, _changed in left) == " ".join(old.split())
    assert " ".join(run for run, _changed in right) == " ".join(new.split())


def test_only_the_words_that_changed_are_marked():
    assert words_changed("Protéger les données", "Protéger ses données") == (
        [("Protéger", False), ("les", True), ("données", False)],
        [("Protéger", False), ("ses", True), ("données", False)],
    )


@pytest.fixture
def digcomp(load):
    load(*((SHIPPED / "frameworks" / f"digcomp-{label}.yaml").read_text() for label in ("2.2", "3.0")))


def json_of(capsys, *arguments):
    call_command("compare_frameworks", *arguments, "--json")
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_digcomp_2_2_to_3_0_keeps_all_codes_and_renames_twelve_competences(digcomp, capsys):
    document = json_of(capsys, "digcomp@2.2", "digcomp@3.0")
    assert (document["a"], document["b"]) == ("digcomp@2.2", "digcomp@3.0")
    assert document["summary"] == {**dict.fromkeys(VERDICTS, 0), "same": 10, "retitled": 16}
    competences = [entry for entry in document["entries"] if "." in entry["from"][0]["code"]]
    assert [entry["from"][0]["code"] for entry in competences] == [entry["to"][0]["code"] for entry in competences]
    verdicts = [entry["verdict"] for entry in competences]
    assert (len(verdicts), verdicts.count("same"), verdicts.count("retitled")) == (21, 9, 12)
    levels = document["levels"]
    assert (levels["same"], levels["retitled"], levels["added"], levels["removed"]) == (4, 4, 0, 0)


def test_the_shipped_crosswalk_says_the_same_as_the_codes(digcomp, load):
    versions = find_version("digcomp", "2.2"), find_version("digcomp", "3.0")
    before = compare_versions(*versions, None)
    load((SHIPPED / "crosswalks" / "digcomp-2.2-3.0.yaml").read_text())
    after = compare_versions(*versions, crosswalk_to_follow(AnonymousUser(), *versions))
    assert told(after) == told(before)
    assert {entry.basis for entry in after.entries} == {"crosswalk"}


@pytest.mark.parametrize("name", ["boussole@2.0", "boussole:2.0", "boussole/2.0", "boussole 2.0", "boussole"])
def test_a_version_is_named_in_several_ways(load, capsys, name):
    load(FRAMEWORK)
    load(SECOND)
    assert json_of(capsys, "boussole@1.0", name)["b"] == "boussole@2.0"


def test_without_json_it_is_read_by_people(load, capsys):
    load(FRAMEWORK)
    load(SECOND)
    call_command("compare_frameworks", "boussole@1.0", "boussole@2.0")
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == [
        "retitled  2.1 Drawing → 2.1 Painting",
        "same 4, retitled 1, moved 0, split 0, merged 0, added 0, removed 0",
    ]


@pytest.mark.parametrize("name", ["boussole@9", "compas", "", "@", "bou\0ssole"])
def test_an_unknown_version_is_refused_by_name(load, name):
    load(FRAMEWORK)
    with pytest.raises(CommandError) as error:
        call_command("compare_frameworks", "boussole@1.0", name)
    assert str(error.value).startswith(f"Aucun référentiel publié ne s'appelle « {name} »".replace("'", "’")[:20])


def test_a_draft_is_nobodys_to_compare(load):
    load(FRAMEWORK, publish=False)
    assert named_version(AnonymousUser(), "boussole@1.0") is None


def test_the_comparison_costs_the_same_number_of_queries_whatever_the_size(load, django_assert_num_queries):
    load(FRAMEWORK)
    load(SECOND)
    versions = find_version("boussole", "1.0"), find_version("boussole", "2.0")
    with django_assert_num_queries(5):
        compare_versions(*versions, None)
