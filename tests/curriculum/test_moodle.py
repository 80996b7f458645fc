"""Moodle's competency CSV out and in again: what it can hold stays, what it can't is told."""

import csv
import dataclasses
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.exporters.exchange import WRITERS
from curriculum.exporters.moodle_csv import losses
from curriculum.formats import (
    AssociationSpec,
    CompetencySpec,
    FrameworkSpec,
    LevelSpec,
    association_identifier,
    competency_identifier,
    framework_identifier,
)
from curriculum.formats.moodle import as_html, from_html, guarded, unguarded
from curriculum.importers.exchange import read_framework
from tests.curriculum.exchanged import BASE, SHIPPED, lines, shipped, words

text_of_spreadsheets = st.text(st.sampled_from("'=+-@\t\ra1"), max_size=5)


def sent(spec):
    return WRITERS["moodle-csv"].dump(spec, BASE)


def came_back(data):
    parsed = read_framework(data, "moodle.csv")
    assert parsed.errors == []
    return parsed


@st.composite
def frameworks(draw):
    """All that Moodle can hold: one language, codes, kinds by depth, levels by title, relations."""

    def node(code, kind, children=()):
        about = draw(st.just({}) | st.fixed_dictionaries({"fr": lines}))
        title = draw(words | st.just("=1+1") | st.just("Une longue phrase, " * 9 + "fin"))
        return CompetencySpec(
            code, kind, {"fr": title}, competency_identifier("f", "1 bis", code), children, description=about
        )

    below = tuple(node(code, "competence") for code in draw(st.sampled_from([("1.1",), ("1,1", "-2", "1.3")])))
    roots = (node("1", "area", below), node("é 2", "area"))
    version, origin, end = framework_identifier("f", "1 bis"), roots[0].identifier, below[0].identifier
    link = AssociationSpec(association_identifier(version, "isRelatedTo", origin, end), "isRelatedTo", origin, end)
    commaless = words.map(lambda text: text.replace(",", "")).map(str.strip).filter(bool)
    levels = tuple(LevelSpec(n, str(n), {"fr": draw(commaless)}, {}) for n in range(1, draw(st.integers(3, 5))))
    name, title = draw(words), draw(words)
    return FrameworkSpec(
        "f", "1 bis", "fr", name, {"fr": title}, "", "", "", None, {"fr": "official"}, levels, roots,
        description=draw(st.just("") | lines), associations=(link,) if draw(st.booleans()) else (),
    )  # fmt: skip


@given(frameworks())
def test_what_moodle_can_hold_comes_back(spec):
    data = sent(spec)
    assert came_back(data).spec == spec
    assert sent(came_back(data).spec) == data


@pytest.mark.parametrize("name", SHIPPED)
def test_of_a_shipped_framework_the_tree_the_codes_and_the_titles_come_back(name):
    spec = shipped(name)
    data = sent(spec)
    again = came_back(data).spec
    assert (again.slug, again.label, again.language, again.name) == (spec.slug, spec.label, spec.language, spec.name)
    for ours, theirs in zip(spec.walk(), again.walk(), strict=True):
        assert (theirs.code, theirs.title[spec.language]) == (ours.code, ours.title[spec.language])
        assert (theirs.identifier, len(theirs.children)) == (ours.identifier, len(ours.children))
    assert [level.title for level in again.levels] == [
        {spec.language: level.title[spec.language]} for level in spec.levels
    ]
    assert sent(again) == data


@given(text_of_spreadsheets)
def test_a_guard_against_formulas_is_taken_off_again(cell):
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in set("=+-@\t\r")


@given(lines)
def test_text_survives_html(text):
    assert from_html(as_html(text)) == text


def test_html_becomes_plain_words():
    markup = "<p>Un <b>mot</b></p>\n<ul><li>a &amp; b</li><li>c</li></ul><script>alert(1)</script><p>fin"
    assert from_html(markup) == "Un mot\n- a & b\n- c\nfin"


def test_no_cell_is_a_formula():
    node = dataclasses.replace(shipped("crcn-2019").competencies[0], code="=1", title={"fr": "@SUM(A1)"}, children=())
    data = sent(dataclasses.replace(shipped("crcn-2019"), name="+33", competencies=(node,)))
    cells = [cell for row in csv.reader(io.StringIO(data.decode())) for cell in row]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []
    assert [cell for cell in cells if cell.startswith("'")] == ["'+33", "'=1", "'@SUM(A1)"]


def test_what_moodle_would_cut_stands_whole_in_the_description():
    title = "Sait " + "faire avec soin " * 10 + "ce qui est dit"
    node = CompetencySpec("1", "competence", {"fr": title}, competency_identifier("f", "1", "1"))
    spec = FrameworkSpec("f", "1", "fr", "F", {"fr": "F"}, "", "", "", None, {"fr": "official"}, (), (node,))
    row = list(csv.reader(io.StringIO(sent(spec).decode())))[2]
    assert (len(row[2]), row[2][-1], row[3]) == (100, "…", f"<p>{title}</p>")
    assert came_back(sent(spec)).spec.competencies == (node,)


def test_losses_are_told():
    spec = shipped("digcomp-3.0")
    assert [(remark.where, remark.reason) for remark in losses(spec)] == [
        ("3.0", "des niveaux, Moodle ne garde que les intitulés : ni codes ni regroupements"),
        ("fr", "Moodle n'a qu'une langue : il faut un fichier par langue"),
        ("3.0", "Moodle n'a pas de place pour : licence, source, éditeur"),
    ]
