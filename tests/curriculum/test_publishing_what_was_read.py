"""Who publishes freezes the draft that they read: a colleague's change meanwhile is not published unseen."""

import pytest
from django.core.exceptions import ValidationError

from content.versions import State
from curriculum.actions import publish_crosswalk, publish_reference, publish_strand
from curriculum.actions.crosswalk_drafts import CrosswalkWords, fork_crosswalk, word_crosswalk
from curriculum.actions.reference_editing import edit_reference, fork_reference
from curriculum.actions.strand_editing import StrandFacts, set_strand_facts
from curriculum.actions.strand_starting import next_strand_version
from curriculum.queries import find_reference, find_strand
from curriculum.queries.crosswalks import find_crosswalk
from tests.curriculum.conftest import FRAMEWORK

pytestmark = pytest.mark.django_db
CROSSWALK = """\
format: volet.crosswalk/1
slug: table
label: "1.0"
language: fr
title: "Table"
author: "Atelier"
source: {slug: boussole, label: "1.0"}
target: {slug: boussole, label: "2.0"}
alignments:
  - {origin: "1.1", destination: "1.1", kind: close}
"""


@pytest.fixture
def nadia(make_member, body):
    return make_member(body, "author")


def refused(publish, draft, at):
    """The code of the refusal, and the state the draft is in afterwards."""
    with pytest.raises(ValidationError) as error:
        publish(version=draft, by=None, at=at)
    draft.refresh_from_db()
    return error.value.code, draft.state


def test_a_strand_that_a_colleague_changed_is_not_published(loaded, nadia, at):
    draft = next_strand_version(version=find_strand("volet-brevet", "1.0"), by=nadia, at=at)
    facts = StrandFacts(title="Autre chose", hours=2)
    set_strand_facts(
        version=find_strand("volet-brevet", draft.label), edit_token=draft.edit_token, facts=facts, by=nadia, at=at
    )
    assert refused(publish_strand, draft, at) == ("edited", State.DRAFT)


def test_a_crosswalk_that_a_colleague_changed_is_not_published(load, nadia, at):
    load(FRAMEWORK, FRAMEWORK.replace('label: "1.0"', 'label: "2.0"'), CROSSWALK)
    draft = fork_crosswalk(version=find_crosswalk("table", "1.0"), label="1.1", by=nadia, at=at)
    words = CrosswalkWords(title="Autre chose", author="X", introduction="", label="1.1")
    word_crosswalk(version=find_crosswalk("table", "1.1"), words=words, edit_token=draft.edit_token, by=nadia, at=at)
    assert refused(publish_crosswalk, draft, at) == ("edited", State.DRAFT)


def test_a_training_reference_that_a_colleague_changed_is_not_published(loaded, nadia, at):
    draft = fork_reference(version=find_reference("brevet", "2020"), label="2021", by=nadia, at=at)
    edit_reference(
        version=find_reference("brevet", "2021"),
        edit_token=draft.edit_token,
        label="2021",
        title="Autre chose",
        legal_text="",
        starts_on=None,
        ends_on=None,
        by=nadia,
        at=at,
    )
    assert refused(publish_reference, draft, at) == ("edited", State.DRAFT)
