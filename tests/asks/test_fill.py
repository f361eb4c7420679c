"""Fill: every gap filled rightly earns its share, in any notation; a known wrong entry is named."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.ask import NotComplete
from quizgen.asks.fill import Fill
from quizgen.asks.gap import Gap, WrongEntry, is_slip_of
from quizgen.reading import Unreadable, read_value

PREDICTION = WrongEntry("prediction", ("c-hidden-is-output",), "The prediction is made from it.")
ASK = Fill("text").of(
    r"The [[a]] is computed from $x_t$ and [[b]]; the same [[c]] serve at [[d]] steps.",
    [
        Gap(("hidden state", "state"), (PREDICTION, WrongEntry("output", ("c-hidden-is-output",)))),
        Gap(("$h_{t-1}$",), (WrongEntry("$h_{t+1}$", ("c-sees-future",)), WrongEntry("$h_t$"))),
        Gap(("weights", "parameters")),
        Gap(("all",), (WrongEntry("some"),), words=("all", "some", "no")),
    ],
)
MIXED = Fill("mixed").of(
    "$W$ is [[a]], the missing term is [[b]], and $h_1 =$ [[c]].",
    [
        Gap(("4 x 3",), (WrongEntry("3 x 4", ("shp-w-transposed",), "W is H×D."), WrongEntry("4 x 4")), sort="shape"),
        Gap(
            ("W_h h_1",),
            (WrongEntry("h_1", ("fwd-no-wh",), "W_h is missing."),),
            sort="formula",
            variables={"W_h": [0.5, -0.3, 0.7], "h_1": [0.2, 0.4, -0.6]},
        ),
        Gap(("0.7616",), sort="number", decimals=4),
    ],
)


def judged(ask, typed):
    return ask.judge(read_value(typed, ask))


def test_the_gaps_are_numbered_in_the_text():
    assert ASK.text.count("[[") == 4 and "[[1]]" in ASK.text and "[[4]]" in ASK.text
    assert ASK.key(None) == {"1": "hidden state", "2": "$h_{t-1}$", "3": "weights", "4": "all"}
    assert list(ASK.faults()) == [] and list(MIXED.faults()) == []


@pytest.mark.parametrize("first", ["hidden state", "Hidden  State", "the hidden-state", "state", "“State”", "A state."])
@pytest.mark.parametrize("second", ["h_{t-1}", "$h_{t-1}$", "h_(t-1)", "h_t-1", "hₜ₋₁", "h_{t−1}"])
def test_words_and_symbols_are_compared_without_their_notation(first, second):
    assert judged(ASK, f"1: {first}; 2: {second}; 3: Parameters; 4: ALL").share == 1


def test_the_share_is_that_of_the_right_gaps():
    found = judged(ASK, "1: state; 2: h_t; 4: all")
    assert (found.share, found.misconceptions) == (0.5, ())
    assert found.feedback == "2 of 4 gaps are right. Not right: 2 (h_t). Empty: 3."


def test_weights_count():
    ask = Fill("w").of("[[a]] and [[b]]", [Gap(("one",), weight=3), Gap(("two",))])
    assert judged(ask, "one; three").share == 0.75 and judged(ask, "2: two").share == 0.25


def test_a_wrong_entry_names_its_misconception():
    found = judged(ASK, "1: predictions; 2: h_{t+1}")
    assert found.misconceptions == ("c-sees-future",)  # "predictions" is not listed
    found = judged(ASK, "1: the Prediction; 2: h_(t-1); 3: weights; 4: all")
    assert found.misconceptions == ("c-hidden-is-output",) and "made from it" in found.feedback


@pytest.mark.parametrize("typed", ["wieghts", "weihts", "weightss", "waights", "Weigths"])
def test_a_slip_of_the_keyboard_in_a_long_word_is_read(typed):
    found = judged(ASK, f"1: state; 2: h_(t-1); 3: {typed}; 4: all")
    assert found.share == 1 and found.feedback == "Gap 3 is read as weights."


@pytest.mark.parametrize("typed", ["1: stata", "1: outputs", "4: al", "3: wights off"])
def test_short_words_lists_and_two_slips_are_not(typed):
    assert judged(ASK, typed).share == 0


def test_a_word_of_another_gap_or_a_wrong_word_is_no_slip():
    gaps = [Gap(("encoders",)), Gap(("encoder",), (WrongEntry("encoded"),))]
    ask = Fill("near").of("[[a]] [[b]]", gaps)
    assert judged(ask, "1: encoder").share == judged(ask, "2: encoded").share == 0
    assert judged(ask, "1: encodrs; 2: encodr").share == 1


@given(st.text("abcdef", min_size=6, max_size=9), st.data())
def test_one_edit_is_a_slip_and_two_far_apart_are_not(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    assert is_slip_of(word[:at] + "z" + word[at:], word)
    assert is_slip_of(word[:at] + word[at + 1 :], word)
    assert is_slip_of(word[:at] + "z" + word[at + 1 :], word)
    assert not is_slip_of("z" + word[1:-1] + "y", word)
    if at:
        assert is_slip_of(word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :], word)


@pytest.mark.parametrize(
    "typed", ["4 x 3; W_h h_1; 0.7616", "1: (4, 3); 2: h₁ W_h; 3: 0,76159", "(4,3); W_h*h1; .7617"]
)
def test_shapes_formulas_and_numbers_are_read_as_everywhere(typed):
    assert judged(MIXED, typed).share == 1


def test_a_transposed_shape_earns_half_and_a_known_entry_is_named():
    found = judged(MIXED, "1: 3 x 4; 2: h_1; 3: 0.76")
    assert found.share == pytest.approx(1 / 6)
    assert found.misconceptions == ("shp-w-transposed", "fwd-no-wh")
    assert "Gap 1: This is the transpose." in found.feedback and "W_h is missing." in found.feedback


def test_an_entry_that_cannot_be_read_costs_its_own_gap_alone():
    found = judged(MIXED, "1: banana; 2: W_h h_1; 3: 0.7616")
    assert found.share == pytest.approx(2 / 3) and 'Gap 1: "banana"' in found.feedback


def test_of_several_misconceptions_the_one_that_explains_most_gaps_is_named():
    one, other = (lambda text: WrongEntry(text, ("m-one",))), (lambda text: WrongEntry(text, ("m-two",)))
    gaps = [Gap(("1",), (one("2"), other("2")), sort="number"), Gap(("3",), (one("4"), other("5")), sort="number")]
    ask = Fill("n").of("[[a]] [[b]]", gaps)
    assert judged(ask, "2; 4").misconceptions == ("m-one",)
    assert judged(ask, "2; 5").misconceptions == ("m-two",)
    assert set(judged(ask, "2; 3").misconceptions) == {"m-one", "m-two"}


@pytest.mark.parametrize("ask", [ASK, MIXED])
def test_its_key_is_right_also_after_json(ask):
    assert judged(ask, ask.write(ask.key(None))).share == 1
    assert json.loads(json.dumps(ask.key(None))) == ask.key(None)


def test_what_is_shown_tells_nothing_of_the_answer():
    shown = json.dumps(ASK.to_public_json()) + repr(ASK.interaction())
    assert "hidden state" not in shown and "prediction" not in shown and "weights" not in shown
    assert len({gap.width for gap in ASK.interaction().gaps}) == 1


@pytest.mark.parametrize(
    ("text", "gaps", "fault"),
    [
        ("[[a]]", [Gap()], "accepts nothing"),
        ("[[a]]", [Gap(("state",), (WrongEntry("a state"),))], "calls 'a state' wrong"),
        ("[[a]]", [Gap(("state",), words=("input", "output"))], "offers"),
        ("[[a]]", [Gap(("three",), sort="shape")], "does not accept 'three'"),
    ],
)
def test_a_fault_of_the_author_is_told(text, gaps, fault):
    assert any(fault in one for one in Fill("f").of(text, gaps).faults())


def test_what_is_no_gap_is_told_where_it_is_written():
    with pytest.raises(ValueError, match=r"'fomula' is no sort of gap. Did you mean 'formula'\?"):
        Gap(("a",), sort="fomula")
    for text in ("no place", "[[a]] and [[b]]"):
        with pytest.raises(ValueError, match="Give one gap for each place"):
            Fill("f").of(text, [Gap(("a",))])


def test_a_text_that_says_what_fills_a_gap_is_refused():
    with pytest.raises(NotComplete, match="says hidden state"):
        Fill("f").of("The [[a]] is no output: a Hidden State is none.", [Gap(("hidden state", "state"))]).completed(
            None
        )
    assert ASK.completed(None) is ASK


@pytest.mark.parametrize("typed", ["banana", "1,2,3,4,5,6", "A and B", "= 3", "((", ";;;", "5: a"])
def test_what_fills_no_gap_is_asked_back(typed):
    with pytest.raises(Unreadable):
        ASK.read(typed)


def test_long_nonsense_is_refused_quickly():
    begin = time.perf_counter()
    for typed in ("1:" * 900, "(" * 1900, "a;" * 900, "1: " + "x" * 1900, "gap " * 480):
        read_value(typed, ASK)
    assert time.perf_counter() - begin < 0.5


def test_a_short_key_has_every_entry_that_is_right():
    ask = Fill("gaps").of("[[a]] and [[b]]", [Gap(("tanh", "hyperbolic tangent")), Gap(("3 x 2",), sort="shape")])
    assert ask.show_key(ask.key(None)) == "1: tanh or hyperbolic tangent; 2: 3 x 2"
