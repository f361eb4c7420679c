"""N problems in one call are N problems: bit by bit the same in C order, and the same numbers in any layout."""

from dataclasses import fields

import numpy as np
import pytest
from golden.reference_problems import draw, innermost

from reference_rnn import MISCONCEPTIONS, RNN, NotApplicable, Trace

NETWORKS = [
    {},
    {"outputs": "all", "output": "softmax", "activation": "relu"},
    {"outputs": "all", "output": "linear", "activation": "sigmoid", "D": 1, "H": 1, "K": 1},
    {"B": 9, "T": 10, "D": 1, "H": 1, "K": 1, "outputs": "all"},
    {"B": 9, "T": 10, "D": 2, "H": 3, "K": 1, "outputs": "all"},
    {"B": 1, "T": 10, "D": 2, "H": 1, "K": 1, "outputs": "all"},
    {"B": 1, "T": 5, "D": 9, "H": 17, "K": 10, "output": "softmax"},
]


def everything(p, kind=RNN):
    """All that a call returns, by name, with the problem axis first."""
    net = p.net(kind)
    trace = net.forward(p.x, p.h_0)
    grads = net.backward(trace, p.y)
    found = {"a": trace.a, "h": trace.h, "z": trace.z, "y_hat": trace.y_hat, "loss": net.loss(trace, p.y)}
    found |= {field.name: getattr(grads, field.name) for field in fields(grads)}
    found["new W_h"] = net.descend(trace, p.y, 0.3).W_h
    return {name: value for name, value in found.items() if value is not None}


def single_steps(p):
    """What is computed without a batch axis: walk, step, logit, link, loss_at, on the first example."""
    net, x, h_0 = p.net(), np.moveaxis(p.x[:, 0], -2, 0), p.h_0[:, 0]
    found = {f"h_{t}": h_t for t, h_t in enumerate(net.walk(x, h_0), start=1)}
    found |= {"step": net.step(x[0], h_0), "a": net.preactivation(x[0], h_0)}
    found |= {"z": net.logit(h_0), "y_hat": net.predict(h_0)}
    y = p.y[:, 0] if p.y.ndim == 3 else p.y[:, 0, 0]
    return found | {"link": net.link(found["z"]), "loss": net.loss_at(found["y_hat"], y)}


@pytest.mark.parametrize("options", NETWORKS)
@pytest.mark.parametrize("compute", [everything, single_steps])
def test_a_problem_keeps_its_bits_whatever_its_neighbours(options, compute):
    many = draw(7, N=1000, **options)
    together = compute(many)
    for i in (0, 1, 513, 999):
        alone = compute(many.map(lambda array, i=i: array[i : i + 1].copy()))
        for name, value in alone.items():
            np.testing.assert_array_equal(value[0], together[name][i], err_msg=name)


@pytest.mark.parametrize("options", NETWORKS)
@pytest.mark.parametrize("layout", [np.ascontiguousarray, innermost])
def test_a_stack_is_the_problems_one_by_one(options, layout):
    many = draw(8, N=5, **options)
    together, stepwise = everything(many.map(layout)), single_steps(many.map(layout))
    for i in range(5):
        one = many.map(lambda array, i=i: array[i])
        for name, value in everything(one).items():
            np.testing.assert_allclose(together[name][i], value, rtol=1e-12, atol=1e-13, err_msg=name)
        for name, value in single_steps(many.map(lambda array, i=i: array[i : i + 1])).items():
            np.testing.assert_allclose(stepwise[name][i], value[0], rtol=1e-12, atol=1e-13, err_msg=name)


@pytest.mark.parametrize("id", MISCONCEPTIONS)
@pytest.mark.parametrize("layout", [np.ascontiguousarray, innermost])
def test_mutants_stack_like_the_reference(id, layout):
    options = [{}, {"output": "softmax", "D": 5, "K": 5}, {"output": "sigmoid", "loss": "mse", "K": 1}]
    for chosen in options:
        many = draw(9, N=4, **chosen)
        try:
            together = everything(many.map(layout), MISCONCEPTIONS[id])
        except NotApplicable:
            continue
        for i in range(4):
            for name, value in everything(many.map(lambda array, i=i: array[i]), MISCONCEPTIONS[id]).items():
                np.testing.assert_allclose(together[name][i], value, rtol=1e-11, atol=1e-12, err_msg=name)
        return
    raise AssertionError(f"{id} was never applicable")


def test_walk_is_forward_and_goes_on_with_what_it_is_sent():
    p = draw(1, B=1, N=3)
    net, x, h_0 = p.net(), np.moveaxis(p.x[:, 0], -2, 0), p.h_0[:, 0]
    trace = net.forward(p.x, p.h_0)
    for t, h_t in enumerate(net.walk(x, h_0)):
        np.testing.assert_allclose(h_t, trace.h[:, 0, t], rtol=1e-14)
    walk, typed = net.walk(x, h_0), np.full((3, 5), 0.25)
    next(walk)
    np.testing.assert_array_equal(walk.send(typed), net.step(x[1], typed))


@pytest.mark.parametrize("id", ["fwd-stale-h0", "fwd-recur-preactivation", "fwd-output-feedback"])
def test_what_a_mutant_carries_it_carries_in_a_walk_too(id):
    p = draw(1, B=1, N=3, H=5, K=5)
    net, x, h_0 = p.net(MISCONCEPTIONS[id]), np.moveaxis(p.x[:, 0], -2, 0), p.h_0[:, 0]
    trace = net.forward(p.x, p.h_0)
    for t, h_t in enumerate(net.walk(x, h_0)):
        np.testing.assert_allclose(h_t, trace.h[:, 0, t], rtol=1e-13)


def test_a_step_takes_one_vector_or_a_batch():
    p = draw(3, B=4, N=2)
    net = p.net()
    batch = net.step(p.x[:, :, 0], p.h_0)
    assert batch.shape == (2, 4, 5)
    np.testing.assert_allclose(batch[:, 1], net.step(p.x[:, 1, 0], p.h_0[:, 1]), rtol=1e-14)


def test_a_learning_rate_for_each_problem():
    p, lr = draw(4, N=3), np.array([0.1, 0.5, 2.0])
    net, trace = p.net(), p.net().forward(p.x, p.h_0)
    grads = net.backward(trace, p.y)
    new = net.update(grads, lr)
    for i in range(3):
        np.testing.assert_array_equal(new.W_h[i], p.W_h[i] - lr[i] * grads.W_h[i])
        np.testing.assert_array_equal(new.b_y[i], p.b_y[i] - lr[i] * grads.b_y[i])


def test_trace_shapes():
    for N in (None, 7):
        p = draw(5, B=2, T=3, D=4, H=5, K=6, N=N, outputs="all")
        trace, P = p.net().forward(p.x, p.h_0), () if N is None else (N,)
        assert isinstance(trace, Trace)
        assert trace.a.shape == trace.h.shape == (*P, 2, 3, 5)
        assert trace.z.shape == trace.y_hat.shape == (*P, 2, 3, 6)
        assert trace.h_0.shape == (*P, 2, 5)
