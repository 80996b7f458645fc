"""What people type from a poster."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from courses.validators import draw_code, tidy_code


@pytest.mark.parametrize(
    "raw", ["BCDFGH234", "bcdfgh234", " bcd fgh 234 ", "BCD-FGH-234", "bcd.fgh.234", "BCD–FGH 234"]
)
def test_case_spaces_and_dashes_do_not_count(raw):
    assert tidy_code(raw) == "BCDFGH234"


@pytest.mark.parametrize("raw", ["BCDOGH234", "BCDLGH234", "BCDFGH214", "BCDFGH204", "bcd1gh234"])
def test_letters_that_look_alike_get_a_helpful_sentence(raw):
    with pytest.raises(ValidationError) as error:
        tidy_code(raw)
    assert error.value.code == "alike"


@pytest.mark.parametrize("raw", ["BCDFGH", "234BCDFGH", "BCDFGH2345", "bonjour", "BCDÉGH234"])
def test_another_shape_is_explained(raw):
    with pytest.raises(ValidationError) as error:
        tidy_code(raw)
    assert error.value.code in {"shape", "alike"}


@given(st.text(max_size=40))
def test_no_text_breaks_it(raw):
    try:
        assert len(tidy_code(raw)) == 9
    except ValidationError as error:
        assert error.messages[0]


def test_a_drawn_code_is_a_code():
    codes = {draw_code() for _ in range(300)}
    assert {tidy_code(code) for code in codes} == codes
    assert len(codes) == 300
