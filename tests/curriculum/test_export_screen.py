"""Taking a framework away as a file."""

import re

import pytest
from django.test import Client

from curriculum.exporters.exchange import WRITERS
from curriculum.importers.exchange import read_framework
from curriculum.models import Framework
from curriculum.queries import find_version, framework_spec
from tests.curriculum.conftest import FRAMEWORK, text_of

pytestmark = pytest.mark.django_db

PAGE = "/frameworks/boussole/1.0/"
HERE = "/exports/boussole/1.0/"


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_everybody_may_take_a_published_version_away(loaded, form):
    response = Client().get(f"{HERE}{form}/")
    writer = WRITERS[form]
    assert response.status_code == 200
    assert response.headers["Content-Type"] == f"{writer.media_type}; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="boussole-1.0{writer.extension}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert read_framework(response.content, f"x{writer.extension}").errors == []


@pytest.mark.parametrize("form", ["skos-ttl", "skos-jsonld"])
def test_what_was_taken_away_comes_back_the_same(loaded, form):
    content = Client().get(f"{HERE}{form}/").content
    assert read_framework(content, f"x.{form[5:]}").spec == framework_spec(find_version("boussole", "1.0"))


def test_moodle_gets_the_language_that_was_asked_for(loaded):
    spec = read_framework(Client().get(f"{HERE}moodle-csv/?language=fr").content, "x.csv").spec
    assert (spec.language, spec.competencies[0].title) == ("fr", {"fr": "Sécurité"})
    spec = read_framework(Client().get(f"{HERE}moodle-csv/?language=xx").content, "x.csv").spec
    assert (spec.language, spec.competencies[0].title) == ("en", {"en": "Safety"})


def test_two_languages_are_two_files(loaded):
    named = [Client().get(f"{HERE}moodle-csv/?language={name}")["Content-Disposition"] for name in ("en", "fr")]
    assert named == [f'attachment; filename="boussole-1.0.{name}.csv"' for name in ("en", "fr")]


def test_a_draft_is_not_found(load):
    load(FRAMEWORK, publish=False)
    for path in ("", "skos-ttl/"):
        assert Client().get(f"{HERE}{path}").status_code == 404


def test_an_unknown_form_is_not_found(loaded):
    assert Client().get(f"{HERE}pdf/").status_code == 404


def test_the_page_tells_what_each_form_loses(loaded):
    page = text_of(Client().get(f"{HERE}"))
    assert "SKOS (Turtle) Ce format garde tout." in page
    assert "Moodle n'a qu'une langue : il faut un fichier par langue" in page


def test_the_page_gives_a_file_for_each_language_and_the_address_to_read_it_live(loaded):
    page = Client().get(HERE).content.decode()
    for language in ("en", "fr"):
        assert f'href="{HERE}moodle-csv/?language={language}"' in page
    live = re.search(r'href="https?://[^/]+(/ims/case/v1p1/CFPackages/[^"]+)"', page)[1]
    assert Client().get(live).json()["CFDocument"]["title"] == find_version("boussole", "1.0").title["en"]


def test_what_only_its_authors_read_has_no_live_address(loaded, make_member, body):
    Framework.objects.update(visibility="private")
    client = Client()
    client.force_login(make_member(body, "author"), backend="people.backends.StaffBackend")
    page = client.get(HERE)
    assert page.status_code == 200
    assert "/ims/case/" not in page.content.decode()


def test_the_version_links_every_form(loaded):
    page = Client().get(PAGE).content.decode()
    for form in WRITERS:
        assert f'href="{HERE}{form}/' in page
    assert f'href="{HERE}moodle-csv/?language=fr"' in page
