"""A sealed variant under a corrected exercise: the numbers and words that were printed, with the key of today."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from quizgen.ask import plain
from quizgen.authoring.bank import Bank, load_source
from quizgen.errors import UserError
from quizgen.generate import variant
from quizgen.generate.corrected_questions import corrected_questions
from quizgen.generate.corrected_variant import corrected_variant
from quizgen.model import Quiz
from quizgen.store.from_json import variant_from

BANK = Bank.load()
EVERY = 9  # of the exercises of a bank, one in so many; each kind of draw is among them


def stored(name, seed=0):
    """A variant as the store gives it back."""
    return variant_from(json.loads(json.dumps(plain(variant(BANK.get(name), seed)))))


@pytest.mark.parametrize("name", [*list(BANK.exercises)[::EVERY], "mistake-judge", "forward-mcq"])
def test_an_exercise_that_was_not_edited_gives_the_variant_that_was_printed(name):
    if name not in BANK.exercises:
        pytest.fail(f"the bank has no {name}")
    sealed = stored(name, 1)
    assert corrected_variant(BANK.get(name), sealed) is sealed


def edited(name, old, new):
    exercise = BANK.get(name)
    assert old in exercise.source
    return load_source(exercise.source.replace(old, new), name, exercise.path)


def test_the_numbers_stay_and_key_slips_and_solution_are_those_of_today():
    sealed = stored("forward-h2")
    wrong = corrected_variant(edited("forward-h2", "steps.send(h_1)", "steps.send(-h_1)"), sealed)
    assert (wrong.problem, wrong.text, wrong.asks) == (sealed.problem, sealed.text, sealed.asks)
    assert wrong.key["h_1"] == sealed.key["h_1"] and wrong.key["h_2"] != sealed.key["h_2"]
    assert wrong.solution != sealed.solution and wrong.slips != sealed.slips and wrong.source != sealed.source
    back = corrected_variant(BANK.get("forward-h2"), wrong)
    assert back == sealed, "correcting back restores what was sealed"


def test_another_tolerance_counts_and_points_stay_as_printed():
    sealed = stored("forward-h2")
    wider = corrected_variant(
        edited("forward-h2", '"decimals": 4,', '"decimals": 4, "tolerance": 9, "points": 3,'), sealed
    )
    assert {(ask.tolerance, ask.points) for ask in wider.asks} == {(9, 1)}


def test_of_printed_options_the_one_with_the_new_truth_is_right():
    sealed = stored("forward-mcq", 3)
    (ask,) = sealed.asks
    right = ask.accepted()[0]
    other = next(option for option in ask.options if not option.accepted)
    options = tuple(replace(one, accepted=one is other) for one in ask.options)
    wrong = replace(sealed, asks=(replace(ask, options=options),), key={ask.name: other.letter})
    fixed = corrected_variant(BANK.get("forward-mcq"), wrong)
    assert fixed.key[ask.name] == right and fixed.asks[0].interaction() == ask.interaction()


def test_what_cannot_be_corrected_is_refused_and_the_others_go_on():
    good, bad = stored("forward-h2"), replace(stored("forward-h1"), text="Another question.")
    exercises = {
        "forward-h2": edited("forward-h2", "steps.send(h_1)", "steps.send(-h_1)"),
        "forward-h1": edited("forward-h1", "def ", "# A remark.\n\n\ndef "),
    }
    found = corrected_questions([Quiz("a", 0, (bad, good))], "", exercises.__getitem__)
    assert list(found.variants) == [("a", 2)] and list(found.questions) == [("q2", "forward-h2")]
    (refused,) = found.refused
    assert refused.startswith("q1: forward-h1 now has other words or numbers")
    with pytest.raises(UserError, match="now asks"):
        corrected_variant(exercises["forward-h1"], good)
