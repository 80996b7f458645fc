"""What comes in as CASE goes out as strict CASE 1.1, comes back as it was, and loses nothing on the way."""

import dataclasses
import json
from pathlib import Path

import pytest
from django import conf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.packages import Fields
from content.packages.documents import read_document
from curriculum.exporters.exchange import WRITERS
from curriculum.formats import CompetencySpec, FrameworkSpec
from curriculum.importers.exchange import read_framework
from curriculum.importers.frameworks import parse_framework
from tests.curriculum.case_files import (
    DOCUMENT,
    as_bytes,
    edge,
    item,
    judged,
    link,
    needs_data,
    package,
    real_files,
    small,
    uid,
)

BASE = conf.settings.VOLET_BASE_URL
LIBRARY = Path(__file__).resolve().parents[2] / "content" / "library" / "fr" / "frameworks"


def read(content):
    parsed = read_framework(as_bytes(content), "package.json")
    assert parsed.errors == []
    return parsed.spec


def dump(spec, base=BASE):
    return WRITERS["case"].dump(spec, base)


def keeps(spec, base=BASE):
    """Out, in and out again: the same version, the same bytes, and nothing that the official schema refuses."""
    out = dump(spec, base)
    back = read(out)
    assert back == spec
    assert dump(back, base) == out
    assert judged(out) == []
    return json.loads(out)


def library_spec(path):
    document = read_document(path.parent, path)
    fields = Fields(document, document.data, [])
    fields.text("format")
    return parse_framework(fields)


@needs_data
@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.name)
def test_real_packages_come_back_as_they_were_and_are_strict(path):
    spec = read(path.read_bytes())
    out = keeps(spec)
    source = json.loads(path.read_bytes())
    for key in ("CFItems", "CFAssociations"):
        names = {(entry["identifier"], entry["uri"]) for entry in source[key]}
        assert {(entry["identifier"], entry["uri"]) for entry in out[key]} == names


