"""Typed answers are read as they are meant, or not at all: what can be read in two ways is asked back, never guessed."""

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.asks.choice import Choice
from quizgen.asks.formula import Formula
from quizgen.asks.numbers import Numbers
from quizgen.asks.options import Option
from quizgen.asks.shape import Shape
from quizgen.asks.text import Text
from quizgen.reading import read_value

VECTOR, NUMBER, WHOLE = Numbers("h_1", size=2), Numbers("L"), Numbers("n", decimals=0, tolerance=0)
MATRIX = Numbers("dW", size=(2, 3), decimals=3)
TERM = Formula(
    "term", variables={"W": [2, 3], "W_h": [5, 7], "h_1": [11, 13], "x_2": [17, 19], "b": [1, 1]}, display="W_h h_1"
)
PICK = Choice(
    "pick", options=(Option("A", "Hidden state"), Option("B", "$(0.55, -0.45)$"), Option("C", "the *output*"))
)


@pytest.mark.parametrize(
    "typed",
    [
        "0.7397, -0.4219", "0,7397; -0,4219", "0,7397 -0,4219", "0,7397, −0,4219", "(0.7397 –0.4219)", "0.7397,-0.4219",
        "[0.7397; -0.4219]", "[[0.7397], [-0.4219]]", "{0,7397}, {-0,4219}", "h_1 = (0.7397, - 0.4219)",
        "h1=0.7397 -.4219",
        "0,7397\n-0,4219", "0.7397 , -0.4219;", "７397/10000 ; -4219/10000", "٠.٧٣٩٧; -0.4219", "7.397e-1, -4219E-4",
        ["0,7397", "-0.4219"], [0.7397, -0.4219], [[0.7397], [-0.4219]], "\ufeff0.7397\u200b, -0.4219\u00a0",
        "=0.7397;-0.4219",
    ],
)  # fmt: skip
def test_two_numbers_however_they_are_written(typed: object) -> None:
    reading = read_value(typed, VECTOR)
    assert reading.value == [0.7397, -0.4219] and not reading.trouble


@pytest.mark.parametrize(
    ("typed", "ask", "reason"),
    [
        ("1,234.5", NUMBER, "thousands"), ("1.234,5", NUMBER, "thousands"), ("1,234,567", VECTOR, "thousands"),
        ("1'234.5", NUMBER, "thousands"), ("54,912.000", WHOLE, "thousands"), ("54.912,5", WHOLE, "thousands"),
        ("54 912", Numbers("n", decimals=0), "thousands"),
        ("banana", VECTOR, '"banana" cannot be read as a number'), ("nan, inf", VECTOR, '"nan"'),
        (math.nan, NUMBER, '"nan"'),
        ("inf", NUMBER, '"inf"'), (True, NUMBER, '"true"'), ("1_0", NUMBER, '"1_0"'), ("x²", NUMBER, '"x²"'),
        ("½x", NUMBER, '"½x"'),
        ("0.1", VECTOR, "2 numbers wanted, 1 found"), ("0.1 0.2 0.3", VECTOR, "2 numbers wanted, 3 found"),
        ("0,1,2", Numbers("h", size=4), "4 numbers wanted, 3 found"), ("0.5 - 0.3", VECTOR, '"-" cannot be read'),
        ("3/0", NUMBER, "divides by zero"), ("1e999", NUMBER, "too large"), ("1e99999", NUMBER, "cannot be read"),
        ("9" * 400, NUMBER, "too large"),
        ("(0.1, 0.2", VECTOR, "brackets"), ("(0.1, 0.2]", VECTOR, "brackets"), ("((((((1", NUMBER, "too deep"),
        ("1,,2", VECTOR, "cannot"), ("1 ,2", VECTOR, "in two ways"),
        ("1 2 3 4 5", MATRIX, "2 rows of 3 numbers wanted, 1 found"),
        ("1 2; 3 4", MATRIX, "3 numbers wanted, 2 found"),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_refused(typed: object, ask: Numbers, reason: str) -> None:
    reading = read_value(typed, ask)
    assert reading.value is None and reason in reading.trouble


@pytest.mark.parametrize(
    "typed",
    ["1 2 3; 4 5 6", "[[1,2,3],[4,5,6]]", "(1,2,3;4,5,6)", "[1,2,3]\n[4,5,6]", "1; 2; 3\n4; 5; 6",
     "1,0 2,0 3,0; 4 5 6", [[1, 2, 3], [4, 5, 6]]],
)  # fmt: skip
def test_a_matrix_by_brackets_lines_or_semicolons(typed: object) -> None:
    reading = read_value(typed, MATRIX)
    assert (reading.value, reading.transposed) == ([[1, 2, 3], [4, 5, 6]], False)


def test_a_transposed_matrix_is_transposed_back_and_noted() -> None:
    reading = read_value("1 4.0; 2 5; 3 6", MATRIX)
    assert (reading.value, reading.transposed, reading.decimals) == ([[1, 2, 3], [4, 5, 6]], True, (0, 0, 0, 1, 0, 0))


def test_a_row_or_a_column_needs_no_rows() -> None:
    assert read_value("1, 2", Numbers("r", size=(1, 2))).value == [[1, 2]]
    assert read_value("1; 2", Numbers("c", size=(2, 1))).value == [[1], [2]]


@pytest.mark.parametrize(
    ("typed", "decimals"),
    [("0.740", 3), ("1e-3", 3), ("1.5e-3", 4), ("12e1", 0), ("3/8", 17), (5, 0), (".5", 1), ("2.", 0)],
)  # fmt: skip
def test_decimals_are_counted_as_typed(typed: object, decimals: int) -> None:
    assert read_value(typed, NUMBER).decimals == (decimals,)


def test_a_single_comma_is_a_decimal_comma() -> None:
    assert read_value("-1,220", NUMBER).value == -1.22


@given(
    st.lists(st.integers(-99999, 99999), min_size=2, max_size=5),
    st.integers(1, 4),
    st.sampled_from(".,"),
    st.sampled_from(["; ", " ", ", "]),
)
def test_what_a_person_writes_is_what_is_read(whole: list[int], decimals: int, mark: str, between: str) -> None:
    numbers = [n / 10**decimals for n in whole]
    words = [f"{number:.{decimals}f}".replace(".", mark) for number in numbers]
    reading = read_value(between.join(words), Numbers("v", size=len(words), decimals=4))
    assert reading.value == numbers and reading.decimals == (decimals,) * len(words)


@pytest.mark.parametrize(
    "typed",
    [
        "128 x 300",
        "(128, 300)",
        "128×300",
        "128*300",
        "[128;300]",
        "128 by 300",
        "128X300",
        [128, 300],
        "W = 128 x 300",
    ],
)
def test_a_shape_however_it_is_written(typed: object) -> None:
    assert read_value(typed, Shape("W")).value == [128, 300]


@pytest.mark.parametrize(("typed", "shape"), [("(128,)", [128]), ("()", []), ("5", [5]), ("2,3,4", [2, 3, 4])])
def test_shapes_of_other_lengths(typed: str, shape: list[int]) -> None:
    assert read_value(typed, Shape("s")).value == shape


@pytest.mark.parametrize("typed", ["D x H", "0 x 3", "-3", "1,000", "128x", "x", "1.5 x 2", "٠", "1" * 50])
def test_no_shape(typed: str) -> None:
    assert read_value(typed, Shape("s")).trouble


@pytest.mark.parametrize(
    "typed",
    ["W_h h_1", "W_h·h₁", "Wₕ h₁", "Whh1", "Wh*h1", "W_h@h_1", "$W_h h_1$", "W_{h} h_{1}", r"W_h \cdot h_1",
     "(W_h)(h_1)",
     "h_1 W_h", "W_h h_1 + b - b", "- -W_h h_1", "2 W_h h_1 / 2", "W_h×h_1", "0,5 W_h (h_1 + h_1)"],
)  # fmt: skip
def test_a_formula_however_it_is_written(typed: str) -> None:
    reading = read_value(typed, TERM)
    assert reading.value == [55, 91] and not reading.trouble


@pytest.mark.parametrize(
    "typed",
    ["h_1^2 + b", "h_1**2 + b", "h_1² + b", "h₁² + b", "h_1^{2} + b", r"$h_1^2 + b$", "h_1 h_1 + b", "b + (h_1)^2"],
)
def test_a_power_however_it_is_written(typed: str) -> None:
    squares = read_value("h_1 h_1 + b", TERM).value
    assert read_value(typed, TERM).value == squares and squares


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("h_2", '"h_2" is no symbol of this question; use W, W_h, h_1, x_2, b'), ("Wh1", "in two ways"),
        ("W!", "cannot be read here"),
        ("((W", "not closed"), ("W)", "does not go on"), ("W +", "breaks off"), ("W * / b", "missing before"),
        ("W/(b-b)", "divides by zero"),
        ("__import__('os').system('x')", "no symbol"), ("(" * 300, "too deep"), ("q" * 399, "no symbol"),
        ("W" * 300 + "/0", "beyond"), ("W " * 300, "more than 400"),
    ],
)  # fmt: skip
def test_no_formula(typed: str, reason: str) -> None:
    assert reason in read_value(typed, TERM).trouble


