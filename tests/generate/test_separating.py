"""Questions that separate a misconception: it is live in each, farther from all else than in others, the same by the seed."""

from __future__ import annotations

import pytest

from quizgen.authoring.bank import Bank
from quizgen.documents.class_summary import CODE_ONLY, practice
from quizgen.generate import variant, variants
from quizgen.generate.code_questions import asks_code
from quizgen.generate.compose import compose, practice_seeds
from quizgen.generate.engine import draw_all
from quizgen.generate.separating import (
    candidate_seeds,
    choose_showing,
    live_in,
    may_show,
    separating,
    separating_seeds,
    separation_of,
)
from reference_rnn import CATALOGUE, CONCEPTS

BANK = Bank.load()
SEEDS = practice_seeds(7)


def exercises():
    return list(BANK.exercises.values())


@pytest.mark.parametrize("name", ["fwd-stale-h0", "bwd-dwh-transposed", "out-sigmoid-for-softmax", "c-untied-weights"])
def test_every_question_of_a_quiz_shows_the_misconception(name):
    picked = choose_showing(exercises(), [name], 5, 7, SEEDS)
    quiz = compose("practice", 7, picked, separating_seeds(picked, [name], SEEDS))
    assert len(quiz.variants) == 5 and all(name in live_in(one) for one in quiz.variants)


def test_exercises_that_exist_to_find_it_come_before_others():
    picked = choose_showing(exercises(), ["fwd-wh-transposed"], 3, 1, SEEDS)
    assert all("fwd-wh-transposed" in one.targets for one in picked)


def test_of_several_misconceptions_each_is_asked_about():
    names = ["bwd-overwrite", "loss-sign", "cnt-times-T"]
    picked = choose_showing(exercises(), names, 3, 1, SEEDS)
    assert all(any(may_show(one, name) for one in picked) for name in names)


def test_the_variant_chosen_separates_it_most():
    exercise = BANK.get("forward-h2")
    seeds = candidate_seeds(exercise, SEEDS, "forward-h2:1")
    chosen = separating(exercise, ["fwd-stale-h0"], seeds)
    apart = {drawn.seed: separation_of(exercise, drawn, "fwd-stale-h0") for drawn in draw_all(exercise, seeds)}
    assert chosen is not None and apart[chosen.seed] == max(apart.values()) > min(apart.values()) > 0


def test_a_twin_is_not_separated():
    exercise = BANK.get("forward-h1")  # at t = 1 with h_0 left out: no recurrence and h_0 ignored are the same
    [drawn] = draw_all(exercise, [1])
    twins = next(slip.misconceptions for slip in drawn.slips if len(slip.misconceptions) > 1)
    assert all(separation_of(exercise, drawn, one) == 0 for one in twins)


def test_the_question_is_made_again_from_its_seed_alone():
    found = separating(BANK.get("forward-h2"), ["fwd-stale-h0"], range(5))
    assert found is not None and variant(BANK.get("forward-h2"), found.seed) == found


def test_what_cannot_be_live_gives_nothing():
    assert separating(BANK.get("loss-compare"), ["fwd-stale-h0"], range(3)) is None
    assert choose_showing([BANK.get("symbol-match")], ["fwd-stale-h0"], 3, 1, SEEDS) == []


def test_code_is_never_chosen():
    assert not any(may_show(one, "bwd-overwrite") for one in exercises() if asks_code(one.asks))


def test_every_misconception_has_a_command_that_practises_it_and_only_those_of_code_name_a_topic():
    asked = [one for one in exercises() if not asks_code(one.asks)]
    live = frozenset().union(*(live_in(made) for one in asked for made in variants(one, range(24))))
    assert {*CATALOGUE, *CONCEPTS} - live == CODE_ONLY
    for name in (*CATALOGUE, *CONCEPTS):
        wanted = "quizgen make --topic" if name in CODE_ONLY else f"quizgen make --misconception {name}"
        assert practice([name]).startswith(wanted)
