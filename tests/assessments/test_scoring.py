"""What a question holds, what its answers may be, and what they score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring import BodyError, body_kinds, normalise_answer, paper_of, parse_body, right_answer, score
from assessments.scoring.text import allowed_slips, distance, normalise, slips

WORDS = st.text(st.characters(categories=("L", "N", "Zs")), min_size=1, max_size=30).filter(str.strip)


def ids(count):
    return [f"id{n}" for n in range(count)]


@st.composite
def choices(draw, most, right):
    count = draw(st.integers(3, most))
    correct = draw(right(count))
    return [{"id": i, "text": draw(WORDS), **({"correct": True} if i in correct else {})} for i in ids(count)]


def single(count):
    return st.sampled_from(ids(count)).map(lambda one: {one})


def several(count):
    return st.sets(st.sampled_from(ids(count)), min_size=1)


@st.composite
def bodies(draw):
    """Any body of any kind."""
    kind = draw(st.sampled_from(body_kinds()))
    count = draw(st.integers(3, 5))
    own = {
        "single_choice": lambda: {"choices": draw(choices(5, single))},
        "multiple_choice": lambda: {"choices": draw(choices(7, several))},
        "true_false_table": lambda: {
            "rows": [{"id": i, "text": draw(WORDS), "answer": draw(st.booleans())} for i in ids(count)]
        },
        "short_text": lambda: {"label": "Un mot", "answers": draw(st.lists(WORDS.filter(normalise), min_size=1))},
        "ordering": lambda: {"entries": [{"id": i, "text": draw(WORDS)} for i in ids(count)]},
        "matching": lambda: {
            "options": [{"id": i, "text": draw(WORDS)} for i in ids(count)],
            "rows": [{"id": i, "text": draw(WORDS), "match": draw(st.sampled_from(ids(count)))} for i in ids(count)],
        },
    }[kind]()
    return parse_body(kind, {"prompt": draw(WORDS), "feedback": "", **own})


@st.composite
def answered(draw):
    """A body with any valid answer to it."""
    body = draw(bodies())
    question = paper_of(body)
    parts, rows = st.sampled_from(question.part_ids or ("x",)), st.sampled_from(question.row_ids or ("x",))
    answer = {
        "single_choice": parts,
        "multiple_choice": st.lists(parts),
        "true_false_table": st.dictionaries(rows, st.booleans()),
        "short_text": st.text(max_size=60).filter(lambda text: "\0" not in text),
        "ordering": st.permutations(question.part_ids),
        "matching": st.dictionaries(rows, parts),
    }[body.kind]
    return body, draw(answer)


@given(answered())
def test_a_share_stays_between_nothing_and_everything(pair):
    body, answer = pair
    assert 0.0 <= score(body, answer).share <= 1.0


@given(bodies())
def test_the_right_answer_gets_everything(body):
    assert score(body, right_answer(body)).share == 1.0


@given(bodies())
def test_nothing_answered_gets_nothing_and_is_not_a_wrong_answer(body):
    result = score(body, None)
    assert (result.share, result.given) == (0.0, False)


@given(bodies())
def test_a_body_written_and_read_again_is_the_same(body):
    assert parse_body(body.kind, body.to_json()) == body


@given(answered(), st.randoms())
def test_the_order_of_ticks_does_not_matter(pair, random):
    body, answer = pair
    if body.kind != "multiple_choice":
        return
    shuffled = random.sample(answer, len(answer)) * 2
    assert score(body, shuffled) == score(body, answer)


@given(answered())
def test_a_canonical_answer_is_its_own_canonical_answer(pair):
    body, answer = pair
    question = paper_of(body)
    clean = normalise_answer(question, answer)
    assert normalise_answer(question, clean) == clean


@given(bodies())
def test_the_paper_says_nothing_of_the_solution(body):
    """Two bodies that differ only by their solution and feedback have the same paper."""
    data = body.to_json() | {"feedback": "autre"}
    for entry in data.get("choices", []):
        entry.pop("correct", None)
        entry["feedback"] = "autre"
    if "choices" in data:
        data["choices"][0]["correct"] = True
    for row in data.get("rows", []):
        row.update({"answer": True, "feedback": "x"} if body.kind == "true_false_table" else {"match": "id0"})
    if "answers" in data:
        data["answers"] = ["tout autre chose"]
    if "entries" in data:
        data["entries"] = list(reversed(data["entries"]))
    other = parse_body(body.kind, data)
    assert paper_of(other) == paper_of(body)


def choice(*right, kind="multiple_choice", count=4):
    entries = [{"id": i, "text": i, **({"correct": True} if i in right else {})} for i in "abcdefg"[:count]]
    return parse_body(kind, {"prompt": "?", "choices": entries})


@pytest.mark.parametrize(
    ("ticks", "share"),
    [(["a", "b"], 1), (["a"], 0.5), (["a", "c"], 0), (["a", "b", "c"], 0.5), (["a", "b", "c", "d"], 0), (["c"], 0)],
)
def test_right_ticks_minus_wrong_ticks(ticks, share):
    assert score(choice("a", "b"), ticks).share == share


def test_one_mistake_in_a_table_halves_it_and_a_blank_row_is_a_mistake():
    rows = [{"id": i, "text": i, "answer": i == "a"} for i in "abc"]
    table = parse_body("true_false_table", {"prompt": "?", "rows": rows})
    assert score(table, {"a": True, "b": False, "c": False}).share == 1
    assert score(table, {"a": True, "b": False}).share == 0.5
    assert score(table, {"a": True, "b": True, "c": True}).share == 0


def test_an_order_counts_the_entries_at_their_place():
    order = parse_body("ordering", {"prompt": "?", "entries": [{"id": i, "text": i} for i in "abcd"]})
    assert score(order, list("abdc")).share == 0.5
    assert score(order, list("bcda")).share == 0


def test_rows_matched_over_rows():
    body = parse_body(
        "matching",
        {
            "prompt": "?",
            "rows": [{"id": i, "text": i, "match": "x"} for i in "abc"],
            "options": [{"id": i, "text": i} for i in "xy"],
        },
    )
    assert score(body, {"a": "x", "b": "y"}).share == pytest.approx(1 / 3)


def short(*answers, numeric=False, label="Un mot"):
    return parse_body("short_text", {"prompt": "?", "label": label, "answers": list(answers), "numeric": numeric})


@pytest.mark.parametrize(
    ("expected", "given", "accepted"),
    [
        ("cœur", "COEUR", True),
        ("l'œuvre", "L’oeuvre", True),
        ("données de localisation", "  donnees\u00a0de\u202flocalisation ", True),
        ("École", "E\u0301cole", True),
        ("chat", "chut", False),
        ("photo", "photos", True),
        ("photo", "photis", False),
        ("géolocalisation", "geolocalistion", True),
        ("géolocalisation", "geolocalitio", False),
        ("RGPD 2016", "RGPD 2018", False),
        ("article9bis", "article8bis", False),
    ],
)
def test_short_texts_are_read_the_french_way(expected, given, accepted):
    assert score(short(expected), given).share == float(accepted)


def test_a_slip_is_accepted_and_said():
    assert score(short("position"), "positon").spelling
    assert not score(short("position"), "Position").spelling


@pytest.mark.parametrize(
    ("given", "accepted"),
    [("3018", True), ("30 18", True), ("30\u202f18", True), ("٣٠١٨", True), ("3019", False), ("-3018", False)],
)
def test_digits_allow_no_slip(given, accepted):
    assert score(short("3018", numeric=True), given).share == float(accepted)


@pytest.mark.parametrize(
    ("given", "accepted"), [("72 h", True), ("72 heures", True), ("72 jours", False), ("7.2", False)]
)
def test_a_unit_is_accepted_where_the_label_has_it(given, accepted):
    assert score(short("72", numeric=True, label="Nombre d'heures"), given).share == float(accepted)


@given(st.text(max_size=12), st.text(max_size=12))
def test_distance_is_a_distance(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))


@given(st.text(max_size=30))
def test_a_text_is_its_own_answer(text):
    assert slips(text, text) == 0


@pytest.mark.parametrize(
    ("word", "allowed"), [("abcd", 0), ("abcde", 1), ("abcdefgh", 1), ("abcdefghi", 2), ("3018", 0)]
)
def test_longer_words_allow_more_slips(word, allowed):
    assert allowed_slips(word) == allowed


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("single_choice", "z"),
        ("single_choice", ["a"]),
        ("single_choice", {"a": True}),
        ("multiple_choice", "a"),
        ("multiple_choice", ["a", "z"]),
        ("multiple_choice", [{"a": 1}]),
        ("multiple_choice", 3),
    ],
)
def test_an_unknown_or_shapeless_answer_is_refused(kind, raw):
    with pytest.raises(ValueError):
        normalise_answer(paper_of(choice("a", kind=kind)), raw)


def test_half_an_order_a_long_text_and_strange_rows_are_refused():
    order = parse_body("ordering", {"prompt": "?", "entries": [{"id": i, "text": i} for i in "abc"]})
    table = parse_body(
        "true_false_table", {"prompt": "?", "rows": [{"id": i, "text": i, "answer": True} for i in "abc"]}
    )
    for body, raw in (
        (order, ["a", "b"]),
        (order, ["a", "b", "b"]),
        (order, [1, 2, 3]),
        (short("mot"), "x" * 201),
        (short("mot"), "a\0b"),
        (table, {"z": True}),
        (table, {"a": "true"}),
    ):
        with pytest.raises(ValueError):
            score(body, raw)


@pytest.mark.parametrize(
    ("kind", "data", "path"),
    [
        ("essay", {"prompt": "?"}, ("kind",)),
        ("single_choice", {"prompt": "?", "choices": []}, ("choices",)),
        ("single_choice", {"prompt": "", "choices": [{"id": i, "text": "t"} for i in "abc"]}, ("choices",)),
        ("short_text", {"prompt": "?", "label": "l", "answers": [3018]}, ("answers",)),
        ("short_text", {"prompt": "?", "label": "l", "answers": ["x"], "numeric": True}, ("answers",)),
        ("ordering", {"prompt": "?", "entries": [{"id": i, "text": "t"} for i in "aab"]}, ("entries", 1, "id")),
        ("ordering", {"prompt": "?", "entries": [{"id": i, "text": "t"} for i in "abc"], "x": 1}, ("x",)),
        ("true_false_table", {"prompt": "?", "rows": [{"id": "a", "text": "t"}] * 3}, ("rows", 0, "answer")),
        (
            "matching",
            {
                "prompt": "?",
                "options": [{"id": i, "text": "t"} for i in "ab"],
                "rows": [{"id": i, "text": "t", "match": "z"} for i in "abc"],
            },
            ("rows", 0, "match"),
        ),
    ],
)
def test_a_flawed_body_says_where_and_why(kind, data, path):
    with pytest.raises(BodyError) as refused:
        parse_body(kind, data)
    assert path in {flaw.path for flaw in refused.value.flaws}
    assert str(refused.value)
