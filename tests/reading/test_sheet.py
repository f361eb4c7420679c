"""The sheet comes back as it was filled in; an error in it has line, column and what to do."""

import datetime
import math
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.ask import Ask
from quizgen.asks.choice import Choice
from quizgen.asks.code import Code
from quizgen.asks.formula import Formula
from quizgen.asks.numbers import Numbers
from quizgen.asks.options import Option
from quizgen.asks.shape import Shape
from quizgen.asks.text import Text
from quizgen.errors import UserError
from quizgen.markup.formula_text import formula_text
from quizgen.model import Quiz, Variant
from quizgen.reading import blank_sheet, read_answers

ASKS: tuple[Ask, ...] = (
    Numbers("h_1", size=2),
    Numbers("dW", size=(2, 3), decimals=3),
    Numbers("n", decimals=0),
    Shape("W"),
    Formula("term", variables={"W_h": [1.0], "h_1": [2.0]}),
    Choice("pick", options=(Option("A", "one"), Option("B", "two"))),
    Text("why"),
    Code("rnn_step"),
    Numbers("ŷ", decimals=1),
)


def variant(*asks: Ask, title: str = "A bit of each") -> Variant:
    """A question that asks this."""
    return Variant("mixed", 1, 0, "loss", 1, title, "", "", {}, asks, {})


def test_the_blank_sheet_says_what_is_wanted_and_comes_back_empty() -> None:
    sheet = blank_sheet(Quiz("forward-pass-7", 7, (variant(*ASKS), variant(ASKS[0])), student="Ada"), formula_text)
    answers = read_answers(sheet, "answers.toml")
    assert (answers.quiz, answers.student, answers.source) == ("forward-pass-7", "Ada", "answers.toml")
    assert list(answers.typed) == ["q1", "q2"] and set(answers.typed["q1"].values()) == {""}
    assert list(answers.typed["q1"]) == [ask.name for ask in ASKS if ask.kind != "code"]
    for comment in (
        "# h_1: 2 numbers, 4 decimals",
        "# pick: one letter of A, B",
        "# n: one whole number",
        "q1]  # A bit of",
    ):
        assert comment in sheet
    assert (
        "# dW: 2 rows of 3 numbers, 3 decimals; a semicolon between rows" in sheet
        and "one number, 1 decimal\n" in sheet
    )


def test_an_answer_whose_label_on_the_page_is_another_says_so() -> None:
    asks = (
        Numbers("zero_1", label=r"h_1 \text{ from } h_0 = 0", size=2),
        Numbers("y_hat", label=r"\hat{y}", decimals=1),
        Numbers("order", label=r"\text{order}"),
        Numbers("h_1", label="h_1"),
    )
    lines = blank_sheet(Quiz("q", 1, (variant(*asks),)), formula_text).splitlines()
    assert [line for line in lines[5:] if line.startswith("#")] == [
        "# zero_1, on the page “h₁ from h₀ = 0”: 2 numbers, 4 decimals",
        "# y_hat, on the page “ŷ”: one number, 1 decimal",
        "# order: one number, 4 decimals",
        "# h_1: one number, 4 decimals",
    ]


@given(st.text(), st.text(), st.text(min_size=1).filter(lambda name: name.strip()))
def test_any_names_survive_the_sheet(title: str, student: str, name: str) -> None:
    storable = student.encode("utf-8", "ignore").decode()
    asks = (Numbers(name.encode("utf-8", "ignore").decode() or "a"),)
    quiz = Quiz("q", 1, (variant(*asks, title=title),), storable)
    answers = read_answers(blank_sheet(quiz, formula_text), "a")
    assert list(answers.typed["q1"]) == [asks[0].name] and answers.student == storable.strip()


def test_every_kind_of_ask_says_its_form() -> None:
    assert len({ask.hint() for ask in ASKS}) == len(ASKS)


