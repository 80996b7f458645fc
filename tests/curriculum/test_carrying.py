"""Where an aim goes: proposed from a table, without a database."""

from uuid import UUID

from curriculum.carrying import Passage, propose, same_title, scale_to_scale
from curriculum.registries import Aim, NewAim

A, B, X, Y = (UUID(int=number) for number in range(1, 5))
LEVELS = {11: 21, 12: 22}


def flags(ways, titles=None, levels=LEVELS, aim_level=11, competency=A):
    passage = Passage(ways, titles or {A: {"fr": "Lire"}, X: {"fr": "Lire"}, Y: {"fr": "Lire"}}, "fr", levels)
    (proposal,) = propose([Aim("line:1", "sait lire", competency, aim_level)], passage)
    return str(proposal.flag), list(proposal.targets)


def test_one_destination_with_the_same_title_and_a_known_level_needs_no_eye():
    assert flags({A: [X]}) == ("same", [NewAim(X, 21)])


def test_another_title_wants_an_eye():
    assert flags({A: [X]}, {A: {"fr": "Lire"}, X: {"fr": "Lire mieux"}}) == ("retitled", [NewAim(X, 21)])


def test_two_destinations_are_a_split():
    assert flags({A: [X, Y]}) == ("split", [NewAim(X, 21), NewAim(Y, 21)])


def test_a_destination_that_another_competency_reaches_too_is_a_merger_even_if_the_thing_aims_at_one_of_them():
    assert flags({A: [X], B: [X]}) == ("merged", [NewAim(X, 21)])


def test_nothing_corresponds_or_nobody_looked():
    assert flags({A: []}) == ("unmatched", [])
    assert flags({B: [X]}) == ("unmatched", [])


def test_a_level_that_the_other_scale_has_not_is_to_choose_and_no_level_stays_none():
    assert flags({A: [X]}, levels={}) == ("level", [NewAim(X, None)])
    assert flags({A: [X]}, levels={}, aim_level=None) == ("same", [NewAim(X, None)])


def test_levels_follow_their_rank_between_scales_of_the_same_rungs_only():
    assert scale_to_scale({1: 11, 2: 12}, {1: 21, 2: 22}) == {11: 21, 12: 22}
    assert scale_to_scale({1: 11, 2: 12}, {1: 21, 2: 22, 3: 23}) == {}


def test_titles_are_compared_in_the_language_of_the_source_else_in_those_they_share():
    assert same_title({"en": "Read", "fr": "Lire"}, {"en": "Read", "fr": "Lecture"}, "en")
    assert not same_title({"en": "Read", "fr": "Lire"}, {"fr": "Lecture"}, "en")
    assert same_title({"en": "Read", "fr": "Lire"}, {"fr": "Lire"}, "en")
    assert not same_title({"en": "Read"}, {"fr": "Lire"}, "en")
    assert not same_title({}, {}, "en")
