"""What one person gets."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.drawing import Drawable, Pool, draw

POOL = Pool("s", tuple(Drawable(f"i{n}", ("a", "b", "c"), ("a", "b", "c")) for n in range(6)), draw=3)


@given(st.text(max_size=10))
def test_a_seed_always_draws_the_same(seed):
    assert draw([POOL], seed) == draw([POOL], seed)


@given(st.text(max_size=10))
def test_each_item_once_and_as_many_as_asked(seed):
    keys = [entry["key"] for entry in draw([POOL], seed)]
    assert len(keys) == len(set(keys)) == 3


@given(st.text(max_size=10))
def test_the_order_that_gives_the_answer_away_is_never_drawn(seed):
    for entry in draw([POOL], seed):
        assert sorted(entry["order"]) == ["a", "b", "c"]
        assert entry["order"] != ["a", "b", "c"]


@given(st.text(max_size=10))
def test_a_second_try_gets_the_other_items_first(seed):
    first = {entry["key"] for entry in draw([POOL], seed)}
    second = {entry["key"] for entry in draw([POOL], seed + "again", seen=first)}
    assert first.isdisjoint(second)


def test_without_a_number_all_items_come_in_the_order_of_the_author():
    assert [entry["key"] for entry in draw([Pool("s", POOL.items)], "x")] == [f"i{n}" for n in range(6)]


def test_every_item_has_its_chance():
    counts = Counter(entry["key"] for n in range(600) for entry in draw([POOL], str(n)))
    assert all(240 < counts[f"i{n}"] < 360 for n in range(6))
