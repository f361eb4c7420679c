"""Several: hits minus false alarms; which options are right may follow from the reference."""

import json
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.ask import NotComplete
from quizgen.asks import ask_from
from quizgen.asks.options import Option
from quizgen.asks.several import Several, WrongSet
from quizgen.reading import Unreadable, read_value

LETTERS = "ABCDEFGH"


def ask_of(right: list[bool], **fields) -> Several:
    options = tuple(
        Option(letter, f"option {letter}", is_right, () if is_right else (f"m-{letter}",), f"About {letter}.")
        for letter, is_right in zip(LETTERS, right, strict=False)
    )
    return Several("which", options=options, **fields)


@st.composite
def asked(draw):
    right = draw(st.lists(st.booleans(), min_size=2, max_size=8).filter(lambda flags: 0 < sum(flags) < len(flags)))
    return ask_of(right)


@st.composite
def answered(draw):
    ask = draw(asked())
    chosen = draw(st.sets(st.sampled_from([option.letter for option in ask.options]), min_size=1))
    return ask, sorted(chosen)


def judged(ask, value):
    return ask.judge(read_value(ask.write(value), ask))


@given(answered())
def test_the_share_is_hits_minus_false_alarms_over_the_number_right(case):
    ask, chosen = case
    right = set(ask.key(None))
    hits, false_alarms = len(right & set(chosen)), len(set(chosen) - right)
    found = judged(ask, chosen)
    assert found.share == pytest.approx(max(0, (hits - false_alarms) / len(right)))
    assert 0 <= found.share <= 1 and (found.share == 1) == (set(chosen) == right)
    assert found.share == 1 or found.feedback, "every lost point has a sentence"


@given(answered())
def test_what_is_written_is_read(case):
    ask, chosen = case
    assert read_value(ask.write(chosen), ask).value == chosen
    assert read_value("".join(chosen), ask).value == chosen


@given(asked())
def test_it_goes_to_json_and_back(ask):
    assert ask_from(json.loads(json.dumps(ask.to_json()))) == ask


def test_feedback_names_what_is_missed_and_what_is_wrong_with_its_reason():
    found = judged(ask_of([True, True, False, False]), ["A", "C"])
    assert found.share == 0
    assert found.feedback == "Missed: option B (option B). Not right: option C (option C). About C."
    assert found.misconceptions == ("m-C",)


def test_a_long_option_is_named_by_its_letter():
    ask = Several("which", options=(Option("A", "a word " * 9, True), Option("B", "b")))
    assert judged(ask, ["B"]).feedback == "Missed: option A. Not right: option B (b)."


@pytest.mark.parametrize("typed", ["none", "I", "A, I", "1", "banana", "A or maybe B", "()", "A, B, yes"])
def test_nonsense_is_unreadable(typed):
    with pytest.raises(Unreadable, match="none of A, B, C, D"):
        ask_of([True, False, True, False]).read(typed)


@pytest.mark.parametrize(("right", "faulty"), [([True, False], False), ([False, False], True), ([True, True], True)])
def test_one_option_at_least_is_right_and_one_is_not(right, faulty):
    assert bool(list(ask_of(right).faults())) is faulty


def test_equal_options_are_a_fault():
    assert list(Several("which", options=(Option("A", "same", True), Option("B", "same"))).faults())


def slip(value, name="m"):
    return SimpleNamespace(misconceptions=(name,), answers={"which": value}, feedback=f"Equals {name}.")


def drawn(key, *slips):
    return SimpleNamespace(key={"which": key}, slips=slips)


def test_what_is_right_follows_from_solve_and_wrong_sets_from_misconceptions():
    ask = ask_of([False] * 3, by_solve=True).completed(drawn([1, 0, 1], slip([0, 0, 1]), slip([0, 0, 0], "n")))
    assert ask.computed and ask.key(None) == ["A", "C"]
    assert ask.wrong_sets == (WrongSet(("C",), ("m",), "Equals m."), WrongSet((), ("n",), "Equals n."))
    assert ask.as_written(slip([0, 0, 1])) == ["C"]
    assert ask.as_written(slip([0, 0, 0])) is None, "an empty answer is a blank one"
    found = judged(ask, ["C"])
    assert found.misconceptions == ("m",) and found.feedback.startswith("Equals m. Missed: option A")
    assert found.share == 0.5
    assert ask_from(json.loads(json.dumps(ask.to_json()))) == ask


@pytest.mark.parametrize("key", [[0, 0, 0], [1, 1, 1], [1, 0]])
def test_a_draw_that_leaves_nothing_to_choose_is_refused(key):
    with pytest.raises(NotComplete):
        ask_of([False] * 3, by_solve=True).completed(drawn(key))


def test_what_may_be_shown_says_nothing_of_the_answer():
    shown = json.dumps(ask_of([True, False]).to_public_json())
    assert "accepted" not in shown and "About" not in shown