def test_what_was_typed_is_kept_to_the_last_decimal() -> None:
    lines = ["a = 0.7400", "b = [0.10, 2]", "c = nan", "d = 1_000.50", "e = true", "f = 2020-01-01", 'g = """\n1\n2"""']
    typed = read_answers("\n".join(['quiz = "q"', "[q1]", *lines]), "a").typed["q1"]
    assert typed == {
        "a": "0.7400",
        "b": ["0.10", 2],
        "c": "nan",
        "d": "1000.50",
        "e": True,
        "f": "2020-01-01",
        "g": "1\n2",
    }


def test_a_byte_order_mark_and_windows_lines_are_no_matter() -> None:
    answers = read_answers('\ufeffquiz = "q"\r\n[q1]\r\nh_1 = "1"\r\n'.encode(), "a")
    assert (answers.quiz, answers.student, answers.typed) == ("q", "", {"q1": {"h_1": "1"}})


def test_what_is_outside_the_questions_is_kept() -> None:
    assert read_answers('quiz = "q"\nh_1 = "3"\n[extra]\nz = 1', "a").typed == {"": {"h_1": "3"}, "extra": {"z": 1}}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            'quiz = "q"\n[q1]\nh_1 = -0.7397, 3',
            'a.toml, line 3, column 14: .* put the answer in quotes: h_1 = "-0.7397, 3"',
        ),
        ('quiz = "q"\n[q1]\nh_1 = banana', 'line 3, column 7: .* put the answer in quotes: h_1 = "banana"'),
        ('quiz = "q"\n[q1]\nh_1 =', r'line 3.* put the answer in quotes: h_1 = "\.\.\."'),
        ('quiz = "q"\n[q1]\nh_1 = “0.3”', "line 3, column 7: .* straight quotes"),
        ('quiz = "q"\n[q1]\nh = "1"\nh = "2"', "line 4, column .* may be there only once"),
        ('quiz = "q"\n[q1]\n[q1]', "line 3, column .* may be there only once"),
        ('quiz = "q"\n[q1\n', "line 2, column .* one line"),
        ('quiz = "q"\nh = "1', "line 2, column"),
        (b'quiz = "q"\n# \xff', "line 2: not UTF-8"),
        ("x = " + "[" * 5000, "brackets too deep"),
        ("x = " + "[" * 100 + "]" * 100, "brackets too deep"),
        ("x = " + "1" * 5000, "too many digits"),
        ("", "does not say which quiz"),
        ("quiz = 3", "does not say which quiz"),
        ("[quiz]\na = 1", "does not say which quiz"),
    ],
)
def test_what_is_no_sheet_is_an_error_with_a_next_step(text: str | bytes, reason: str) -> None:
    with pytest.raises(UserError, match=reason) as error:
        read_answers(text, "a.toml")
    assert "\n" not in str(error.value) and len(str(error.value)) < 300


@given(st.text() | st.binary())
def test_anything_is_a_sheet_or_a_sentence(text: str | bytes) -> None:
    try:
        assert read_answers(text, "a").quiz
    except UserError as error:
        assert str(error)


VALUES = st.recursive(
    st.text() | st.integers() | st.booleans() | st.dates() | st.floats(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


def toml(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(c):08x}" for c in value.encode("utf-8", "ignore").decode()) + '"'
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return (
        str(value).lower()
        if isinstance(value, bool | float)
        else value.isoformat()
        if isinstance(value, datetime.date)
        else str(value)
    )


@given(VALUES)
def test_values_arrive_as_text_numbers_or_lists_of_them(value: object) -> None:
    text = f'quiz = "q"\n[q1]\na = {toml(value)}'
    tomllib.loads(text)

    def kinds(item: object) -> set[type]:
        return set().union(*map(kinds, item)) if isinstance(item, list) else {type(item)}

    assert kinds(read_answers(text, "a").typed["q1"]["a"]) <= {str, int, bool}
