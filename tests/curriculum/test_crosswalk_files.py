"""A crosswalk as a file: read, refused with its line, written again, and what Volet ships."""

import csv

import pytest
from django.conf import settings

from curriculum.exporters import dump_crosswalk
from curriculum.models import Alignment
from curriculum.queries import alignments_from, crosswalk_spec, crosswalks_between, find_crosswalk, find_version
from tests.curriculum.conftest import FRAMEWORK
from tests.curriculum.test_formats import SHIPPED, parsed

pytestmark = pytest.mark.django_db

SECOND = FRAMEWORK.replace('label: "1.0"', 'label: "2.0"').replace("Drawing", "Painting")
CROSSWALK = """\
format: volet.crosswalk/1
slug: boussole-1-2
label: "1.0"
language: fr
title: "De la Boussole 1.0 à la 2.0"
author: "Équipe Volet"
source: {slug: boussole, label: "1.0"}
target: {slug: boussole, label: "2.0"}
introduction: "Notre lecture."
alignments:
  - {origin: "1.1", destination: "1.1", kind: exact}
  - {origin: "1.1", destination: "1.2", kind: narrower, rationale: "une part"}
  - {origin: "1.2", destination: "1.2", kind: broader}
  - {origin: "2.1", rationale: "abandonnée"}
"""
DATA = settings.VOLET_LIBRARY.parents[2] / "shared" / "data" / "frameworks"


def rows(version):
    kept = Alignment.objects.filter(version=version).order_by("origin__path", "destination__path")
    return [(a.origin.code, a.destination and a.destination.code, a.kind, a.state, a.basis) for a in kept]


def test_a_crosswalk_is_made_and_published_and_its_alignments_are_kept_without_a_reviewer(load):
    load(FRAMEWORK)
    load(SECOND, CROSSWALK)
    version = find_crosswalk("boussole-1-2", "1.0")
    assert (version.state, str(version.source), str(version.target)) == ("published", "Boussole 1.0", "Boussole 2.0")
    assert rows(version) == [
        ("1.1", "1.1", "exact", "accepted", "file"),
        ("1.1", "1.2", "narrower", "accepted", "file"),
        ("1.2", "1.2", "broader", "accepted", "file"),
        ("2.1", None, "", "accepted", "file"),
    ]
    assert set(version.alignments.values_list("reviewed_by", "reviewed_at")) == {(None, None)}


def test_it_is_found_between_its_two_versions_and_followed(load):
    load(FRAMEWORK)
    load(SECOND, CROSSWALK)
    one, two = find_version("boussole", "1.0"), find_version("boussole", "2.0")
    (crosswalk,) = crosswalks_between(one, two)
    assert crosswalks_between(two, one) == []
    found = {
        rows[0].origin.code: [row.destination and row.destination.code for row in rows]
        for rows in alignments_from(crosswalk).values()
    }
    assert found == {"1.1": ["1.1", "1.2"], "1.2": ["1.2"], "2.1": [None]}


def test_the_same_file_again_changes_nothing_whatever_the_order_of_its_rows(load):
    load(FRAMEWORK)
    load(SECOND, CROSSWALK)
    head, tail = CROSSWALK.split("alignments:\n")
    turned = f"{head}alignments:\n" + "\n".join(reversed(tail.splitlines())) + "\n"
    assert [entry.outcome for entry in load(turned).loaded] == ["unchanged"]


