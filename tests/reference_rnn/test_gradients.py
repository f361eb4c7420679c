"""The gradients are the derivatives of the loss: by complex step, by differences, for every kind of network."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from golden.reference_problems import PARAMETERS, draw, innermost
from hypothesis import given, settings
from hypothesis import strategies as st
from nightly import examples

from reference_rnn import RNN

GIVEN = (*PARAMETERS, "x", "h_0")
OUTPUTS = [("sigmoid", "bce"), ("softmax", "ce"), ("linear", "mse"), ("sigmoid", "mse"), ("softmax", "mse")]
KINDS = [
    {"activation": f, "output": output, "loss": loss, "outputs": outputs}
    for f, (output, loss), outputs in product(["tanh", "relu", "sigmoid", "identity"], OUTPUTS, ["last", "all"])
]
SIZES = st.fixed_dictionaries({name: st.integers(1, 4) for name in "BTDHK"})


def loss_of(p):
    return p.net().loss(p.net().forward(p.x, p.h_0), p.y)


def gradients(p):
    return p.net().backward(p.net().forward(p.x, p.h_0), p.y)


def along(p, name, direction):
    """The derivative of the loss along a direction, by a complex step: exact but for rounding."""
    return loss_of(replace(p, **{name: getattr(p, name) + 1e-30j * direction})).imag / 1e-30


def assert_gradients(p, seed):
    grads, rng = gradients(p), np.random.default_rng(seed)
    for name in GIVEN:
        own, grad = getattr(p, name), getattr(grads, name)
        assert grad.shape == own.shape
        direction = rng.normal(size=own.shape)
        expected = along(p, name, direction)
        projected = (grad * direction).sum(axis=tuple(range(np.ndim(expected), own.ndim)))
        np.testing.assert_allclose(projected, expected, rtol=1e-9, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: "-".join(kind.values()))
def test_every_kind_of_network(kind):
    for seed in range(3):
        assert_gradients(draw(seed, B=2, T=4, D=3, H=5, K=6, **kind), seed)


@settings(max_examples=examples(40), deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    sizes=SIZES,
    reductions=st.fixed_dictionaries({name: st.sampled_from(["sum", "mean"]) for name in ("time", "batch")}),
    seed=st.integers(0, 10**6),
    N=st.sampled_from([None, 1, 3]),
    layout=st.sampled_from([np.ascontiguousarray, innermost]),
)
def test_every_size_reduction_and_layout(kind, sizes, reductions, seed, N, layout):
    p = draw(seed, **sizes, N=N, **kind, **reductions)
    assert_gradients(p if N is None else p.map(layout), seed)


def test_centred_differences_agree_entry_by_entry():
    p = draw(5, B=2, T=3, D=2, H=3, K=2, outputs="all")
    grads = gradients(p)
    for name in GIVEN:
        own, step = getattr(p, name), 1e-5
        found = np.empty_like(own)
        for i in np.ndindex(own.shape):
            nudge = np.zeros_like(own)
            nudge[i] = step
            ahead, behind = (loss_of(replace(p, **{name: own + sign * nudge})) for sign in (1, -1))
            found[i] = (ahead - behind) / (2 * step)
        np.testing.assert_allclose(getattr(grads, name), found, rtol=1e-6, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("N", [None, 3])
def test_given_state_gradients_go_back_the_same_way(N):
    """With dh the derivative of the loss at each h_t, backward_from finds what backward finds."""
    p = draw(2, B=3, T=4, D=2, H=5, K=2, N=N, outputs="all", output="linear")
    net, trace = p.net(), p.net().forward(p.x, p.h_0)
    dh = 2 * (trace.y_hat - p.y) @ (p.W_y if N is None else p.W_y[:, None]) / 3
    whole, part = net.backward(trace, p.y), net.backward_from(dh, trace)
    for name in ("W", "W_h", "b", "x", "h_0"):
        np.testing.assert_allclose(getattr(part, name), getattr(whole, name), rtol=1e-12, atol=1e-14)
    assert part.W_y is None and part.b_y is None


def test_deltas_are_the_derivatives_at_the_pre_activations():
    p = draw(3, B=2, T=3, D=4, H=5, K=2, outputs="all")
    net, trace = p.net(), p.net().forward(p.x, p.h_0)
    delta = net.deltas(trace, p.y)
    assert delta.shape == (2, 3, 5)
    np.testing.assert_allclose(delta.sum(axis=(0, 1)), net.backward(trace, p.y).b, rtol=1e-12)
    np.testing.assert_allclose(delta[:, 0] @ p.W_h, net.backward(trace, p.y).h_0, rtol=1e-12)


def test_a_net_without_output_layer_says_so():
    p = draw(0)
    net = RNN(p.W, p.W_h, p.b)
    trace = net.forward(p.x, p.h_0)
    assert trace.z is None and trace.y_hat is None
    with pytest.raises(ValueError, match="without W_y"):
        net.loss(trace, p.y)
    with pytest.raises(ValueError, match="without W_y"):
        net.backward(trace, p.y)
