"""How the reference behaves: nothing kept, nothing touched, no overflow, clear refusals; and its smaller parts."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from golden.reference_problems import draw

from reference_rnn import MISCONCEPTIONS, RNN, clip_by_norm, clip_by_value
from reference_rnn.clipping import norm


def results(net, p):
    trace = net.forward(p.x, p.h_0)
    grads = net.backward(trace, p.y)
    return [trace.a, trace.h, trace.y_hat, net.loss(trace, p.y), grads.W, grads.W_h, grads.b, grads.W_y, grads.x]


@pytest.mark.parametrize("kind", [RNN, *MISCONCEPTIONS.values()], ids=lambda kind: kind.id or "reference")
def test_two_calls_give_the_same_and_touch_nothing(kind):
    special = {
        "out-softmax-on-one-unit": {"K": 1},
        "out-sigmoid-for-softmax": {"output": "softmax"},
        "out-softmax-wrong-axis": {"output": "softmax"},
        "loss-double-softmax": {"output": "softmax"},
        "bwd-missing-sigmoid-derivative": {"loss": "mse"},
        "bwd-missing-factor-2": {"loss": "mse"},
    }
    p = draw(1, **({"D": 5, "K": 5} | special.get(kind.id, {})))
    before = [array.copy() for array in (p.W, p.W_h, p.b, p.W_y, p.b_y, p.x, p.h_0, p.y)]
    frozen = p.map(lambda array: array.copy())
    frozen.map(lambda array: array.setflags(write=False))
    net = frozen.net(kind)
    first, second = results(net, frozen), results(net, frozen)
    for one, two in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, two)
    net.train(frozen.x, frozen.h_0, frozen.y, 0.1, 2)
    net.descend(net.forward(frozen.x, frozen.h_0), frozen.y, 0.1)
    after = (frozen.W, frozen.W_h, frozen.b, frozen.W_y, frozen.b_y, frozen.x, frozen.h_0, frozen.y)
    for one, two in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, two)


def test_results_do_not_alias_what_was_given():
    p = draw(2, B=1, activation="identity", output="linear")
    net = p.net()
    trace = net.forward(p.x, p.h_0)
    kept = trace.h.copy(), trace.y_hat.copy()
    grads = net.backward(trace, p.y)
    grads.b[...] = grads.x[...] = 7.0
    np.testing.assert_array_equal(trace.h, kept[0])
    np.testing.assert_array_equal(trace.y_hat, kept[1])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
@pytest.mark.parametrize("outputs", ["last", "all"])
def test_stable_at_800(output, outputs):
    for sign in (-1, 1):
        p = draw(3, K=3, output=output, outputs=outputs)
        p = replace(p, W_y=0 * p.W_y, b_y=sign * np.array([800.0, -800.0, 0.5]))
        trace = p.net().forward(p.x, p.h_0)
        loss, grads = p.net().loss(trace, p.y), p.net().backward(trace, p.y)
        assert np.isfinite(loss) and all(np.isfinite(part).all() for part in (grads.W, grads.b_y, grads.h_0))
        wrong = 0 * p.y + np.array([0, 1, 0] if sign > 0 else [1, 0, 0])
        per_step = 1600 if output == "softmax" else 1600 + np.log1p(np.exp(sign * 0.5))
        expected = per_step * (3 if outputs == "all" else 1)
        np.testing.assert_allclose(p.net().loss(trace, wrong), expected, rtol=1e-12)


def test_a_certain_prediction_costs_nothing_when_right_and_everything_when_wrong():
    net = draw(0, K=1).net()
    assert net.loss_at([1.0], [1.0]) == net.loss_at([0.0], [0.0]) == 0
    assert net.loss_at([0.0], [1.0]) == net.loss_at([1.0], [0.0]) == np.inf
    np.testing.assert_allclose(net.loss_at([0.4118], [1.0]), -np.log(0.4118), rtol=1e-12)


def test_labels():
    p = draw(0, K=3)
    assert p.net().label(np.array([-0.1, 0.0, 0.3])).tolist() == [False, True, True]
    assert p.net(output="softmax").label(np.array([[-0.1, 0.0, 0.3], [5, 1, 2]])).tolist() == [2, 0]


def test_lists_integers_and_single_precision_become_float64():
    exact = RNN([[1, 2]], [[3]], [0], [[1]], [0])
    assert exact.forward([[[1, -1], [0, 1]]], [[0]]).h.dtype == np.float64
    single = draw(1).map(lambda array: array.astype(np.float32))
    assert single.net().forward(single.x, single.h_0).h.dtype == np.float64


def test_without_h_0_the_walk_starts_from_zeros():
    for N in (None, 2):
        p = draw(1, N=N)
        np.testing.assert_array_equal(p.net().forward(p.x).h, p.net().forward(p.x, 0 * p.h_0).h)


def test_one_to_many_feeds_its_output_in():
    p = draw(6, D=4, K=4, N=2, output="softmax", outputs="all")
    made = p.net().generate(p.x[..., 0, :], p.h_0, T=3)
    fed = np.concatenate([p.x[..., :1, :], made.y_hat[..., :-1, :]], axis=-2)
    again = p.net().forward(fed, p.h_0)
    np.testing.assert_allclose(made.y_hat, again.y_hat, rtol=1e-12)
    np.testing.assert_allclose(made.h, again.h, rtol=1e-12)
    np.testing.assert_array_equal(made.h_0, p.h_0)


def test_one_to_one_is_a_plain_layer():
    p = draw(6, T=1)
    hidden = np.tanh(p.x[:, 0] @ p.W.T + p.b)
    np.testing.assert_allclose(p.net().forward(p.x).h[:, 0], hidden, rtol=1e-13)


@pytest.mark.parametrize("N", [None, 3])
def test_clipping_by_norm_keeps_the_direction_and_leaves_small_gradients(N):
    p = draw(4, N=N)
    grads = p.net().backward(p.net().forward(p.x, p.h_0), p.y)
    size = norm(grads)
    assert np.shape(size) == (() if N is None else (N,))
    np.testing.assert_allclose(norm(clip_by_norm(grads, 0.01)), 0.01 + 0 * size, rtol=1e-12)
    clipped = clip_by_norm(grads, 0.5 * size)
    np.testing.assert_allclose(clipped.W_h, 0.5 * grads.W_h, rtol=1e-12)
    np.testing.assert_array_equal(clip_by_norm(grads, size * 2).W, grads.W)
    np.testing.assert_array_equal(clipped.x, grads.x)
    flat = np.concatenate([getattr(grads, n).reshape((N or 1), -1) for n in ("W", "W_h", "b", "W_y", "b_y")], axis=1)
    np.testing.assert_allclose(np.ravel(size), np.linalg.norm(flat, axis=1), rtol=1e-12)


def test_clipping_by_value_limits_each_entry():
    p = draw(4)
    grads = p.net().backward(p.net().forward(p.x, p.h_0), p.y)
    np.testing.assert_array_equal(clip_by_value(grads, 0.05).W, np.clip(grads.W, -0.05, 0.05))
    no_gradient = replace(grads, W=0 * grads.W, W_h=0 * grads.W_h, b=0 * grads.b, W_y=None, b_y=None)
    np.testing.assert_array_equal(clip_by_norm(no_gradient, 1.0).W, 0 * grads.W)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"activation": "tahn"}, "No activation 'tahn'. Known: tanh"),
        ({"output": "sigmod"}, "No output 'sigmod'"),
        ({"outputs": "first"}, "No outputs 'first'"),
        ({"loss": "nll"}, "No loss 'nll'"),
        ({"time": "max"}, "No time 'max'"),
        ({"batch": "max"}, "No batch 'max'"),
    ],
)
def test_unknown_names_are_refused(change, says):
    with pytest.raises(ValueError, match=says):
        draw(0).net(**change)


@pytest.mark.parametrize("name", ["W_h", "b", "W_y", "b_y"])
def test_shapes_that_do_not_fit_are_refused(name):
    p = draw(0)
    with pytest.raises(ValueError, match=f"^{name} has shape"):
        replace(p, **{name: getattr(p, name)[..., :-1]}).net()


def test_importing_the_reference_imports_numpy_alone():
    code = "import sys, numpy; before = set(sys.modules); import reference_rnn; print(*set(sys.modules) - before)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    foreign = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names)
    assert foreign <= {"reference_rnn", "numpy"}