@pytest.mark.parametrize(
    ("typed", "letter"),
    [("b", "B"), (" B) ", "B"), ("(c)", "C"), ("b.", "B"), ("hidden  STATE", "A"), ("(0.55, -0.45)", "B"),
     ("A) Hidden state", "A"), ("The output", "C"), ("Ａ", "A")],
)  # fmt: skip
def test_a_choice_by_letter_or_by_its_text(typed: str, letter: str) -> None:
    assert read_value(typed, PICK).value == letter


@pytest.mark.parametrize("typed", ["D", "A, C", "A) the output", "yes", "AB", 1])
def test_no_choice(typed: object) -> None:
    assert "none of A, B, C" in read_value(typed, PICK).trouble


@pytest.mark.parametrize("ask", [VECTOR, NUMBER, MATRIX, Shape("s"), TERM, PICK, Text("t")])
@pytest.mark.parametrize("typed", ["", "  \n", None, "\u200b"])
def test_nothing_is_blank_not_wrong(ask: Numbers, typed: object) -> None:
    assert read_value(typed, ask).blank


@pytest.mark.parametrize("ask", [VECTOR, NUMBER, MATRIX, Shape("s"), TERM, PICK])
@pytest.mark.parametrize("piece", ["1", "1,", "(", "1 ", "W", "[1,", "1;", "-", "a" * 100 + "\n", "( ", "1e", "\u0301"])
def test_ten_thousand_characters_are_refused_at_once(ask: Numbers, piece: str) -> None:
    started = time.perf_counter()
    for length in (1_999, 10_000):
        assert read_value((piece * length)[:length], ask).trouble or length < 2_000
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    "typed", ["W - alpha c_1", "W-α c₁", "W − αc_1", r"W - \alpha c_1", "W - c_1 α", "W-alpha*c_1"]
)
def test_a_greek_letter_by_its_name_or_as_it_is(typed: str) -> None:
    update = Formula("W", variables={"W": [1, 2], "alpha": [0.5, 0.25], "c_1": [3, 4]}, display="W - alpha c_1")
    assert read_value(typed, update).value == [-0.5, 1]
