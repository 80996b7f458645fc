"""Writing a crosswalk: what is proposed, what a person decides in their name, what may be published."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F

from content.versions import State
from curriculum.actions import publish_crosswalk, publish_framework
from curriculum.actions.aligning import Decision, accept_clear, add_alignment, review_origin
from curriculum.actions.crosswalk_drafts import (
    CrosswalkWords,
    fork_crosswalk,
    start_crosswalk,
    withdraw_crosswalk,
    word_crosswalk,
)
from curriculum.actions.proposing import propose_alignments
from curriculum.exporters import dump_crosswalk
from curriculum.models import Alignment, Competency, CrosswalkVersion
from curriculum.queries import correspondences_of, crosswalk_spec, find_crosswalk, find_version
from curriculum.queries.aligning import aligned, origins_of, review_of, search_target
from people.models import AuditEvent
from tests.curriculum.conftest import FRAMEWORK
from tests.curriculum.test_crosswalk_files import CROSSWALK, SECOND

pytestmark = pytest.mark.django_db
WORDS = CrosswalkWords(title="De 1 à 2", author="Les Pins", introduction="Notre lecture.", label="1.0")


@pytest.fixture
def alice(make_member, body):
    return make_member(body, "author")


@pytest.fixture
def versions(load):
    load(FRAMEWORK)
    load(SECOND)
    return find_version("boussole", "1.0"), find_version("boussole", "2.0")


@pytest.fixture
def draft(versions, body, alice, at):
    return start_crosswalk(words=WORDS, source=versions[0], target=versions[1], owner=body, by=alice, at=at)


def fresh(version):
    return CrosswalkVersion.objects.get(pk=version.pk)


def node(version, code):
    return Competency.objects.get(version=version, code=code)


def rows(version, **filters):
    found = Alignment.objects.filter(version=version, **filters).order_by(
        "origin__path", F("destination__path").asc(nulls_first=True)
    )
    return [(a.origin.code, a.destination and a.destination.code, a.kind, a.state, a.basis) for a in found]


def add(draft, origin, destination, by, at, kind="close", **kwargs):
    there = node(draft.target, destination) if destination else None
    return add_alignment(
        version=draft, origin=node(draft.source, origin), destination=there, kind=kind, rationale="parce que",
        edit_token=kwargs.get("edit_token", fresh(draft).edit_token), by=by, at=at,
    )  # fmt: skip


def test_proposals_rest_on_codes_and_titles_and_wait_for_a_person(draft, alice, at):
    assert propose_alignments(version=draft, by=alice, at=at) == 5
    assert rows(draft) == [
        ("1", "1", "exact", "proposed", "code"),
        ("1.1", "1.1", "exact", "proposed", "code"),
        ("1.2", "1.2", "exact", "proposed", "code"),
        ("2", "2", "exact", "proposed", "code"),
        ("2.1", "2.1", "replaced_by", "proposed", "code"),
    ]
    assert review_of(draft) == type(review_of(draft))(total=5, done=0, proposed=5, kept=0, unreviewed=0, clear=4)


def test_proposing_again_proposes_nothing_new_and_changes_no_decision(draft, alice, at):
    propose_alignments(version=draft, by=alice, at=at)
    accept_clear(version=draft, edit_token=fresh(draft).edit_token, by=alice, at=at)
    before = rows(draft)
    assert propose_alignments(version=draft, by=alice, at=at) == 0
    assert rows(draft) == before


def test_all_the_clear_ones_are_kept_at_once_and_the_renamed_one_waits(draft, alice, at):
    propose_alignments(version=draft, by=alice, at=at)
    assert accept_clear(version=draft, edit_token=draft.edit_token, by=alice, at=at) == 4
    assert [row[0] for row in rows(draft, state="proposed")] == ["2.1"]
    kept = Alignment.objects.filter(version=draft, state="accepted")
    assert set(kept.values_list("reviewed_by", "reviewed_at")) == {(alice.pk, at)}
    assert [origin.code for origin in origins_of(draft, "waiting")] == ["2.1"]
    assert (review_of(draft).done, review_of(draft).total) == (4, 5)


def test_a_person_keeps_sets_aside_and_says_why(draft, alice, at):
    propose_alignments(version=draft, by=alice, at=at)
    origin = node(draft.source, "2.1")
    (proposal,) = Alignment.objects.filter(version=draft, origin=origin)
    decision = Decision(proposal.pk, keep=True, kind="broader", rationale=" Peindre est plus large. ")
    review_origin(version=draft, origin=origin, decisions=[decision], edit_token=draft.edit_token, by=alice, at=at)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.kind, proposal.rationale) == ("accepted", "broader", "Peindre est plus large.")
    assert (proposal.reviewed_by, proposal.reviewed_at) == (alice, at)


def test_several_destinations_and_several_origins_stand_side_by_side(draft, alice, at):
    add(draft, "1.1", "1.1", alice, at)
    add(draft, "1.1", "1.2", alice, at, kind="narrower")
    add(draft, "1.2", "1.2", alice, at)
    there = aligned(draft, list(origins_of(draft)), "fr")
    assert [(r.node.competency.code, [(p.destination.competency.code, p.joined) for p in r.pairs]) for r in there] == [
        ("1", []), ("1.1", [("1.1", False), ("1.2", True)]), ("1.2", [("1.2", True)]), ("2", []), ("2.1", []),
    ]  # fmt: skip
    target = list(Competency.objects.filter(version=draft.target, code="1.2").prefetch_related("texts"))
    (back,) = aligned(draft, target, "fr", back=True)
    assert [pair.destination.competency.code for pair in back.pairs] == ["1.1", "1.2"]


def test_nothing_corresponds_sets_the_others_aside_and_something_takes_its_place(draft, alice, at):
    add(draft, "2.1", "2.1", alice, at)
    add(draft, "2.1", None, alice, at)
    assert rows(draft) == [("2.1", None, "", "accepted", "person"), ("2.1", "2.1", "close", "rejected", "person")]
    assert [origin.code for origin in origins_of(draft, "nothing")] == ["2.1"]
    add(draft, "2.1", "2.1", alice, at, kind="exact")
    assert rows(draft) == [("2.1", "2.1", "exact", "accepted", "person")]


def test_nothing_and_something_are_not_kept_together(draft, alice, at):
    add(draft, "2.1", "2.1", alice, at)
    add(draft, "2.1", None, alice, at)
    origin = node(draft.source, "2.1")
    both = [Decision(a.pk, keep=True, kind="close", rationale="") for a in Alignment.objects.filter(version=draft)]
    with pytest.raises(ValidationError) as error:
        review_origin(version=draft, origin=origin, decisions=both, edit_token=fresh(draft).edit_token, by=alice, at=at)
    assert error.value.code == "both"
    assert len(rows(draft, state="accepted")) == 1


def test_a_second_author_is_told_and_nothing_is_written(draft, alice, at):
    seen = draft.edit_token
    add(draft, "1.1", "1.1", alice, at, edit_token=seen)
    with pytest.raises(ValidationError) as error:
        add(draft, "1.2", "1.2", alice, at, edit_token=seen)
    assert error.value.code == "edited"
    with pytest.raises(ValidationError):
        accept_clear(version=draft, edit_token=seen, by=alice, at=at)
    with pytest.raises(ValidationError):
        word_crosswalk(version=draft, words=WORDS, edit_token=seen, by=alice, at=at)
    assert [row[0] for row in rows(draft)] == ["1.1"]


def test_a_competency_of_elsewhere_is_refused(draft, alice, at):
    with pytest.raises(ValidationError) as error:
        add_alignment(
            version=draft, origin=node(draft.target, "1.1"), destination=node(draft.target, "1.1"), kind="exact",
            rationale="", edit_token=draft.edit_token, by=alice, at=at,
        )  # fmt: skip
    assert error.value.code == "elsewhere"
    with pytest.raises(ValidationError) as error:
        add(draft, "1.1", "1.1", alice, at, kind="same")
    assert error.value.code == "kind"


def test_a_table_between_a_version_and_itself_is_refused(versions, body, alice, at):
    with pytest.raises(ValidationError) as error:
        start_crosswalk(words=WORDS, source=versions[0], target=versions[0], owner=body, by=alice, at=at)
    assert error.value.messages == ["Choisissez deux versions différentes."]


def test_an_empty_table_or_one_to_reread_is_not_published(draft, alice, at):
    with pytest.raises(ValidationError) as error:
        publish_crosswalk(version=draft, by=alice, at=at)
    assert error.value.messages == ["Rien n'est encore gardé : gardez au moins une correspondance."]
    propose_alignments(version=draft, by=alice, at=at)
    accept_clear(version=draft, edit_token=draft.edit_token, by=alice, at=at)
    with pytest.raises(ValidationError) as error:
        publish_crosswalk(version=fresh(draft), by=alice, at=at)
    assert error.value.messages == ["Correspondances encore à relire : 1."]


def test_a_table_that_refers_to_a_draft_waits_for_it(load, body, alice, at):
    load(FRAMEWORK)
    load(SECOND, publish=False)
    one, two = find_version("boussole", "1.0"), find_version("boussole", "2.0")
    draft = start_crosswalk(words=WORDS, source=one, target=two, owner=body, by=alice, at=at)
    add(draft, "1.1", "1.1", alice, at)
    with pytest.raises(ValidationError) as error:
        publish_crosswalk(version=fresh(draft), by=alice, at=at)
    assert error.value.messages == [
        "« Boussole 2.0 » est encore un brouillon : une table publiée ne peut pas y renvoyer."
    ]
    publish_framework(version=two, by=alice, at=at)
    assert publish_crosswalk(version=fresh(draft), by=alice, at=at).state == State.PUBLISHED


def test_what_is_published_is_frozen_and_its_file_loads_unchanged(draft, alice, at, load):
    add(draft, "1.1", "1.1", alice, at)
    published = publish_crosswalk(version=fresh(draft), by=alice, at=at)
    with pytest.raises(ValidationError) as error:
        add(published, "1.2", "1.2", alice, at)
    assert error.value.code == "not_draft"
    written = dump_crosswalk(crosswalk_spec(published))
    assert [entry.outcome for entry in load(written).loaded] == ["unchanged"]


def test_a_new_version_keeps_what_was_kept_with_its_reviewer(draft, alice, at):
    add(draft, "1.1", "1.1", alice, at)
    add(draft, "2.1", "2.1", alice, at)
    add(draft, "2.1", None, alice, at)
    published = publish_crosswalk(version=fresh(draft), by=alice, at=at)
    following = fork_crosswalk(version=published, label="1.1", by=alice, at=at)
    assert (following.number, following.forked_from, following.is_draft) == (2, published, True)
    assert rows(following) == [
        ("1.1", "1.1", "close", "accepted", "person"), ("2.1", None, "", "accepted", "person")
    ]  # fmt: skip
    assert set(Alignment.objects.filter(version=following).values_list("reviewed_by", flat=True)) == {alice.pk}
    with pytest.raises(ValidationError):
        fork_crosswalk(version=published, label="1.2", by=alice, at=at)
    publish_crosswalk(version=following, by=alice, at=at)
    assert fresh(published).state == State.SUPERSEDED


def test_a_label_is_given_once(draft, alice, at):
    add(draft, "1.1", "1.1", alice, at)
    published = publish_crosswalk(version=fresh(draft), by=alice, at=at)
    with pytest.raises(ValidationError) as error:
        fork_crosswalk(version=published, label="1.0", by=alice, at=at)
    assert error.value.code == "label"
    following = fork_crosswalk(version=published, label="1.1", by=alice, at=at)
    with pytest.raises(ValidationError) as error:
        word_crosswalk(version=following, words=WORDS, edit_token=following.edit_token, by=alice, at=at)
    assert error.value.message_dict == {"label": ["Une version porte déjà ce numéro."]}


def test_a_table_is_withdrawn_with_a_reason(draft, alice, at):
    add(draft, "1.1", "1.1", alice, at)
    published = publish_crosswalk(version=fresh(draft), by=alice, at=at)
    with pytest.raises(ValidationError):
        withdraw_crosswalk(version=published, reason=" ", by=alice, at=at)
    withdraw_crosswalk(version=published, reason="une erreur", by=alice, at=at)
    assert fresh(published).state == State.WITHDRAWN
    assert AuditEvent.objects.filter(verb="withdrawn", noun="curriculum.crosswalkversion").count() == 1


def test_words_are_searched_in_the_target_without_accents(draft):
    found = search_target(draft, "COEUR sante", "fr")
    assert [node.competency.code for node in found] == ["1.1"]
    assert search_target(draft, " ", "fr") == []


def test_a_competency_says_what_it_corresponds_to_and_where_it_comes_from(load, alice, django_assert_num_queries):
    load(FRAMEWORK)
    load(SECOND, CROSSWALK)
    crosswalk = find_crosswalk("boussole-1-2", "1.0")
    with django_assert_num_queries(4):
        there = correspondences_of(alice, node(crosswalk.source, "1.1"), "fr")
    assert [(c.node.competency.code, c.back, str(c.version)) for c in there] == [
        ("1.1", False, "Boussole 2.0"), ("1.2", False, "Boussole 2.0")
    ]  # fmt: skip
    back = correspondences_of(alice, node(crosswalk.target, "1.2"), "fr")
    assert [(c.node.competency.code, c.back) for c in back] == [("1.1", True), ("1.2", True)]
    assert [c.node for c in correspondences_of(alice, node(crosswalk.source, "2.1"), "fr")] == [None]
