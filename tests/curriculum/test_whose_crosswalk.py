"""A crosswalk that another body publishes is there to be chosen; it doesn't take the place of the holder's own."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from curriculum.actions import publish_crosswalk
from curriculum.actions.aligning import add_alignment
from curriculum.actions.crosswalk_drafts import CrosswalkWords, start_crosswalk
from curriculum.queries import find_version
from curriculum.queries.carrying import crosswalks_from
from curriculum.queries.comparing import crosswalk_to_follow
from curriculum.queries.crosswalks import crosswalks_between, find_crosswalk
from tests.curriculum.conftest import FRAMEWORK
from tests.curriculum.test_publishing_what_was_read import CROSSWALK

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(load, make_body, make_member, at):
    """The holder's crosswalk, and the later one of a body that holds neither framework."""
    load(FRAMEWORK, FRAMEWORK.replace('label: "1.0"', 'label: "2.0"'), CROSSWALK)
    other = make_body("Les Ormes")
    person = make_member(other, "author")
    one, two = find_version("boussole", "1.0"), find_version("boussole", "2.0")
    words = CrosswalkWords(title="Autre lecture", author="Les Ormes", introduction="", label="1.0")
    draft = start_crosswalk(words=words, source=one, target=two, owner=other, by=person, at=at)
    add_alignment(
        version=draft,
        origin=one.competencies.get(code="1.1"),
        destination=two.competencies.get(code="2.1"),
        kind="replaced_by",
        rationale="",
        edit_token=draft.edit_token,
        by=person,
        at=at,
    )
    draft.refresh_from_db()
    theirs = publish_crosswalk(version=draft, by=person, at=at + timedelta(days=1))
    return find_crosswalk("table", "1.0"), theirs


def test_a_comparison_follows_the_holder(both):
    holders, _theirs = both
    assert crosswalk_to_follow(AnonymousUser(), holders.source, holders.target) == holders
    assert crosswalk_to_follow(AnonymousUser(), holders.target, holders.source) == holders


def test_a_strand_is_read_and_moved_along_the_holder_first(both):
    holders, theirs = both
    assert crosswalks_between(holders.source, holders.target) == [holders, theirs]
    assert crosswalks_from(AnonymousUser(), holders.source) == [holders, theirs]
