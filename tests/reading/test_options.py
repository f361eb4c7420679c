"""Options are chosen by letter or by text; what names two of them is asked back."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.reading import Unreadable
from quizgen.reading.options import read_option, read_options

PATIENT = settings(deadline=None)  # on busy machines; long answers are timed by a test of their own

OPTIONS = [("A", "Hidden state"), ("B", "$(0.55, -0.45)$"), ("C", "the *output*")]


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("A, C", "AC"), ("A C", "AC"), ("AC", "AC"), ("A and C", "AC"), ("c, a", "AC"), ("A; B; C", "ABC"), ("(A, C)", "AC"),
        ("A,C.", "AC"), ("A & C", "AC"), ("B", "B"), ("(b)", "B"), ("C) the output", "C"), ("[a]", "A"), ("A\nB", "AB"),
    ],
)  # fmt: skip
def test_several_letters_however_they_are_separated(typed: str, letters: str) -> None:
    assert read_options(typed, OPTIONS).value == list(letters)


@pytest.mark.parametrize("typed", ["D", "A, D", "AD", "none", "A, C, yes", "and", "()", "1", "A C the"])
def test_what_is_no_list_of_letters_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable, match="none of A, B, C"):
        read_options(typed, OPTIONS)


VERDICTS = [("A", "It is true."), ("B", "It is false."), ("C", "It depends.")]
SYMBOLS = [("A", "$b$"), ("B", "$W$"), ("C", "$h_1$ and $b$")]


@pytest.mark.parametrize(
    ("typed", "letter"),
    [
        ("true", "A"), ("True.", "A"), ("It is true", "A"), ("it is TRUE.", "A"), ("option A", "A"), ("Option (A)", "A"),
        ("answer: a", "A"), ("A: It is true", "A"), ("A) true", "A"), ("A - It is true.", "A"), ("A It is true", "A"), ("A.", "A"),
        ("a", "A"), ("**A**", "A"), ("The statement is true", "A"), ("false", "B"), ("It depends", "C"), ("depends", "C"),
        ("B. It is false", "B"), ("choice C", "C"), ("option B: false", "B"),
    ],
)  # fmt: skip
def test_an_option_by_its_letter_its_words_or_both(typed: str, letter: str) -> None:
    assert read_option(typed, VERDICTS).value == letter
    assert read_options(typed, VERDICTS).value == [letter]


@pytest.mark.parametrize(
    "typed",
    ["D", "option D", "option", "not true", "It is not true", "A: It is false", "A false", "it is", "true or false", "A or B",
     "A, B", "yes", "t", "tru", "A true B", "-", "1", "maybe true"],
)  # fmt: skip
def test_what_names_no_option_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable, match=r"none of A, B, C"):
        read_option(typed, VERDICTS)


def test_a_letter_as_shown_is_the_letter_and_a_small_one_may_be_a_symbol() -> None:
    assert read_option("B", SYMBOLS).value == "B"
    for read in (read_option, read_options):
        with pytest.raises(Unreadable, match="in two ways"):
            read("b", SYMBOLS)


COLUMNS = [
    ("A", r"$\begin{pmatrix}0.36 \\ 0.92\end{pmatrix}$"),
    ("B", r"$\begin{pmatrix}-0.63 \\ 0.50\end{pmatrix}$"),
    ("C", r"$\begin{pmatrix}0.36 \\ 0.29\end{pmatrix}$"),
]
STATES = [("A", "$x_1$"), ("B", "$x_2$"), ("C", "$h_0$"), ("D", "$h_{t-1}$"), ("E", r"$\hat{y}_{12}$"), ("F", "$W_h$")]


@pytest.mark.parametrize(
    ("typed", "letter"),
    [
        ("(0.36, 0.92)", "A"), ("0.36, 0.92", "A"), ("0,36; 0,92", "A"), ("[0.36 0.92]", "A"), ("A (0.36, 0.92)", "A"),
        ("(A) (0.36, 0.92)", "A"), (r"\begin{pmatrix}0.36\\0.92\end{pmatrix}", "A"), ("(−0.63, 0.50)", "B"),
        ("(-0.63, 0.5)", "B"), ("[[0.36], [0.29]]", "C"),
    ],
)  # fmt: skip
def test_a_column_of_numbers_is_chosen_as_shown(typed: str, letter: str) -> None:
    assert read_option(typed, COLUMNS).value == letter
    assert read_options(typed, COLUMNS).value == [letter]


@pytest.mark.parametrize(
    "typed", ["(0.92, 0.36)", "(0.36, 0.93)", "0.36", "(0.36, 0.92, 0)", "B (0.36, 0.92)", "0.36·0.92", "()"]
)
def test_a_column_that_is_not_shown_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable, match="none of A, B, C"):
        read_option(typed, COLUMNS)


def test_a_number_is_chosen_in_any_notation() -> None:
    numbers = [("A", "$0.50$"), ("B", "$0.25$"), ("C", "$-3$")]
    for typed, letter in (("0,5", "A"), ("1/4", "B"), ("−3", "C"), ("25 %", "B")):
        assert read_option(typed, numbers).value == letter
    assert read_options("0.5 and -3", numbers).value == ["A", "C"]


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("x_1, x_2", "AB"), ("x₁, x₂", "AB"), ("x1 and x2", "AB"), ("x_{1}; h_0", "AC"), ("h₀\nx₂", "BC"), ("$x_2$, $h_0$", "BC"),
        ("option A, option B", "AB"), ("A, x_2", "AB"), ("A: x₁, C: h₀", "AC"), ("h_(t-1), x_1", "AD"), ("hₜ₋₁", "D"),
        ("h_{t-1}", "D"), ("ŷ_12", "E"), ("ŷ₁₂, wₕ", "EF"), ("x_1, x_1", "A"), ("x_1,", "A"),
    ],
)  # fmt: skip
def test_symbols_are_chosen_by_their_texts_one_by_one(typed: str, letters: str) -> None:
    assert read_options(typed, STATES).value == list(letters)


@pytest.mark.parametrize("typed", ["x_1, x_3", "x_1 x_2", "x_12", "x_1, G", "x", "A: x_2", "h_t-2", "not x_1"])
def test_a_list_with_a_piece_that_is_no_option_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable, match="none of A, B, C"):
        read_options(typed, STATES)


def test_columns_one_by_one() -> None:
    assert read_options("(0.36, 0.92), (0.36, 0.29)", COLUMNS).value == ["A", "C"]
    assert read_options("0.36, 0.92; ", COLUMNS).value == ["A"]


def test_a_piece_that_names_two_options_is_asked_back() -> None:
    with pytest.raises(Unreadable, match="in two ways"):
        read_options("b, W", SYMBOLS)


def test_a_text_as_printed_goes_before_what_is_merely_the_same_formula() -> None:
    alike = [("A", "$h_{t-1}$"), ("B", "$h_t - 1$")]
    assert [read_option(typed, alike).value for typed in ("h_{t-1}", "h_t - 1")] == ["A", "B"]


def test_a_text_that_is_also_a_list_of_letters_is_asked_back() -> None:
    with pytest.raises(Unreadable, match="in two ways"):
        read_options("A and B", [("A", "one"), ("B", "two"), ("C", "A and B")])


def test_words_that_fit_two_options_are_refused() -> None:
    with pytest.raises(Unreadable, match="in two ways"):
        read_option("true", [("A", "It is true"), ("B", "true"), ("C", "This is true")][::2])


@PATIENT
@given(
    st.lists(st.sampled_from("ABC"), min_size=1),
    st.sampled_from([", ", " ", ",", ";", " and ", "", "\n"]),
    st.booleans(),
)
def test_letters_in_any_order_give_the_order_of_the_options(letters: list[str], between: str, small: bool) -> None:
    typed = between.join(letters)
    assert read_options(typed.lower() if small else typed, OPTIONS).value == sorted(set(letters))


PIECES = st.sampled_from(
    ["x_1", "x₂", "A", "b", "0.36", "-0.63", ",", ";", " ", "(", ")", "[", "]", "and", "·", "%", "/", "true"]
)


@PATIENT
@given(
    st.text(max_size=30) | st.lists(PIECES, max_size=8).map("".join),
    st.sampled_from([VERDICTS, SYMBOLS, COLUMNS, STATES]),
)
def test_any_text_is_one_option_or_refused(text: str, options: list[tuple[str, str]]) -> None:
    try:
        one = read_option(text, options).value
    except Unreadable as error:
        assert str(error)
        return
    try:
        assert read_options(text, options).value == [one]
    except Unreadable as error:
        assert "in two ways" in str(error)


@pytest.mark.parametrize(
    "piece", ["1,", "(", "(1,", "x_1,", "A ", "and ", r"\frac", r"\begin{pmatrix}", "0.36, 0.92; ", "["]
)
def test_long_answers_are_read_or_refused_at_once(piece: str) -> None:
    started = time.process_time()
    for options in (COLUMNS, STATES):
        with contextlib.suppress(Unreadable):
            read_options((piece * 1999)[:1999], options)
    assert time.process_time() - started < 1
