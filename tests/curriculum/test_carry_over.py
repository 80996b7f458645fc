"""A strand moves to the next version of its framework: proposed, decided line by line, drafted, published."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum

from content.versions import State, next_label
from curriculum.actions.carried_drafts import abandon, draft_of, make_draft, publish_carried
from curriculum.actions.carrying import (
    accept_alike,
    accept_clear_lines,
    accept_line,
    drop_line,
    reopen_line,
    start_carry_over,
)
from curriculum.models import CarryOver, CrosswalkVersion, DigitalStrandVersion
from curriculum.queries import find_strand
from people.models import AuditEvent
from tests.curriculum.moves import (
    NEW_TITLES,
    TABLE,
    accept_proposals,
    aims,
    begin,
    framework,
    line,
    published_rows,
    start,
    strand,
    untouched,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def crosswalk(load):
    return begin(load)


@pytest.fixture
def move(crosswalk, at):
    return start(crosswalk, at)


def refusal(act, **arguments):
    with pytest.raises(ValidationError) as error:
        act(**arguments)
    return error.value.code


def decide_all(move, at):
    accept_proposals(move, at)
    for entry in move.lines.filter(state="proposed"):
        drop_line(line=entry, by=None, at=at)


def corrected_by_hand(move):
    """What a person does in the draft once lines were left aside: its hours are those of the lines that remain."""
    draft = find_strand("volet-brevet", "1.1")
    assert draft.pk == move.draft_id
    draft.hours = draft.lines.aggregate(total=Sum("minutes"))["total"] // 60
    draft.save(update_fields=["hours"])
    return move


def lines_of(label, slug="volet-brevet"):
    version = find_strand(slug, label)
    return [
        (entry.competency.code, entry.level.rank, entry.minutes, entry.statement)
        for entry in version.lines.select_related("competency", "level").order_by("position")
    ]


def test_each_aim_gets_a_flag_and_a_proposal(move):
    proposed = {
        entry.origin.code: (entry.flag, [target.competency.code for target in entry.targets.order_by("pk")])
        for entry in move.lines.all()
    }
    assert proposed == {
        "1.1": ("same", ["1.1"]),
        "1.2": ("retitled", ["1.2"]),
        "1.3": ("split", ["1.3", "1.4"]),
        "1.4": ("merged", ["1.5"]),
        "1.5": ("merged", ["1.5"]),
        "1.6": ("unmatched", []),
        "1.7": ("unmatched", []),
    }
    assert set(move.lines.values_list("state", flat=True)) == {"proposed"}
    assert {target.level.version for entry in move.lines.all() for target in entry.targets.all()} == {
        move.crosswalk_version.target
    }


def test_between_scales_of_different_rungs_a_person_chooses_the_level(load, at):
    move = start(begin(load, strand("1.1"), new=framework("2.0", NEW_TITLES, levels=3)), at)
    entry = line(move, "1.1")
    assert (entry.flag, entry.targets.get().level) == ("level", None)
    assert refusal(accept_line, line=entry, aims=aims(move, "1.1", rank=None), by=None, at=at) == "level"
    accept_line(line=entry, aims=aims(move, "1.1", rank=3), by=None, at=at)
    make_draft(carry_over=move, by=None, at=at)
    assert lines_of("1.1") == [("1.1", 3, 60, "sait faire 1.1")]


def test_started_twice_it_is_one_move(crosswalk, move, at):
    assert start(crosswalk, at) == move
    assert CarryOver.objects.count() == 1
    assert AuditEvent.objects.filter(verb="carry-over-started").count() == 1


def test_what_does_not_point_there_or_has_a_draft_is_not_started(crosswalk, load, at):
    load(strand("1.1", slug="autre"), publish=False)
    draft = find_strand("autre", "1.0")
    start_it = {"crosswalk": crosswalk, "kind": "strand", "by": None, "at": at}
    assert refusal(start_carry_over, subject_id=draft.pk, **start_it) == "busy"
    assert refusal(start_carry_over, subject_id=crosswalk.pk, **start_it) == "gone"
    assert refusal(start_carry_over, **{**start_it, "kind": "painting"}, subject_id=draft.pk) == "gone"


def test_a_draft_table_moves_nothing(load, at):
    crosswalk = begin(load)
    load(TABLE.replace("atelier-1-2", "autre"), publish=False)
    draft = type(crosswalk).objects.get(state=State.DRAFT)
    assert refusal(
        start_carry_over,
        crosswalk=draft,
        kind="strand",
        subject_id=find_strand("volet-brevet", "1.0").pk,
        by=None,
        at=at,
    ) == "not_published"  # fmt: skip


def test_a_table_withdrawn_meanwhile_makes_no_draft_and_one_starts_again_with_the_next(crosswalk, move, load, at):
    decide_all(move, at)
    CrosswalkVersion.objects.filter(pk=crosswalk.pk).update(state=State.WITHDRAWN)
    assert refusal(make_draft, carry_over=move, by=None, at=at) == "withdrawn"
    assert DigitalStrandVersion.objects.count() == 1
    abandon(carry_over=move, by=None, at=at)
    load(TABLE.replace('label: "1.0"\nlanguage', 'label: "1.1"\nlanguage'))
    again = start(CrosswalkVersion.objects.get(label="1.1"), at)
    assert (again == move, again.lines.count()) == (False, 7)


def test_all_the_clear_ones_are_accepted_at_once_and_once(move, at):
    assert accept_clear_lines(carry_over=move, by=None, at=at) == 1
    assert accept_clear_lines(carry_over=move, by=None, at=at) == 0
    assert list(move.lines.filter(state="accepted").values_list("origin__code", flat=True)) == ["1.1"]
    assert AuditEvent.objects.filter(verb="carry-over-clear-accepted").count() == 1


def test_a_person_may_choose_another_destination_or_leave_a_line_aside(move, at):
    accept_line(line=line(move, "1.6"), aims=aims(move, "1.9", rank=2), by=None, at=at)
    drop_line(line=line(move, "1.7"), by=None, at=at)
    accept_proposals(move, at)
    make_draft(carry_over=move, by=None, at=at)
    assert lines_of("1.1") == [
        ("1.1", 1, 60, "sait faire 1.1"),
        ("1.2", 1, 60, "sait faire 1.2"),
        ("1.3", 1, 30, "sait faire 1.3"),
        ("1.4", 1, 30, "sait faire 1.3"),
        ("1.5", 1, 120, "sait faire 1.4 ; sait faire 1.5"),
        ("1.9", 2, 60, "sait faire 1.6"),
    ]


def test_lines_that_meet_at_different_levels_stay_two(load, at):
    move = start(begin(load, strand("1.4 1.5")), at)
    accept_line(line=line(move, "1.4"), aims=aims(move, "1.5", rank=2), by=None, at=at)
    accept_line(line=line(move, "1.5"), aims=aims(move, "1.5"), by=None, at=at)
    make_draft(carry_over=move, by=None, at=at)
    assert [entry[:3] for entry in lines_of("1.1")] == [("1.5", 2, 60), ("1.5", 1, 60)]


def test_lines_that_meet_with_different_effects_make_no_draft(load, at):
    text = strand("1.4 1.5").replace('"sait faire 1.5"', '"sait faire 1.5", effect: reduction')
    move = start(begin(load, text), at)
    accept_proposals(move, at)
    assert refusal(make_draft, carry_over=move, by=None, at=at) == "effects"
    move.refresh_from_db()
    assert (move.state, DigitalStrandVersion.objects.count()) == ("open", 1)


def test_nonsense_is_refused(move, at):
    entry = line(move, "1.1")
    old = entry.origin
    accept = {"line": entry, "by": None, "at": at}
    assert refusal(accept_line, aims=[], **accept) == "none"
    assert refusal(accept_line, aims=aims(move, "1.1", rank=None), **accept) == "level"
    assert refusal(accept_line, aims=[*aims(move, "1.1"), *aims(move, "1.1", rank=2)], **accept) == "competency"
    (good,) = aims(move, "1.1")
    assert refusal(accept_line, aims=[type(good)(old.pk, good.level)], **accept) == "competency"
    assert refusal(accept_line, aims=[type(good)(good.competency, entry.level_id)], **accept) == "level"
    entry.refresh_from_db()
    assert entry.state == "proposed"


def test_a_line_that_a_colleague_decided_otherwise_is_not_overwritten(move, at):
    seen_by_both = line(move, "1.3")
    accept_line(line=seen_by_both, aims=aims(move, "1.3"), by=None, at=at)
    accept_line(line=seen_by_both, aims=aims(move, "1.3"), by=None, at=at)
    assert AuditEvent.objects.filter(verb="carry-over-line-accepted").count() == 1
    assert refusal(accept_line, line=seen_by_both, aims=aims(move, "1.4"), by=None, at=at) == "decided"
    assert refusal(drop_line, line=seen_by_both, by=None, at=at) == "decided"
    reopen_line(line=seen_by_both, by=None, at=at)
    drop_line(line=seen_by_both, by=None, at=at)
    drop_line(line=seen_by_both, by=None, at=at)
    assert line(move, "1.3").state == "dropped"
    assert AuditEvent.objects.filter(verb="carry-over-line-dropped").count() == 1


def test_one_decision_may_count_for_every_line_that_aims_at_the_same(load, at):
    text = strand("1.2 1.1").replace('unit: A, competency: "1.1"', 'unit: B1, competency: "1.2"')
    move = start(begin(load, text), at)
    first, second = move.lines.all()
    assert (first.origin, first.pk != second.pk) == (second.origin, True)
    assert accept_alike(line=first, aims=aims(move, "1.2"), by=None, at=at) == 2
    assert set(move.lines.values_list("state", flat=True)) == {"accepted"}


def test_no_draft_before_every_line_is_decided(move, at):
    accept_proposals(move, at)
    with pytest.raises(ValidationError, match="il en reste 2"):
        make_draft(carry_over=move, by=None, at=at)


def test_the_draft_is_made_once_and_then_lines_are_closed(move, at):
    decide_all(move, at)
    before = published_rows()
    made = make_draft(carry_over=move, by=None, at=at)
    assert make_draft(carry_over=made, by=None, at=at).draft_id == made.draft_id
    draft = find_strand("volet-brevet", "1.1")
    assert (draft.pk, draft.state, str(draft.framework_version)) == (made.draft_id, "draft", "Atelier 2.0")
    assert (draft.forked_from, draft.standing) == (find_strand("volet-brevet", "1.0"), "proposal")
    assert refusal(reopen_line, line=line(move, "1.1"), by=None, at=at) == "not_open"
    assert refusal(accept_clear_lines, carry_over=move, by=None, at=at) == "not_open"
    assert untouched(before)


def test_publishing_supersedes_the_old_version_and_touches_nothing_of_it(move, at):
    decide_all(move, at)
    made = corrected_by_hand(make_draft(carry_over=move, by=None, at=at))
    before = published_rows()
    draft = {name for name in before if str(made.draft_id) in name}
    publish_carried(carry_over=made, by=None, at=at)
    publish_carried(carry_over=made, by=None, at=at)
    assert untouched({name: digest for name, digest in before.items() if name not in draft})
    states = {label: find_strand("volet-brevet", label).state for label in ("1.0", "1.1")}
    assert states == {"1.0": "superseded", "1.1": "published"}
    assert AuditEvent.objects.filter(verb="carry-over-published").count() == 1
    assert find_strand("volet-brevet", "1.1").hours == 5
    assert refusal(abandon, carry_over=made, by=None, at=at) == "published"


def test_lines_left_aside_leave_a_draft_to_correct_before_it_is_published(move, at):
    decide_all(move, at)
    made = make_draft(carry_over=move, by=None, at=at)
    with pytest.raises(ValidationError, match="Les lignes font 300 minutes en tout ; il en faut 420"):
        publish_carried(carry_over=made, by=None, at=at)
    assert draft_of(made).state == "draft"


def test_a_draft_published_elsewhere_is_written_down_and_can_not_be_abandoned(move, at):
    from curriculum.actions import publish_strand

    decide_all(move, at)
    made = corrected_by_hand(make_draft(carry_over=move, by=None, at=at))
    publish_strand(version=find_strand("volet-brevet", "1.1"), by=None, at=at)
    assert refusal(abandon, carry_over=made, by=None, at=at) == "published"
    assert publish_carried(carry_over=made, by=None, at=at).state == "published"


def test_giving_up_deletes_the_draft_and_leaves_the_way_free(crosswalk, move, at):
    before = published_rows()
    decide_all(move, at)
    made = make_draft(carry_over=move, by=None, at=at)
    assert draft_of(made).label == "1.1"
    gone = abandon(carry_over=made, by=None, at=at)
    assert abandon(carry_over=gone, by=None, at=at).state == "abandoned"
    assert (published_rows(), draft_of(gone)) == (before, None)
    assert refusal(make_draft, carry_over=gone, by=None, at=at) == "abandoned"
    again = start(crosswalk, at)
    assert (again == move, set(again.lines.values_list("state", flat=True))) == (False, {"proposed"})


def test_nothing_to_publish_is_said(move, at):
    assert refusal(publish_carried, carry_over=move, by=None, at=at) == "no_draft"
    assert abandon(carry_over=move, by=None, at=at).state == "abandoned"


def test_what_was_replaced_meanwhile_makes_no_draft(move, load, at):
    decide_all(move, at)
    load(strand().replace('label: "1.0"\nlanguage', 'label: "1.5"\nlanguage'))
    assert refusal(make_draft, carry_over=move, by=None, at=at) == "gone"


def test_an_adopted_strand_becomes_a_proposal_again_since_nobody_adopted_the_new_one(load, at):
    move = start(begin(load, strand("1.1").replace("standing: proposal", "standing: adopted")), at)
    decide_all(move, at)
    make_draft(carry_over=move, by=None, at=at)
    assert [find_strand("volet-brevet", label).standing for label in ("1.0", "1.1")] == ["adopted", "proposal"]


@pytest.mark.parametrize(
    ("label", "taken", "after"),
    [
        ("1.0.0", {"1.0.0"}, "1.1.0"),
        ("1.4.2", {"1.4.2", "1.5.0"}, "1.6.0"),
        ("2.2", {"2.2"}, "2.3"),
        ("2015", {"2015"}, "2015.1"),
        ("été", {"été", "été-2"}, "été-3"),
        ("12345678901234567890", set(), "123456789012345-2"),
    ],
)
def test_the_next_label_is_the_next_minor_that_is_free(label, taken, after):
    assert next_label(label, taken) == after
