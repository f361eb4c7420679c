"""Claims about the exercises on sequence models: what they ask agrees with counting, and wrong answers say why."""

import tomllib
from collections import Counter
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from quizgen.asks.numeric_options import option_text
from quizgen.authoring.bank import Bank
from quizgen.generate import Follower, variants
from quizgen.grading import grade
from quizgen.model import Answers, Quiz

BANK = Bank.load()


@cache
def made(name, seeds=60):
    return variants(BANK.get(name), range(seeds))


def follower(name):
    source = BANK.get(name).source
    return Follower(lambda digest: source)


def graded(variant, **typed):
    """The marks of answers to one question, by ask."""
    quiz, answers = Quiz("test-1", 1, (variant,)), Answers("test-1", "", {"q1": typed})
    marks = grade(quiz, answers, follower(variant.exercise)).marks
    return {mark.ask.removeprefix("q1."): mark for mark in marks}


def slip(variant, misconception):
    return next(one for one in variant.slips if misconception in one.misconceptions)


# Bags and averages

PAIRS = tomllib.loads(BANK.get("bow-collision").data("pairs.toml"))["pair"]
SAME = {"order": (True, False), "negation": (True, False), "runs": (True, True)}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["one"])
def test_a_pair_is_of_its_kind(pair):
    one, other = pair["one"].split(), pair["other"].split()
    words = Counter(one) == Counter(other)
    bigrams = Counter(pairwise(one)) == Counter(pairwise(other))
    assert one != other and (words, bigrams) == SAME.get(pair["kind"], (False, False))
    if pair["kind"] == "inserted":
        assert [word for word in other if word != "not"] == one and len(other) == len(one) + 1
    if pair["kind"] == "repeated":
        assert set(one) == set(other)


def test_every_question_has_a_negation_moved_and_one_added():
    kind = {frozenset((pair["one"], pair["other"])): pair["kind"] for pair in PAIRS}
    for variant in made("bow-collision"):
        kinds = {kind[frozenset(pair)] for pair in variant.problem["pairs"]}
        assert {"negation", "inserted", "runs"} <= kinds
        assert variant.key["bigrams"] == sum(kind[frozenset(pair)] == "runs" for pair in variant.problem["pairs"])


def test_passing_over_not_is_named():
    for variant in made("bow-collision", 20):
        wrong = slip(variant, "bow-drops-not").answers
        assert graded(variant, same=", ".join(wrong["same"]))["same"].misconceptions[0] == "bow-drops-not"


def test_exactly_the_permutations_have_the_same_average():
    for variant in made("avg-embedding-order"):
        first, *rest = variant.problem["order"]
        right = ["ABCDEF"[i] for i, one in enumerate(rest) if sorted(one) == sorted(first)]
        assert variant.key["same"] == right and len(rest) == 2 * len(right)


# States


def test_the_backward_half_of_the_last_state_is_the_first_that_is_computed():
    for variant in made("birnn-states", 20):
        p, h_3 = variant.problem, variant.key["h_3"]
        ((V,),), (c,) = p["V"], p["c"]
        assert h_3[1] == pytest.approx(np.tanh(V * p["x"][2][0] + c), abs=1e-9)


@pytest.mark.parametrize("name", ["encdec-trace", "attention-context"])
def test_no_wrong_option_is_the_answer_to_another_blank(name):
    for variant in made(name, 200):
        (choice,) = (ask for ask in variant.asks if ask.kind == "choice")
        others = {option_text(choice.of, key) for ask, key in variant.key.items() if ask != choice.name}
        assert not {option.text for option in choice.options} & others


def test_a_slip_in_the_encoder_costs_its_points_once():
    for variant in made("encdec-trace", 10):
        h_1 = round(variant.key["h_1"] * 0.5, 4)
        followed = follower("encdec-trace")(variant, (), {"h_1": h_1})
        typed = {name: f"{followed[name]:.4f}" for name in ("h_2", "s_1", "y_1", "s_2")}
        marks = graded(variant, h_1=f"{h_1}", **typed)
        assert marks["h_1"].points == 0 and all(marks[name].points == 1 for name in typed)


def test_a_decoder_from_zeros_is_named():
    for variant in made("encdec-trace", 20):
        wrong = slip(variant, "dec-zero-init").answers
        typed = {name: f"{wrong[name]:.4f}" for name in ("h_1", "h_2", "s_1", "y_1", "s_2")}
        assert "dec-zero-init" in graded(variant, **typed)["s_1"].misconceptions


def test_a_network_that_writes_reads_what_it_wrote():
    written = Counter()
    for variant in made("generation-trace", 120):
        p, tokens = variant.problem, [int(token) for token in variant.key["tokens"]]
        h = np.array(p["h_0"])
        for t, read in enumerate([int(p["seed"]), *tokens[:2]], 1):
            h = np.tanh(np.array(p["W"])[:, read - 1] + np.array(p["W_h"]) @ h + p["b"])
            np.testing.assert_allclose(variant.key[f"h_{t}"], h, atol=1e-9)
            z = np.sort(np.array(p["W_y"]) @ h + p["b_y"])
            assert z[2] - z[1] > 0.2 and np.argmax(np.array(p["W_y"]) @ h + p["b_y"]) == tokens[t - 1] - 1
        written.update(tokens)
        assert len(set(tokens)) > 1
    assert min(written[n] for n in (1, 2, 3)) > 0.2 * written.total()


# Counts and weights


def test_pairs_within_chunks_are_counted():
    for variant in made("tbptt-terms"):
        T, k = int(variant.problem["T"]), int(variant.problem["k"])
        assert (variant.key["full"], variant.key["count"]) == (T * (T + 1) // 2, T // k * k * (k + 1) // 2)
        for (s, t), option in zip(variant.problem["pairs"], variant.asks[0].options, strict=True):
            assert option.accepted == (t <= s and (s - 1) // k == (t - 1) // k)


def test_fractions_are_accepted_as_weights():
    for variant in made("attention-context", 10):
        p = variant.problem
        powers = [float(p["q"][0]) ** a * float(p["q"][1]) ** b for a, b in p["h"]]
        typed = ", ".join(f"{power}/{sum(powers)}" for power in powers)
        assert graded(variant, w=typed)["w"].points == 1


def test_the_own_weights_go_into_the_context():
    for variant in made("attention-context", 10):
        marks = graded(
            variant, w="0.2, 0.3, 0.5", c=", ".join(f"{c:.3f}" for c in np.dot([0.2, 0.3, 0.5], variant.problem["h"]))
        )
        assert marks["w"].points < 1 and marks["c"].points == 1


def test_the_masked_loss_is_the_mean_of_the_real_steps():
    for variant in made("pad-last"):
        ask, length = variant.asks[-1], int(variant.problem["length"])
        (right,) = (option for option in ask.options if option.accepted)
        assert f"{sum(variant.problem['losses'][:length]) / length:.3f}" in right.text


def test_the_two_halves_of_a_state_have_read_the_whole_sequence():
    for variant in made("birnn-shapes"):
        p, key = variant.problem, variant.key
        assert p["asked"] + key["partner"] == p["T"] + 1 and key["h_t"] == [2 * p["H"]]
        assert key["parameters"] % 2 == 0


def test_the_two_orders_give_different_states():
    for variant in made("order-sensitivity-rnn"):
        assert abs(variant.key["h_3"] - variant.key["other"]) > 0.005
