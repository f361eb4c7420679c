"""Options are chosen by letter or by text."""

import pytest

from quizgen.reading import Unreadable, read_options

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
