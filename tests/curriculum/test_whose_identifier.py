"""Another organisation that publishes the identifiers of a framework doesn't speak in its place."""

from datetime import timedelta

import pytest

from curriculum.actions.importing import import_framework
from curriculum.importers.exchange import read_framework
from tests.curriculum.case_files import DOCUMENT, as_bytes, edge, item, package, uid

pytestmark = pytest.mark.django_db
BASE = "/ims/case/v1p1"


@pytest.fixture
def publish(make_body, at):
    bodies = {}

    def bring(owner, content, days=0, slug=""):
        bodies.setdefault(owner, make_body(owner))
        report = import_framework(
            parsed=read_framework(as_bytes(content), "package.json"),
            owner=bodies[owner],
            by=None,
            at=at + timedelta(days=days),
            publish=True,
            slug=slug,
        )
        assert report.errors == []

    return bring


def test_an_item_is_that_of_the_framework_that_published_it_first(publish, client):
    publish("Les Pins", package([item(1)], [edge(1)]))
    copied = {"identifier": uid(999), "title": "Imitation"}
    publish(
        "Les Ormes", package([item(1, fullStatement="Something else")], [edge(1, number=5)], document=copied), days=1
    )
    assert client.get(f"{BASE}/CFItems/{uid(1)}").json()["fullStatement"] == "Item 1"


def test_a_document_is_that_of_the_framework_that_published_it_first(publish, client):
    publish("Les Pins", package([item(1)], [edge(1)]))
    copied = {"identifier": DOCUMENT.upper(), "title": "Imitation"}
    publish("Les Ormes", package([item(2)], [edge(2)], document=copied), days=1)
    assert client.get(f"{BASE}/CFDocuments/{DOCUMENT}").json()["title"] == "Small framework"


def test_an_item_of_several_versions_is_that_of_the_newest(publish, client):
    publish("Les Pins", package([item(1)], [edge(1)]))
    later = {"identifier": uid(999), "version": "2"}
    content = package([item(1, fullStatement="Item 1, said better")], [edge(1, number=5)], document=later)
    publish("Les Pins", content, days=1, slug="small-framework")
    assert client.get(f"{BASE}/CFItems/{uid(1)}").json()["fullStatement"] == "Item 1, said better"
