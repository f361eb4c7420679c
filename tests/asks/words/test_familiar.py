"""An answer to another question, and one that calls the rubric's own sentences false, are not scored without a person."""

import pytest

from quizgen.asks.words.assess import FALSE, OTHER, assess
from quizgen.authoring.bank import Bank

FILES = {"interview-q": "questions.yaml", "explain-q": "explain.yaml"}
LEAST_KEPT = 0.95  # of the answers to other questions: the rest have much to do with each other


def rubrics():
    bank = Bank.load()
    return [one for name, file in FILES.items() for one in bank.get(name).rubrics(file)]


RUBRICS = {one.id: one for one in rubrics()}


def test_model_answers_to_other_questions_are_hardly_ever_taken():
    pairs = [(one, other) for one in RUBRICS.values() for other in RUBRICS.values() if one is not other]
    taken = [
        (one.id, other.id)
        for one, other in pairs
        if (found := assess(one.under(), other.model_answer)).sure and found.share >= 0.5
    ]
    assert len(taken) <= (1 - LEAST_KEPT) * len(pairs), taken


@pytest.mark.parametrize("id", RUBRICS)
def test_the_model_answer_itself_is_about_the_question(id):
    assert OTHER not in assess(RUBRICS[id].under(), RUBRICS[id].model_answer).doubts


@pytest.mark.parametrize("opening", ["It is false that", "It is a myth that", "It is wrong that"])
def test_what_the_rubric_says_called_false_needs_a_person(opening):
    scheme = RUBRICS["hidden-state"].under()
    said = "the hidden state is a memory, a summary of the previous inputs, computed from x_t and h_{t-1} at each step."
    assert FALSE not in assess(scheme, said).doubts
    assert FALSE in assess(scheme, f"{opening} {said}").doubts
