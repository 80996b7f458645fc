"""The CASE 1.1 read API, judged by the official OpenAPI file: every path, success and error."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openapi_core import OpenAPI
from openapi_core.contrib.django import DjangoOpenAPIResponse
from openapi_core.testing import MockRequest

from curriculum.actions.importing import import_framework
from curriculum.importers.exchange import read_framework
from tests.curriculum.case_files import DOCUMENT, MOMENT, OPENAPI, as_bytes, edge, item, link, needs_data, small, uid

pytestmark = pytest.mark.django_db
ROOT = "/ims/case/v1p1"
SERVER = "http://testserver"
WHEN = {"lastChangeDateTime": MOMENT}


def entry(number, **more):
    return {"identifier": uid(number), "uri": f"https://source.example/{number}", **WHEN, "title": f"T{number}", **more}


DEFINITIONS = {
    "CFConcepts": [entry(901, hierarchyCode="1"), entry(902, hierarchyCode="1.1"), entry(903, hierarchyCode="11")],
    "CFSubjects": [entry(911, hierarchyCode="1")],
    "CFLicenses": [entry(921, licenseText="Free")],
    "CFItemTypes": [entry(931, hierarchyCode="1", description="A type")],
    "CFAssociationGroupings": [entry(941)],
}
RUBRIC = {
    **entry(951),
    "CFRubricCriteria": [
        {
            **{key: value for key, value in entry(952).items() if key != "title"},
            "CFItemURI": link(1),
            "weight": 0.5,
            "CFRubricCriterionLevels": [
                {**{key: value for key, value in entry(953).items() if key != "title"}, "score": 2, "quality": "Good"}
            ],
        }
    ],
}
PATHS = {
    "CFDocuments": DOCUMENT,
    "CFPackages": DOCUMENT,
    "CFItems": uid(1),
    "CFItemAssociations": uid(1),
    "CFAssociations": uid(1000),
    "CFAssociationGroupings": uid(941),
    "CFConcepts": uid(901),
    "CFItemTypes": uid(931),
    "CFLicenses": uid(921),
    "CFRubrics": uid(951),
    "CFSubjects": uid(911),
}


@pytest.fixture
def bring(body, at):
    def run(content, publish=True, at=at):
        parsed = read_framework(as_bytes(content), "package.json")
        report = import_framework(parsed=parsed, owner=body, by=None, at=at, publish=publish)
        assert report.errors == []

    return run


@pytest.fixture
def served(bring):
    bring(small(CFDefinitions=DEFINITIONS, CFRubrics=[RUBRIC]))


@pytest.fixture
def ask(client):
    """The answer, after the official file has judged it."""
    official = None
    if OPENAPI.exists():
        spec = json.loads(OPENAPI.read_text())
        spec["servers"] = [{"url": SERVER + ROOT}]
        official = OpenAPI.from_dict(spec)

    def run(path, status=200, **query):
        response = client.get(f"{ROOT}/{path}", query)
        assert response.status_code == status
        if official is not None:
            official.validate_response(MockRequest(SERVER, "get", f"{ROOT}/{path}"), DjangoOpenAPIResponse(response))
        return response

    return run


def minor(response):
    (field,) = response.json()["imsx_codeMinor"]["imsx_codeMinorField"]
    return field["imsx_codeMinorFieldValue"]


@needs_data
def test_the_twelve_paths_of_the_official_file_are_those_we_serve():
    official = set(json.loads(OPENAPI.read_text())["paths"])
    assert official == {"/CFDocuments", *(f"/{noun}/{{sourcedId}}" for noun in PATHS)}
    assert len(official) == 12


@needs_data
@pytest.mark.parametrize("noun", PATHS)
def test_each_path_answers_by_the_official_file(served, ask, noun):
    response = ask(f"{noun}/{PATHS[noun]}")
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=3600"


@needs_data
@pytest.mark.parametrize("noun", PATHS)
def test_each_path_refuses_by_the_official_file(served, ask, noun):
    assert minor(ask(f"{noun}/{uid(404)}", 404)) == "unknownobject"
    assert minor(ask(f"{noun}/not-a-uuid", 404)) == "invalid_uuid"


@needs_data
def test_the_list_of_documents_answers_by_the_official_file(served, ask):
    response = ask("CFDocuments")
    assert [document["identifier"] for document in response.json()["CFDocuments"]] == [DOCUMENT]
    assert response.headers["X-Total-Count"] == "1"
    assert minor(ask("CFDocuments", 400, limit="0")) == "invalid_selection_field"
    assert minor(ask("CFDocuments", 400, sort="colour")) == "invalid_sort_field"


@needs_data
def test_the_shipped_library_is_served_by_the_official_file(loaded, ask):
    (document,) = ask("CFDocuments").json()["CFDocuments"]
    package = ask(f"CFPackages/{document['identifier']}").json()
    for node in package["CFItems"]:
        assert ask(node["uri"].split(f"{ROOT}/")[1]).json()["fullStatement"] == node["fullStatement"]
    for relation in package["CFAssociations"]:
        found = ask(relation["uri"].split(f"{ROOT}/")[1]).json()
        found.pop("CFDocumentURI")
        assert found == relation
    licence = document["licenseURI"]["uri"].split(f"{ROOT}/")[1]
    assert ask(licence).json() == package["CFDefinitions"]["CFLicenses"][0]


def test_an_item_says_its_document_and_all_its_associations(served, ask):
    found = ask(f"CFItemAssociations/{uid(1)}").json()
    assert found["CFItem"] == ask(f"CFItems/{uid(1)}").json()
    assert found["CFItem"]["CFDocumentURI"]["identifier"] == DOCUMENT
    ends = [(a["originNodeURI"]["identifier"], a["destinationNodeURI"]["identifier"]) for a in found["CFAssociations"]]
    assert ends == [(uid(1), DOCUMENT), (uid(3), uid(1)), (uid(4), uid(1))]


def test_a_set_is_what_was_asked_for_then_what_is_below_it(served, ask):
    found = ask(f"CFConcepts/{uid(901)}").json()["CFConcepts"]
    assert [concept["identifier"] for concept in found] == [uid(901), uid(902)]


def test_drafts_are_served_to_nobody(bring, ask):
    bring(small(), publish=False)
    for path in ("CFDocuments", f"CFDocuments/{DOCUMENT}", f"CFPackages/{DOCUMENT}", f"CFItems/{uid(1)}"):
        assert minor(ask(path, 404)) == "unknownobject"


def test_an_identifier_in_two_versions_is_that_of_the_newest(bring, ask, at):
    bring(small(document={"version": "1"}))
    content = small(document={"version": "2", "identifier": uid(7), "uri": "https://source.example/CFDocuments/7"})
    content["CFItems"][0]["fullStatement"] = "Item 1, again"
    for relation in content["CFAssociations"]:
        if relation["destinationNodeURI"]["identifier"] == DOCUMENT:
            relation["destinationNodeURI"]["identifier"] = uid(7)
    bring(content, at=at.replace(year=2027))
    assert ask(f"CFItems/{uid(1)}").json()["fullStatement"] == "Item 1, again"
    assert ask(f"CFDocuments/{DOCUMENT}").json()["version"] == "1"


def test_an_identifier_that_is_no_uuid_is_found_by_the_one_it_goes_out_with(bring, ask):
    content = small()
    content["CFItems"][1] = item(2, identifier="skill/2")
    content["CFAssociations"][1] = edge(2, sequence=1, originNodeURI={**link(2), "identifier": "skill/2"})
    bring(content)
    items = ask(f"CFPackages/{DOCUMENT}").json()["CFItems"]
    name = next(entry["identifier"] for entry in items if entry["uri"].endswith(uid(2)))
    assert ask(f"CFItems/{name}").json()["extensions"]["volet"]["verbatim"] == {"identifier": "skill/2"}


def test_what_was_had_before_is_not_sent_again(served, client):
    path = f"{ROOT}/CFPackages/{DOCUMENT}"
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    since = client.get(path, headers={"if-modified-since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_only_reading_is_served(served, client):
    response = client.post(f"{ROOT}/CFDocuments")
    assert (response.status_code, response.headers["Allow"], minor(response)) == (405, "GET, HEAD", "forbidden")
    assert client.head(f"{ROOT}/CFDocuments").status_code == 200


def test_an_unknown_path_is_an_error_of_the_standard(client):
    response = client.get(f"{ROOT}/CFNothings/{uid(1)}")
    assert (response.status_code, minor(response)) == (404, "unknownobject")


@pytest.fixture
def shelf(bring):
    """Three documents: Alpha, Beta and Gamma, of two publishers."""
    for number, (title, publisher) in enumerate([("Beta", "X"), ("Alpha", "X"), ("Gamma", "Y")], start=1):
        document = {"title": title, "publisher": publisher, "identifier": uid(800 + number)}
        document["uri"] = f"https://source.example/CFDocuments/{800 + number}"
        bring(small(document=document) | {"CFAssociations": []})


def titles(response):
    return [document["title"] for document in response.json()["CFDocuments"]]


def test_documents_are_sorted_and_filtered(shelf, ask):
    assert titles(ask("CFDocuments", sort="title")) == ["Alpha", "Beta", "Gamma"]
    assert titles(ask("CFDocuments", sort="title", orderBy="desc")) == ["Gamma", "Beta", "Alpha"]
    assert titles(ask("CFDocuments", filter="title='Beta'")) == ["Beta"]
    assert titles(ask("CFDocuments", sort="title", filter="title~'LPH' OR publisher='Y'")) == ["Alpha", "Gamma"]
    assert titles(ask("CFDocuments", filter="publisher='X' AND title!='Beta'")) == ["Alpha"]
    assert minor(ask("CFDocuments", 404, filter="title='Nothing'")) == "unknownobject"


@pytest.mark.parametrize(
    "query",
    [
        {"filter": "title"},
        {"filter": "colour='red'"},
        {"filter": "title='a' AND"},
        {"filter": "title='a' AND title='b' OR title='c'"},
        {"filter": "title='a' XOR title='b'"},
        {"filter": "title='" + "a" * 50},
        {"fields": "colour"},
        {"limit": "-1"},
        {"limit": "many"},
        {"offset": "99999999999"},
        {"orderBy": "up"},
    ],
    ids=str,
)
def test_a_parameter_that_makes_no_sense_is_refused(shelf, ask, query):
    assert minor(ask("CFDocuments", 400, **query)) == "invalid_selection_field"


def test_fields_asked_for_come_with_those_that_the_schema_requires(shelf, ask):
    (document, *_others) = ask("CFDocuments", fields="publisher", sort="title").json()["CFDocuments"]
    required = {"identifier", "uri", "creator", "title", "lastChangeDateTime", "CFPackageURI"}
    assert set(document) == required | {"publisher"}


def test_pages_follow_each_other_by_their_links(shelf, ask):
    first = ask("CFDocuments", sort="title", limit="2")
    assert (titles(first), first.headers["X-Total-Count"]) == (["Alpha", "Beta"], "3")
    links = {rel: address for address, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', first.headers["Link"])}
    assert sorted(links) == ["first", "last", "next"]
    second = ask("CFDocuments", sort="title", limit="2", offset="2")
    assert links["next"] == f"{SERVER}{ROOT}/CFDocuments?sort=title&limit=2&offset=2"
    assert titles(second) == ["Gamma"]
    assert sorted(re.findall(r'rel="(\w+)"', second.headers["Link"])) == ["first", "last", "prev"]


@pytest.mark.parametrize(
    ("noun", "statements"),
    [
        ("CFDocuments", 2),
        ("CFPackages", 6),
        ("CFItems", 3),
        ("CFItemAssociations", 6),
        ("CFAssociations", 4),
        ("CFConcepts", 3),
        ("CFRubrics", 2),
    ],
)
def test_queries_do_not_grow_with_the_framework(bring, client, noun, statements):
    counted = []
    for document, more in ((small(CFDefinitions=DEFINITIONS, CFRubrics=[RUBRIC]), []), (None, range(10, 30))):
        if document is None:
            document = small(CFDefinitions=DEFINITIONS, CFRubrics=[RUBRIC])
            document["CFDocument"] |= {"identifier": uid(7), "uri": "https://source.example/7", "version": "2"}
            document["CFItems"] += [item(n) for n in more]
            document["CFAssociations"] = [*(edge(n, 1) for n in (2, 3, 4, *more)), edge(1, None)]
            document["CFAssociations"][-1]["destinationNodeURI"] = link(uid(7), "CFDocuments")
        bring(document)
        target = document["CFDocument"]["identifier"] if PATHS[noun] == DOCUMENT else PATHS[noun]
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{ROOT}/{noun}/{target}").status_code == 200
        counted.append(len(queries))
    assert counted == [statements, statements]


def test_the_list_takes_the_same_queries_for_one_and_for_three(bring, client):
    counted = []
    for number in (1, 2, 3):
        document = {"title": f"T{number}", "identifier": uid(800 + number), "uri": f"https://source.example/{number}"}
        bring(small(document=document) | {"CFAssociations": []})
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(f"{ROOT}/CFDocuments").json()["CFDocuments"]) == number
        counted.append(len(queries))
    assert counted == [2, 2, 2]


def test_the_discovery_document_is_ours_and_tells_the_twelve_paths(client):
    response = client.get(f"{ROOT}/discovery/imscasev1p1_openapi3_v1p0.json")
    document = response.json()
    assert set(document["paths"]) == {"/CFDocuments", *(f"/{noun}/{{sourcedId}}" for noun in PATHS)}
    OpenAPI.from_dict(document).spec  # noqa: B018 - raises for a document that is no OpenAPI
    assert document["servers"][0]["url"].endswith(ROOT)


def test_answers_obey_our_own_discovery_document(served, client):
    document = client.get(f"{ROOT}/discovery/imscasev1p1_openapi3_v1p0.json").json()
    document["servers"] = [{"url": SERVER + ROOT}]
    ours = OpenAPI.from_dict(document)
    for path in ("CFDocuments", *(f"{noun}/{identifier}" for noun, identifier in PATHS.items())):
        response = client.get(f"{ROOT}/{path}")
        ours.validate_response(MockRequest(SERVER, "get", f"{ROOT}/{path}"), DjangoOpenAPIResponse(response))
