"""Claims about the numeric exercises of output, loss, backpropagation through time and update."""

from functools import cache

import numpy as np
import pytest

from quizgen.authoring import Exercise, Problem
from quizgen.authoring.bank import Bank
from quizgen.authoring.problem import stack
from quizgen.generate import Drawn, draw_all, seal
from quizgen.generate.solver import follow
from reference_rnn import MISCONCEPTIONS, RNN

EXERCISES = ("output-sigmoid", "output-softmax", "bce-loss", "contribution-table", "grad-matrix", "sgd-step")
SEEDS = range(100)

FLAGSHIP = RNN(
    W=[[-0.8, -0.6], [-0.4, 0.3]], W_h=[[-0.8, -0.6], [0.6, -0.4]], b=[0.2, 0.4], W_y=[[-1.5, -1.5]], b_y=[-0.2]
)
X, H_0, Y = [[[1.5, 0.5], [1.0, -0.5]]], [[-0.4, 0.4]], [[1.0]]


@cache
def exercise(name: str) -> Exercise:
    return bank().get(name)


@cache
def bank() -> Bank:
    return Bank.load()


@cache
def drawn(name: str) -> tuple[Drawn, ...]:
    return tuple(draw_all(exercise(name), SEEDS))


def solved(name: str, problem: Problem, misconception: str = "", **typed):
    """The answers of one problem, on from typed ones."""
    net = MISCONCEPTIONS[misconception] if misconception else RNN
    going_on = {ask: np.asarray(value, dtype=float)[None] for ask, value in typed.items()}
    answers = follow(exercise(name).solving, stack([problem]), net, going_on)
    return {ask: value[0] for ask, value in answers.items()}


def states_of(net: RNN, x, h_0):
    """h_0, h_1, ..., h_T of a batch of one, as lists, and its predictions."""
    trace = net.forward(x, h_0)
    return trace, [*np.asarray(h_0).tolist(), *trace.h[0].tolist()]


@pytest.mark.parametrize("name", EXERCISES)
def test_a_second_route_finds_the_same_answers(name):
    for one in drawn(name):
        opinion = exercise(name).opinion(one.problem)
        assert opinion.keys() == one.key.keys()
        for ask, value in opinion.items():
            np.testing.assert_allclose(value, one.key[ask], rtol=0, atol=1e-12, err_msg=f"{ask}, seed {one.seed}")


@pytest.mark.parametrize("name", EXERCISES)
def test_each_target_shows_on_every_seed(name):
    for one in drawn(name):
        live = {misconception for slip in one.slips for misconception in slip.misconceptions}
        assert set(exercise(name).targets) <= live, one.seed


@pytest.mark.parametrize("name", EXERCISES)
def test_few_draws_are_refused(name):
    assert sum(len(one.redrawn) for one in drawn(name)) < 10 * len(SEEDS)


@pytest.mark.parametrize("name", EXERCISES)
def test_hardly_two_seeds_ask_the_same(name):
    assert len({repr(one.key) for one in drawn(name)}) >= 0.95 * len(SEEDS)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solution_ends_at_the_key(name):
    """Every number asked for is in the worked solution as it is to be typed."""
    for one in drawn(name)[:20]:
        sealed = seal(exercise(name), one)
        for ask in sealed.asks:
            for value in np.ravel(sealed.key[ask.name]):
                assert f"{value:.{ask.decimals}f}" in sealed.solution, (ask.name, one.seed)


# The flagship instance: two steps, many-to-one, y = 1


def test_the_flagship_prediction():
    _, h = states_of(FLAGSHIP, X, H_0)
    found = solved("output-sigmoid", Problem(h=h, W_y=FLAGSHIP.W_y.tolist(), b_y=FLAGSHIP.b_y.tolist()))
    assert round(float(found["y_hat"]), 4) == 0.4118


def test_the_flagship_loss():
    trace, _ = states_of(FLAGSHIP, X, H_0)
    y_hat = trace.y_hat.item()
    assert round(float(solved("bce-loss", Problem(y=[1, 0], y_hat=[y_hat, 0.3]))["L_1"]), 4) == 0.8871


def many_to_many(h, y_hat, y) -> Problem:
    return Problem(W_h=FLAGSHIP.W_h.tolist(), W_y=FLAGSHIP.W_y.tolist(), inputs=X[0], h=h, y_hat=y_hat, y=y)


@pytest.mark.parametrize(
    ("misconception", "dW_h"),
    [
        ("", [[-0.5051, -0.2656], [-0.3776, -0.5098]]),
        ("bwd-overwrite", [[0.0079, -0.0079]]),
        ("bwd-no-act-derivative", [[-0.6702, -0.4428]]),
        ("bwd-derivative-at-h", [[-0.5333, -0.2971]]),
        ("bwd-last-step-only", [[-0.5130, -0.2578]]),
        ("bwd-wh-not-transposed", [[-0.4055, -0.3652]]),
        ("bwd-dwh-uses-ht", [[0.3553, -0.2668]]),
        ("bwd-dwh-transposed", [[-0.5051, -0.3776]]),
    ],
)
def test_the_flagship_gradient_of_W_h(misconception, dW_h):
    """Many-to-one is many-to-many where the first step's prediction is beyond improvement."""
    trace, h = states_of(FLAGSHIP, X, H_0)
    p = many_to_many(h, [0.5, trace.y_hat.item()], [0.5, 1])
    found = solved("grad-matrix", p, misconception)["dW_h"].round(4)
    np.testing.assert_array_equal(found[: len(dW_h)], dW_h)


