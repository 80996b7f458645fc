"""SKOS out and in again: nothing changes, whatever the framework and the form."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.exporters.exchange import WRITERS
from curriculum.exporters.skos import losses
from curriculum.formats import AssociationSpec, DefinitionSpec, digest_of
from curriculum.importers.exchange import read_framework
from tests.curriculum.exchanged import BASE, SHIPPED, frameworks, shipped

FORMS = {"skos-ttl": "a.ttl", "skos-jsonld": "a.jsonld"}
forms = st.sampled_from(sorted(FORMS))


def sent(spec, form):
    return WRITERS[form].dump(spec, BASE)


def came_back(data, form):
    parsed = read_framework(data, FORMS[form])
    assert parsed.errors == []
    return parsed.spec


def test_a_creator_called_like_a_part_of_case_stays_skos():
    spec = dataclasses.replace(shipped("digcomp-3.0"), creator="CFDocument")
    assert came_back(sent(spec, "skos-jsonld"), "skos-jsonld").creator == "CFDocument"


@given(frameworks(), forms)
def test_what_is_written_reads_as_what_was_read(spec, form):
    data = sent(spec, form)
    once = came_back(data, form)
    if spec.identifier:  # its associations are named after the version
        spec = dataclasses.replace(spec, associations=once.associations)
    assert once == spec
    assert sent(once, form) == data


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_framework_survives_the_journey(name, form):
    spec = shipped(name)
    data = sent(spec, form)
    parsed = read_framework(data, FORMS[form])
    assert (parsed.errors, parsed.warnings) == ([], [])
    assert parsed.spec == spec
    assert digest_of(parsed.spec) == digest_of(spec)
    assert sent(parsed.spec, form) == data


@pytest.mark.parametrize("name", SHIPPED)
def test_both_forms_say_the_same(name):
    spec = shipped(name)
    assert came_back(sent(spec, "skos-jsonld"), "skos-jsonld") == came_back(sent(spec, "skos-ttl"), "skos-ttl")


def test_the_words_of_skos_are_those_that_other_tools_read():
    text = sent(shipped("digcomp-3.0"), "skos-ttl").decode()
    scheme = f"<{BASE}/frameworks/digcomp/3.0/>"
    for line in (
        f"{scheme} a skos:ConceptScheme",
        'owl:versionInfo "3.0"',
        'skos:notation "1.1"',
        f"skos:topConceptOf {scheme}",
    ):
        assert line in text
    graph = json.loads(sent(shipped("digcomp-3.0"), "skos-jsonld"))["@graph"]
    labels = next(entry for entry in graph if entry.get("skos:notation") == ["1.1"])["skos:prefLabel"]
    assert sorted(label["@language"] for label in labels) == ["en", "fr"]


def test_losses_are_told():
    spec = shipped("crcn-2019")
    assert losses(spec) == []
    node = spec.competencies[0]
    link = AssociationSpec("mine", "isRelatedTo", node.identifier, "nowhere")
    doubled = dataclasses.replace(spec.competencies[1], uri="https://example.org/a")
    richer = dataclasses.replace(
        spec,
        associations=(link,),
        definitions=(DefinitionSpec("CFSubjects", "x", {}),),
        competencies=(dataclasses.replace(node, uri="https://example.org/a"), doubled, *spec.competencies[2:]),
    )
    assert [(remark.where, remark.reason) for remark in losses(richer)] == [
        ("2019", "définitions, grilles et groupements du paquet CASE, que SKOS n'écrit pas : 1"),
        ("mine", "relations qui perdent leur identifiant d'origine, car SKOS ne leur en donne pas : 1"),
        (
            "mine",
            "cette relation ne part pas d'une compétence, ou mène à quelque chose sans adresse : elle n'est pas écrite",
        ),
        ("https://example.org/a", "cette adresse d'origine ne peut pas s'écrire en SKOS : la nôtre la remplace"),
    ]
    assert came_back(sent(richer, "skos-ttl"), "skos-ttl").competencies[1].uri == ""
