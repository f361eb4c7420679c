"""The entries of a text with gaps, however the line is written."""

import pytest

from quizgen.reading import Unreadable
from quizgen.reading.entries import read_entries

KEYS = ("1", "2", "3")
ALL = {"1": "tanh", "2": "W_h", "3": "step"}


@pytest.mark.parametrize(
    "typed",
    [
        "1: tanh; 2: W_h; 3: step",
        "tanh; W_h; step",
        "tanh;W_h;step;",
        "1) tanh; 2) W_h; 3) step",
        "(1) tanh; (2) W_h; (3) step",
        "1. tanh; 2. W_h; 3. step",
        "1 tanh; 2 W_h; 3 step",
        "1 = tanh; 2 = W_h; 3 = step",
        "gap 3: step; Gap 1: tanh; gap 2: W_h",
        "1: tanh\n2: W_h\n3: step",
        "1: tanh, 2: W_h, 3: step",
        "1 → tanh; 2 -> W_h; 3 => step",
        "[tanh; W_h; step]",
        "tanh, W_h, step",
        "１: tanh； 2: W_h； 3: step",
    ],
)
def test_every_way_to_write_it(typed):
    assert read_entries(typed, KEYS, commas=True) == ALL


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("2: W_h", {"2": "W_h"}), ("tanh; ; step", {"1": "tanh", "3": "step"}), ("1: ; 2: b", {"2": "b"})],
)
def test_gaps_may_be_left_out(typed, wanted):
    assert read_entries(typed, KEYS, commas=True) == wanted


@pytest.mark.parametrize("typed", ["1: 3 x 2; 2: (4, 1); 3: 5", "3 x 2; (4, 1); 5", "1: 3 x 2, 2: (4, 1), 3: 5"])
def test_entries_may_hold_commas(typed):
    assert read_entries(typed, KEYS, commas=False) == {"1": "3 x 2", "2": "(4, 1)", "3": "5"}


@pytest.mark.parametrize("typed", ["1.5; 2; -3", "1.5 ; 2; -3"])
def test_numbers_are_not_taken_for_the_numbers_of_gaps(typed):
    assert read_entries(typed, KEYS, commas=False) == {"1": "1.5", "2": "2", "3": "-3"}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("tanh", "is one entry for 3 gaps"),
        ("tanh; W_h", "is 2 entries for 3 gaps"),
        ("a; b; c; d", "is 4 entries for 3 gaps"),
        ("1: tanh; W_h", '"W_h" does not say which gap it is for'),
        ("1: a; 1: b", 'Gap 1 has two entries, "a" and "b"'),
        ("4: a; 5: b", "is 2 entries"),
    ],
)
def test_what_cannot_be_assigned_is_asked_back(typed, why):
    with pytest.raises(Unreadable, match=why) as trouble:
        read_entries(typed, KEYS, commas=False)
    assert str(trouble.value).endswith("like 1: ...; 2: ....")