# The exercises against whole passes of networks of their kind


def network(seed: int, D: int, H: int, **how) -> tuple[RNN, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    sizes = [(H, D), (H, H), (H,), (1, H), (1,)]
    return RNN(*(random.normal(size=size) for size in sizes), **how), random.normal(size=D), random.normal(size=(1, H))


@pytest.mark.parametrize("seed", range(5))
def test_grad_matrix_asks_for_the_gradients_of_a_whole_pass(seed):
    net, _, h_0 = network(seed, 2, 2, outputs="all")
    x, y = np.random.default_rng(seed).normal(size=(1, 2, 2)), np.array([[[1.0], [0.0]]])
    trace, h = states_of(net, x, h_0)
    grads = net.backward(trace, y)
    p = Problem(W_h=net.W_h.tolist(), W_y=net.W_y.tolist(), inputs=x[0].tolist(), h=h)
    found = solved("grad-matrix", p.but(y_hat=trace.y_hat.ravel().tolist(), y=[1, 0]))
    for ask, gradient in {"dW": grads.W, "dW_h": grads.W_h, "db": grads.b}.items():
        np.testing.assert_allclose(found[ask], gradient, rtol=0, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_contribution_table_asks_for_the_gradient_of_a_whole_pass(seed):
    net, _, h_0 = network(seed, 1, 1, outputs="all")
    x, g = np.random.default_rng(seed).normal(size=(2, 1, 3, 1))
    trace, h = states_of(net, x, h_0)
    grads = net.backward_from(g, trace)
    found = solved("contribution-table", Problem(W_h=net.W_h.tolist(), h=h, g=g.ravel().tolist()))
    assert found["dW_h"] == pytest.approx(grads.W_h.item(), abs=1e-12)
    assert sum(found[f"delta_{t}"] for t in (1, 2, 3)) == pytest.approx(grads.b.item(), abs=1e-12)


# Going on from the learner's own values


def test_the_sum_follows_from_the_typed_contributions():
    problem = drawn("contribution-table")[0].problem
    typed = {"c_3": 0.1, "c_2": 0.2, "c_1": 0.4}
    assert solved("contribution-table", problem, **typed)["dW_h"] == pytest.approx(0.7)
    assert solved("contribution-table", problem, "bwd-overwrite", **typed)["dW_h"] == pytest.approx(0.4)
    assert solved("contribution-table", problem, "bwd-last-step-only", **typed)["dW_h"] == pytest.approx(0.1)
    assert solved("contribution-table", problem, "bwd-mean-over-time", **typed)["dW_h"] == pytest.approx(0.7 / 3)


def test_a_slip_in_the_last_delta_is_carried_through_the_table():
    problem = drawn("contribution-table")[0].problem
    right, found = solved("contribution-table", problem), solved("contribution-table", problem, delta_3=0.5)
    assert found["delta_3"] == right["delta_3"]  # the blank itself is judged on its own
    slope = 1 - problem.h[2][0] ** 2
    assert found["c_3"] == pytest.approx(0.5 * problem.h[2][0])
    assert found["delta_2"] - right["delta_2"] == pytest.approx(slope * problem.W_h[0][0] * (0.5 - right["delta_3"]))


def test_gradients_follow_from_the_typed_deltas():
    problem = drawn("grad-matrix")[0].problem
    found = solved("grad-matrix", problem, delta_2=[0.1, 0.2], delta_1=[0.4, -0.3])
    np.testing.assert_allclose(found["db"], [0.5, -0.1])
    np.testing.assert_allclose(
        found["dW"], np.outer([0.4, -0.3], problem.inputs[0]) + np.outer([0.1, 0.2], problem.inputs[1])
    )


def test_the_prediction_follows_from_the_typed_logit():
    problem = drawn("output-sigmoid")[0].problem
    assert solved("output-sigmoid", problem, z=np.log(4))["y_hat"] == pytest.approx(0.8)
    assert solved("output-sigmoid", problem, "out-no-bias", z=np.log(4))["y_hat"] == pytest.approx(0.8)


# What a draw must have for a misconception to show


def test_one_term_shows_only_where_the_target_is_0():
    for one in drawn("bce-loss"):
        (slip,) = (slip for slip in one.slips if "loss-one-term" in slip.misconceptions)
        for ask, y in zip(("L_1", "L_2"), one.problem.y, strict=True):
            assert slip.answers[ask] == (one.key[ask] if y == 1 else 0)


def test_the_targets_of_the_two_examples_come_in_both_orders():
    assert {tuple(one.problem.y) for one in drawn("bce-loss")} == {(0, 1), (1, 0)}


def test_predictions_are_neither_certain_nor_undecided():
    for one in drawn("output-sigmoid"):
        assert 0.07 < one.key["y_hat"] < 0.93
        assert abs(one.key["y_hat"] - 0.5) > 0.02


def test_softmax_over_the_reviews_makes_pairs_that_add_to_1():
    for one in drawn("output-softmax"):
        (slip,) = (slip for slip in one.slips if "out-softmax-wrong-axis" in slip.misconceptions)
        np.testing.assert_allclose(np.add(slip.answers["y_hat_A"], slip.answers["y_hat_B"]), 1)
        for ask in ("y_hat_A", "y_hat_B"):
            assert sum(one.key[ask]) == pytest.approx(1)


def test_new_weights_need_no_rounding():
    for one in drawn("sgd-step"):
        np.testing.assert_allclose(one.key["W_new"], np.round(one.key["W_new"], 2), rtol=0, atol=1e-12)
        assert one.problem.alpha != 1
