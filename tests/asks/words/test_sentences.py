"""A learner reads what was said, in their own words, and what is missing; nothing typed becomes markup; no percentages."""

import pytest
from worded import answers, asks

from quizgen.ask import Reading
from quizgen.asks.words.assess import assess
from quizgen.asks.words.assessment import Assessment, FormulaFound
from quizgen.asks.words.sentences import feedback


def told(rubric, typed):
    return feedback(assess(asks()[rubric], typed))


def test_what_was_said_and_what_is_missing():
    text = told("shared-weights", "The same weights are used at every step.")
    assert text.startswith("You said “The same weights are used at every step”: The same weights")
    assert "Missing: (1) The number of parameters does not grow with the length. (2) Sequences" in text


def test_a_wrong_claim_is_quoted():
    assert told("shared-weights", "Each step has its own weights.").startswith(
        "Not so, “Each step has its own weights”: All steps have the same weights."
    )


def test_of_an_answer_that_waits_a_person_decides_and_what_was_found_is_said():
    text = told("hidden-state", "It does not keep information about the past inputs.")
    assert text.startswith("A person decides on this answer. Found so far: You said")
    assert "Not found: " in text


@pytest.mark.parametrize(
    "typed", ["It keeps $x$ of `the` past $ and <b>memory</b> *of* [it]", "memory of the past " + "x" * 500]
)
def test_what_was_typed_is_no_markup_and_not_too_long(typed):
    text = told("hidden-state", typed)
    assert "$" not in text and "`" not in text
    assert len(text) < 700


@pytest.mark.parametrize("entry", answers("thirty.yaml"), ids=lambda entry: f"{entry['q']}-{entry['kind']}")
def test_no_percentages(entry):
    text = told(entry["q"], entry["a"])
    assert text and "%" not in text and "similar" not in text


def test_formulas_are_judged():
    right = FormulaFound("h_t = tanh(W x_t + W_h h_{t-1} + b)", "h_t", equal=True)
    slip = FormulaFound("h_t = W x_t", "h_t", misconception="fwd-no-recurrence", feedback="The state is left out")
    text = feedback(Assessment(0.5, formulas=(right, slip)))
    assert "is right." in text and "is not right: The state is left out." in text


def test_an_answer_that_is_sure_earns_its_share_and_another_waits():
    ask = asks()["shared-weights"]
    sure = ask.judge(Reading("", "The same weights are used at every step."))
    assert sure.share == pytest.approx(1 / 3, abs=1e-6)
    waits = ask.judge(Reading("", "The weights are not the same at every step or any length."))
    assert waits.share is None
    wrong = ask.judge(Reading("", "Each step has its own weights."))
    assert (wrong.share, wrong.misconceptions) == (0, ("c-untied-weights",))
