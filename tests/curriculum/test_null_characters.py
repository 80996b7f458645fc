"""A null character in an address or a search, which PostgreSQL refuses to hear of, finds nothing and breaks nothing."""

import pytest
from django.test import Client

from curriculum.formats import searchable
from tests.curriculum.conftest import FRAMEWORK
from tests.curriculum.test_publishing_what_was_read import CROSSWALK

pytestmark = pytest.mark.django_db


def test_a_null_character_separates_words():
    assert searchable("Sécurité\0Photo") == "securite photo"


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b", "page=%00", "at=%00", "open=%00", "after=%00"])
def test_public_pages_open_with_one(load, query):
    load(FRAMEWORK, FRAMEWORK.replace('label: "1.0"', 'label: "2.0"'), CROSSWALK)
    for path in ("/crosswalks/table/1.0/", "/frameworks/boussole/1.0/", "/frameworks/", "/references/", "/strands/"):
        assert Client().get(f"{path}?{query}").status_code == 200, path


@pytest.mark.parametrize("query", ["open=%00", "q=safety&after=%00"])
def test_the_branches_of_a_large_framework_open_with_one(load, query, monkeypatch):
    monkeypatch.setattr("curriculum.queries.pages.is_small", lambda version: False)
    load(FRAMEWORK)
    assert Client().get(f"/frameworks/boussole/1.0/?{query}").status_code == 200


def test_an_author_starts_a_strand_from_one(loaded, body, make_member):
    client = Client()
    client.force_login(make_member(body, "author"), backend="people.backends.StaffBackend")
    assert client.get("/strands/new/?reference=brevet%00@2020").status_code == 200


@pytest.mark.parametrize("path", ["/curriculum/imports/%00/", "/ims/case/v1p1/CFItems/%00", "/ims/case/v1p1/%00/x"])
def test_an_address_with_one_is_not_found(body, make_member, path):
    client = Client()
    client.force_login(make_member(body, "author"), backend="people.backends.StaffBackend")
    assert client.get(path).status_code == 404