@needs_data
@pytest.mark.parametrize("path", sorted(LIBRARY.rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_frameworks_go_out_strictly_and_come_back_with_levels_and_languages(path):
    spec = library_spec(path)
    keeps(spec)
    assert spec.levels


@needs_data
def test_what_is_exported_elsewhere_keeps_its_addresses():
    out = dump(library_spec(sorted(LIBRARY.rglob("*.yaml"))[0]), "https://other.example")
    spec = read(out)
    assert spec.uri.startswith("https://other.example/ims/case/v1p1/CFDocuments/")
    assert dump(spec) == out


@needs_data
def test_identifiers_that_are_no_uuid_go_out_as_uuids_and_come_back_verbatim():
    there = "https://example.org/skill/1"
    content = package([item(1, identifier=there), item(2)], [edge(2)], {"identifier": "framework 7"})
    content["CFAssociations"] += [
        edge(2, kind="isRelatedTo", number=5, destinationNodeURI={**link(1), "identifier": there})
    ]
    content["CFAssociations"][0]["destinationNodeURI"]["identifier"] = "framework 7"
    spec = read(content)
    assert (spec.identifier, spec.competencies[0].identifier) == ("framework 7", there)
    out = keeps(spec)
    first, related = out["CFItems"][0], out["CFAssociations"][-1]
    assert first["extensions"]["volet"]["verbatim"]["identifier"] == there
    assert related["destinationNodeURI"]["identifier"] == first["identifier"] != there


RUBRIC = {
    "identifier": uid(500),
    "uri": "https://source.example/rubric",
    "lastChangeDateTime": "2021-01-01T00:00:00Z",
    "CFRubricCriteria": [
        {
            "weight": "0.5",
            "CFItemURI": link(1),
            "CFRubricCriterionLevels": [{"score": 1, "quality": "Good", "extensions": [{"a": 1}], "mood": "sunny"}],
        }
    ],
}
ODD = package(
    [
        item(1, lastChangeDateTime="yesterday", CFItemTypeURI={"title": "T", "identifier": "t-1", "uri": "a b"}),
        item(2, fullStatement=None, abbreviatedStatement="Short", extensions={"z": 1, "a": {"c": 1, "b": 2}}),
        item(3, language="de", notes="Notiz", conceptKeywords="one", statusStartDate="2020-13-01", uri="not an uri"),
        item(4, CFItemType="Standard", fullStatement={"no": "text"}),
    ],
    [
        edge(1, sequence=1),
        edge(2, sequence=7),
        edge(3, kind="is like", number=5, destinationNodeURI=link(1, title=None)),
        edge(1, kind="isPeerOf", number=6, destinationNodeURI={"identifier": "x", "uri": "https://far.example"}),
    ],
    {
        "caseVersion": "1.0",
        "version": "Édition 2",
        "language": "en-GB",
        "adoptionStatus": "DRAFT",
        "creator": None,
        "CFPackageURI": link(DOCUMENT, "CFPackages"),
        "licenseURI": link(600, "CFLicenses"),
    },
    CFDefinitions={
        "CFLicenses": [{"identifier": uid(600), "title": "Free", "licenceText": "misspelt"}],
        "CFItemTypes": [{"title": "Standard"}],
        "CFWhatever": [1],
        "extensions": {"q": 1},
    },
    CFRubrics=[RUBRIC],
    publisherNote={"kept": True},
)


@needs_data
def test_what_breaks_the_standard_goes_out_strictly_and_comes_back_verbatim():
    out = keeps(read(ODD))
    assert out["CFItems"][0]["extensions"]["volet"]["verbatim"]["lastChangeDateTime"] == "yesterday"
    assert out["extensions"]["volet"]["verbatim"] == {"publisherNote": {"kept": True}}
    assert out["CFRubrics"][0]["CFRubricCriteria"][0]["weight"] == 0.5
    assert read(ODD).licence == "Free"


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
MESS = {
    "CFItem": [
        "alternativeLabel CFItemType humanCodingScheme listEnumeration abbreviatedStatement conceptKeywords notes subject",
        "conceptKeywordsURI subjectURI language educationLevel CFItemTypeURI licenseURI statusStartDate fullStatement",
        "lastChangeDateTime extensions colour",
    ],
    "CFDocument": [
        "frameworkType caseVersion creator officialSourceURL publisher description subject subjectURI language version",
        "adoptionStatus statusStartDate statusEndDate licenseURI notes extensions lastChangeDateTime title colour",
    ],
    "CFAssociation": ["CFAssociationGroupingURI lastChangeDateTime notes extensions colour sequenceNumber"],
    "CFConcept": ["title keywords hierarchyCode description uri lastChangeDateTime extensions colour"],
}
VALUES = ANYTHING | st.sampled_from(
    ["2024-02-30", "2024-02-03", "fr", "fr-CA", "Adopted", "draft", "1.1", "2020-01-01T00:00:00Z", "7", link(9)]
)


def mess(name):
    keys = " ".join(MESS[name]).split()
    return st.dictionaries(st.sampled_from(keys), VALUES, max_size=5)


@st.composite
def packages(draw):
    count = draw(st.integers(0, 6))
    items = [{**item(n), **draw(mess("CFItem"))} for n in range(1, count + 1)]
    edges = []
    for child in range(1, count + 1):
        for number in range(draw(st.integers(0, 2))):
            parent = draw(st.integers(0, child - 1))
            sequence = draw(st.none() | st.integers(0, 5))
            extra = draw(mess("CFAssociation"))
            if isinstance(extra.get("sequenceNumber"), int | float | str):
                del extra["sequenceNumber"]
            edges.append({**edge(child, parent or None, sequence, number=100 * child + number), **extra})
    concepts = [{"identifier": uid(900 + n), **draw(mess("CFConcept"))} for n in range(draw(st.integers(0, 2)))]
    return package(
        draw(st.permutations(items)), edges, draw(mess("CFDocument")), CFDefinitions={"CFConcepts": concepts}
    )


@needs_data
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(packages())
def test_import_export_import_is_the_identity(content):
    parsed = read_framework(as_bytes(content), "package.json")
    if parsed.spec is None:
        assert [remark.reason for remark in parsed.errors] == ["« extensions » devrait être un objet"]
        return
    keeps(parsed.spec)


@needs_data
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.dictionaries(st.sampled_from(["fr", "en", "de"]), TEXT.filter(str.strip), min_size=1), max_size=5))
def test_a_framework_of_ours_comes_back_with_all_its_languages(titles):
    nodes = tuple(CompetencySpec(str(n), "statement", title, uid(n)) for n, title in enumerate(titles))
    languages = {language: "unofficial" for title in titles for language in title}
    spec = dataclasses.replace(read(small()), competencies=nodes, text_status=languages, slug="ours", label="2.0")
    assert read(dump(spec)) == spec


def test_the_writer_takes_no_clock_and_no_order_of_keys():
    def turned(value):
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in sorted(value, reverse=True)}
        return value

    spec = read(ODD)
    assert isinstance(spec, FrameworkSpec)
    mixed = dataclasses.replace(spec, extra=turned(spec.extra), title=turned(spec.title))
    assert dump(mixed) == dump(spec)