def test_other_content_under_a_published_label_is_refused(load, refused):
    load(FRAMEWORK)
    load(SECOND, CROSSWALK)
    assert refused(CROSSWALK.replace("narrower", "close")) == [
        ("a.yaml", 3, "boussole-1-2 1.0 existe déjà avec un autre contenu : donnez un nouveau numéro de version")
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "line", "reason"),
    [
        ('"1.2", kind: broader', '"9.9", kind: broader', 13, "compétence inconnue « 9.9 » dans Boussole 2.0"),
        ('{origin: "2.1"', '{origin: "7"', 14, "compétence inconnue « 7 » dans Boussole 1.0"),
        ('"1.1", kind: exact', '"1.1"', 11, "« kind » manque"),
        ("kind: exact", "kind: same", 11,
         "« same » n'est pas permis : exact, close, broader, narrower, related, replaced_by, translation_of"),
        ('{origin: "2.1"', '{origin: "2.1", kind: close', 14,
         "« kind » sans « destination » : rien ne correspond, ou une destination manque"),
        ('"1.2", kind: narrower', '"1.1", kind: narrower', 12, "« 1.1 » a déjà cette destination"),
        ('{origin: "2.1"', '{origin: "1.2"', 14,
         "« 1.2 » : rien ne correspond, ou quelque chose, pas les deux"),
        ('target: {slug: boussole, label: "2.0"}', 'target: {slug: boussole, label: "1.0"}', 8,
         "une table va d'une version à une autre : « boussole 1.0 » est écrit deux fois"),
        ('target: {slug: boussole, label: "2.0"}', 'target: {slug: compas, label: "1"}', 8,
         "le référentiel de compétences « compas 1 » n'existe pas"),
        ('target: {slug: boussole, label: "2.0"}', "", 1, "« target » manque"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_line(load, refused, was, becomes, line, reason):
    load(FRAMEWORK)
    load(SECOND)
    assert (("a.yaml", line, reason)) in refused(CROSSWALK.replace(was, becomes))
    assert find_crosswalk("boussole-1-2", "1.0") is None


def test_a_published_crosswalk_that_refers_to_a_draft_is_refused(load, refused):
    load(FRAMEWORK)
    load(SECOND, publish=False)
    reason = "« Boussole 2.0 » est encore un brouillon : une table publiée ne peut pas y renvoyer."
    assert refused(CROSSWALK) == [("a.yaml", 3, reason)]
    load(CROSSWALK, publish=False)
    assert find_crosswalk("boussole-1-2", "1.0").state == "draft"


def test_what_is_written_reads_the_same_and_is_written_the_same(load, tmp_path):
    load(FRAMEWORK)
    load(SECOND, CROSSWALK)
    written = dump_crosswalk(crosswalk_spec(find_crosswalk("boussole-1-2", "1.0")))
    again = parsed(tmp_path, written)
    assert again == crosswalk_spec(find_crosswalk("boussole-1-2", "1.0"))
    assert dump_crosswalk(again) == written


def test_nodes_whose_code_is_repeated_are_named_by_their_identifier(load, refused):
    twins = FRAMEWORK.replace('code: "1.2"', 'code: "1.1"\n        identifier: other').replace(
        'code: "1.1"\n        kind', 'code: "1.1"\n        identifier: first\n        kind'
    )
    load(twins)
    load(twins.replace('label: "1.0"', 'label: "2.0"'))
    text = CROSSWALK.replace('"1.2"', "other").replace('"1.1"', "first")
    assert refused(text.replace("first", '"1.1"'))[0] == (
        "a.yaml", 11, "le code « 1.1 » désigne plusieurs compétences dans Boussole 2.0"
    )  # fmt: skip
    load(text)
    spec = crosswalk_spec(find_crosswalk("boussole-1-2", "1.0"))
    assert [(a.origin, a.destination) for a in spec.alignments] == [
        ("first", "first"), ("first", "other"), ("other", "other"), ("2.1", "")
    ]  # fmt: skip


def shipped(name):
    return (SHIPPED / "crosswalks" / f"{name}.yaml").read_text()


def test_the_shipped_table_from_digcomp_2_2_to_3_0_says_what_the_titles_say(tmp_path):
    spec = parsed(tmp_path, shipped("digcomp-2.2-3.0"))
    source = DATA / "digcomp" / "crosswalk-digcomp-2.2-to-3.0.csv"
    if not source.is_file():
        pytest.skip("the reference data of DigComp is not beside the project")
    with source.open(newline="") as lines:
        told = {row["code_2_2"]: (row["code_3_0"], row["title_changed"]) for row in csv.DictReader(lines)}
    competences = {
        a.origin: (a.destination, "no" if a.kind == "exact" else "yes") for a in spec.alignments if "." in a.origin
    }
    assert competences == told
    assert [(a.origin, a.kind) for a in spec.alignments if "." not in a.origin] == [
        ("1", "replaced_by"), ("2", "exact"), ("3", "replaced_by"), ("4", "replaced_by"), ("5", "replaced_by")
    ]  # fmt: skip
    assert all(a.rationale for a in spec.alignments if a.kind == "replaced_by")


def test_the_shipped_tables_of_the_crcn_are_n_to_m_and_say_where_nothing_corresponds(tmp_path):
    there = parsed(tmp_path, shipped("crcn-2019-digcomp-2.2"))
    back = parsed(tmp_path, shipped("digcomp-2.2-crcn-2019"))
    assert [a.destination for a in there.alignments if a.origin == "4.3"] == ["4.3", "4.4"]
    assert [a.origin for a in back.alignments if not a.destination] == ["2.6", "3.3", "5.4"]
    assert len({a.origin for a in there.alignments}) == 21
    assert len({a.origin for a in back.alignments}) == 26
    mirror = {"broader": "narrower", "narrower": "broader"}
    told = {(a.destination, a.origin): mirror.get(a.kind, a.kind) for a in there.alignments}
    assert {(a.origin, a.destination): a.kind for a in back.alignments if a.destination}.items() <= told.items()


def test_the_shipped_tables_load_and_say_who_speaks(load, body, at):
    names = ("digcomp-2.2", "digcomp-3.0", "crcn-2019")
    load(*((SHIPPED / "frameworks" / f"{name}.yaml").read_text() for name in names))
    tables = ("digcomp-2.2-3.0", "crcn-2019-digcomp-2.2", "digcomp-2.2-crcn-2019")
    assert load(*(shipped(name) for name in tables)).count("created") == 3
    for slug in ("digcomp-2-2-3-0", "crcn-2019-digcomp-2-2", "digcomp-2-2-crcn-2019"):
        version = find_crosswalk(slug, "1.0")
        assert (version.state, version.author) == ("published", "Équipe Volet")
        assert "**notre lecture**, à relire par une personne experte" in version.introduction
