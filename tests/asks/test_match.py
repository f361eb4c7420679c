"""Match: every right pair earns its share; a wrong pair may show a misconception."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.asks import ask_from
from quizgen.asks.match import Match, WrongPair
from quizgen.reading import Unreadable, read_value

SYMBOLS = ["$W$", "$W_h$", "$b$"]
MEANINGS = ["from the state", "added", "from the input", "left over"]
PAIRS = {"$W$": "from the input", "$W_h$": "from the state", "$b$": "added"}
SWAPPED = [
    WrongPair("$W$", "from the state", ("fwd-swap-w-wh",), "They are swapped."),
    WrongPair("$W_h$", "from the input", ("fwd-swap-w-wh",), "They are swapped."),
    WrongPair("$W_y$", "from the input", ("nobody",), "$W_y$ is not shown."),
]
ASK = Match("meaning").of(SYMBOLS, MEANINGS, PAIRS, SWAPPED)
KEY = {"1": "C", "2": "A", "3": "B"}


@st.composite
def asked(draw):
    count, more = draw(st.integers(2, 8)), draw(st.integers(2, 8))
    left, right = [f"l{n}" for n in range(count)], [f"r{n}" for n in range(more)]
    pairs = {text: draw(st.sampled_from(right)) for text in left}
    return Match("pairs").of(left, right, pairs)


@st.composite
def answered(draw):
    ask = draw(asked())
    numbers = draw(st.sets(st.sampled_from([item.key for item in ask.left]), min_size=1))
    letters = st.sampled_from([item.key for item in ask.right])
    return ask, {number: draw(letters) for number in sorted(numbers)}


def judged(ask, typed):
    return ask.judge(read_value(typed, ask))


@given(answered())
def test_the_share_is_that_of_the_right_pairs(case):
    ask, given_pairs = case
    right = sum(ask.key(None)[number] == letter for number, letter in given_pairs.items())
    found = judged(ask, ask.write(given_pairs))
    assert found.share == right / len(ask.left)
    assert (found.share == 1) == (given_pairs == ask.key(None))
    assert found.share == 1 or found.feedback


@given(
    answered(),
    st.sampled_from(["-", "", ":", " ", " → ", " = ", "->", ")", "."]),
    st.sampled_from([", ", " ", "; ", "\n", " and "]),
)
def test_what_is_written_is_read_however_it_is_separated(case, joint, apart):
    ask, value = case
    assert read_value(ask.write(value), ask).value == value
    assert (
        read_value(apart.join(f"{number}{joint}{letter.lower()}" for number, letter in value.items()), ask).value
        == value
    )


@given(asked())
def test_it_goes_to_json_and_back(ask):
    assert ask_from(json.loads(json.dumps(ask.to_json()))) == ask
    assert json.loads(json.dumps(ask.key(None))) == ask.key(None)


def test_texts_become_keys_in_the_order_shown():
    assert ASK.key(None) == KEY
    assert [(item.key, item.text) for item in ASK.right] == list(zip("ABCD", MEANINGS, strict=True))
    assert [(one.left, one.right) for one in ASK.wrong_pairs] == [("1", "A"), ("2", "C")]


@pytest.mark.parametrize(
    "typed",
    [
        "meaning = 1-C, 2-A, 3-B",
        "(1, C), (2, A), (3, B)",
        "１－Ｃ ２－Ａ ３－Ｂ",
        "1C2A3B",
        "{'1': 'C', '2': 'A', '3': 'B'}",
    ],
)
def test_other_ways_to_write_the_same(typed):
    assert read_value(typed, ASK).value == KEY


def test_feedback_names_wrong_and_open_pairs_and_the_misconception():
    found = judged(ASK, "1-A, 2-C")
    assert found.share == 0 and found.misconceptions == ("fwd-swap-w-wh",)
    assert found.feedback == "0 of 3 pairs are right. Not right: 1-A, 2-C. Without a letter: 3. They are swapped."
    assert judged(ASK, "1-C, 2-D, 3-B").feedback == "2 of 3 pairs are right. Not right: 2-D."


def test_one_pair_is_right_in_the_singular():
    assert judged(ASK, "1-C, 2-D").feedback == "1 of 3 pairs is right. Not right: 2-D. Without a letter: 3."


@pytest.mark.parametrize(("typed", "quoted"), [("7-A", "7-A"), ("1-C, 2 → H", "2 → H"), ("Hello", "Hello")])
def test_a_refusal_quotes_what_was_typed(typed, quoted):
    assert read_value(typed, ASK).trouble.startswith(f'"{quoted}" ')


def test_more_on_the_right_than_letters_is_an_error_of_the_author():
    right = [f"r{n}" for n in range(27)]
    assert Match("pairs").of(["a", "b"], right[:26], {"a": "r0", "b": "r25"}).key(None) == {"1": "A", "2": "Z"}
    with pytest.raises(ValueError, match=r"At most 26 .* 27"):
        Match("pairs").of(["a", "b"], right, {"a": "r0", "b": "r26"})
    many = [f"l{n}" for n in range(40)]
    assert len(Match("pairs").of(many, right[:2], dict.fromkeys(many, "r0")).left) == 40, "numbers do not run out"


def test_one_on_the_right_may_serve_several():
    ask = Match("shape").of(["$h_1$", "$h_2$"], ["H", "D"], {"$h_1$": "H", "$h_2$": "H"})
    assert judged(ask, "1-A, 2-A").share == 1


@pytest.mark.parametrize(
    "typed",
    ["banana", "C, A, B", "1, 2, 3", "1-E", "4-A", "0-A", "1-C, then 2-A", "1-CA", "1-A, 1-B", "--", "((", "C-1"],
)
def test_nonsense_is_unreadable(typed):
    with pytest.raises(Unreadable, match="like 1-B, 2-A"):
        ASK.read(typed)


@pytest.mark.parametrize("typed", ["1" * 1000 + " " * 999, "1 " * 1000, "1-" * 1000, " '" * 1000, "1" + "' " * 999])
def test_a_long_answer_is_refused_at_once(typed):
    begun = time.perf_counter()
    assert read_value(typed, ASK).trouble
    assert time.perf_counter() - begun < 2


def test_faults_of_an_author_are_found():
    assert list(ASK.faults()) == []
    assert list(Match("empty").faults())
    (same,) = Match("two").of(SYMBOLS, ["added", *MEANINGS], PAIRS).faults()
    assert same.startswith("two shows [") and same.endswith(": two of them are the same")
    assert list(Match("right").of(SYMBOLS, MEANINGS, PAIRS, [WrongPair("$b$", "added")]).faults())


def test_what_may_be_shown_says_nothing_of_the_answer():
    shown = json.dumps(ASK.to_public_json())
    assert "pairs" not in shown and "swapped" not in shown
