"""A crosswalk as a CASE 1.1 package: strict, and with nothing lost."""

import json

import pytest
from jsonschema import Draft202012Validator

from curriculum.exporters import crosswalk_package
from curriculum.queries import find_crosswalk
from curriculum.queries.aligning import crosswalk_links
from tests.curriculum.conftest import FRAMEWORK
from tests.curriculum.test_crosswalk_files import CROSSWALK, DATA, SECOND, shipped
from tests.curriculum.test_formats import SHIPPED

pytestmark = pytest.mark.django_db
BASE = "https://volet.example"


def package(slug):
    version = find_crosswalk(slug, "1.0")
    return json.loads(crosswalk_package(version, crosswalk_links(version), base_url=BASE))


@pytest.fixture
def small(load):
    load(FRAMEWORK)
    load(SECOND, CROSSWALK)
    return package("boussole-1-2")


def test_each_kept_alignment_is_an_association_between_items_that_stand_elsewhere(small):
    told = [
        (a["associationType"], a["originNodeURI"]["title"], a["destinationNodeURI"]["title"], a.get("notes"))
        for a in small["CFAssociations"]
    ]
    heart = "1.1 Caring for one's heart"
    assert told == [
        ("exactMatchOf", heart, heart, None),
        ("ext:narrowMatch", heart, "1.2 Data", "une part"),
        ("ext:broadMatch", "1.2 Data", "1.2 Data", None),
    ]
    link = small["CFAssociations"][0]["originNodeURI"]
    assert link["uri"] == f"{BASE}/frameworks/boussole/1.0/{link['identifier']}/"


def test_what_has_no_counterpart_is_told_beside(small):
    version = find_crosswalk("boussole-1-2", "1.0")
    identifier = version.source.competencies.get(code="2.1").identifier
    assert small["CFDocument"]["extensions"]["volet"]["withoutCounterpart"] == [identifier]
    assert (small["CFDocument"]["creator"], small["CFDocument"]["caseVersion"]) == ("Équipe Volet", "1.1")


def test_the_packages_follow_the_official_schema(load, small):
    schema = DATA / "case" / "case-v1p1-cfpackage.official.schema.json"
    if not schema.is_file():
        pytest.skip("the official CASE schema is not beside the project")
    load(
        *((SHIPPED / "frameworks" / f"{name}.yaml").read_text() for name in ("digcomp-2.2", "digcomp-3.0", "crcn-2019"))
    )
    load(*(shipped(name) for name in ("digcomp-2.2-3.0", "crcn-2019-digcomp-2.2", "digcomp-2.2-crcn-2019")))
    official = json.loads(schema.read_text())
    validator = Draft202012Validator(official, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for slug in ("boussole-1-2", "digcomp-2-2-3-0", "crcn-2019-digcomp-2-2", "digcomp-2-2-crcn-2019"):
        assert [error.message for error in validator.iter_errors(package(slug))] == []
    assert len(package("digcomp-2-2-3-0")["CFAssociations"]) == 26
