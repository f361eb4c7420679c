"""Options are chosen by letter or by text; what names two of them is asked back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.reading import Unreadable, read_option, read_options

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


@PATIENT
@given(st.text(max_size=30))
def test_any_text_is_one_option_or_refused(text: str) -> None:
    try:
        one = read_option(text, VERDICTS).value
    except Unreadable as error:
        assert str(error)
    else:
        assert read_options(text, VERDICTS).value == [one]
