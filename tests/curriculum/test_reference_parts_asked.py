"""What a form of a training's draft offers, and what its address may say."""

import pytest
from django.test import Client

from curriculum.actions.reference_editing import fork_reference
from curriculum.queries import find_reference
from tests.curriculum.conftest import REFERENCE, text_of

pytestmark = pytest.mark.django_db
PAGE = "/references/brevet/2021/edit"


@pytest.fixture
def author(load, body, make_member, at):
    load(REFERENCE)
    person = make_member(body, "author")
    fork_reference(version=find_reference("brevet", "2020"), label="2021", by=person, at=at)
    client = Client()
    client.force_login(person, backend="people.backends.StaffBackend")
    return client


def other(abbreviation, slug):
    return REFERENCE.replace("slug: brevet", f"slug: {slug}").replace(
        "abbreviation: Brevet", f"abbreviation: {abbreviation}"
    )


def test_a_training_that_another_body_only_drafts_is_not_offered_as_a_host(author, load, make_body):
    ormes = make_body("Les Ormes")
    load(other("Diplôme secret", "secret"), owner=ormes, publish=False)
    load(other("Diplôme connu", "connu"), owner=ormes)
    page = text_of(author.get(f"{PAGE}/host/"))
    assert ("Diplôme connu" in page, "Diplôme secret" in page) == (True, False)


@pytest.mark.parametrize("part", ["host", "code", "unit", "fact"])
@pytest.mark.parametrize("key", ["abc", "9" * 30, "-1"])
def test_a_part_that_nothing_has_is_not_found(author, part, key):
    assert author.get(f"{PAGE}/{part}/{key}/").status_code == 404
