"""Shapes and counts agree with real arrays, and the gradient's flow with a derivative."""

import numpy as np
import pytest
from golden.reference_problems import PARAMETERS, draw

from reference_rnn import FLOW_MISCONCEPTIONS, RNN, SHAPE_MISCONCEPTIONS, Flow, Shapes

D, H, K, B, T = 300, 128, 2, 32, 20
SIZES = Shapes(D, H, K, B, T)
TRUTH = H * D + H * H + H + K * H + K


def test_shapes_are_those_of_real_arrays():
    p = draw(0, B=2, T=3, D=4, H=5, K=6, outputs="all")
    trace, shapes = p.net().forward(p.x, p.h_0), Shapes(4, 5, 6, 2, 3)
    for name in (*PARAMETERS, "x"):
        assert getattr(shapes, name)() == getattr(p, name).shape
    assert shapes.h() == trace.h.shape and shapes.y_hat_all() == trace.y_hat.shape
    assert shapes.y_hat() == p.net(outputs="last").forward(p.x, p.h_0).y_hat.shape
    assert shapes.x_t() == p.x[0, 0].shape and shapes.h_t() == trace.h[0, 0].shape
    assert shapes.count() == sum(getattr(p, name).size for name in PARAMETERS)


WRONG_SHAPES = {
    "shp-w-transposed": ("W", (300, 128)),
    "shp-wh-hxd": ("W_h", (128, 300)),
    "shp-wy-transposed": ("W_y", (128, 2)),
    "shp-b-input": ("b", (300,)),
    "shp-time-batch-swapped": ("x", (20, 32, 300)),
}


@pytest.mark.parametrize("id", WRONG_SHAPES)
def test_wrong_shapes(id):
    name, shape = WRONG_SHAPES[id]
    missed = SHAPE_MISCONCEPTIONS[id](D, H, K, B, T)
    assert getattr(missed, name)() == shape != getattr(SIZES, name)()


WRONG_COUNTS = {
    "shp-wh-hxd": TRUTH - H * H + H * D,
    "shp-b-input": TRUTH - H + D,
    "cnt-times-T": T * (H * D + H * H + H) + K * H + K,
    "cnt-T-for-D": H * T + H * H + H + K * H + K,
    "cnt-wh-vector": H * D + H + H + K * H + K,
    "cnt-wh-hxd": 2 * H * D + H + K * H + K,
    "cnt-no-recurrent": H * D + H + K * H + K,
    "cnt-no-bias": H * D + H * H + K * H,
    "cnt-no-output-layer": H * D + H * H + H,
    "cnt-two-biases": TRUTH + H,
    "cnt-units-is-T": T * D + T * T + T + K * T + K,
}


@pytest.mark.parametrize("id", WRONG_COUNTS)
def test_wrong_counts(id):
    assert SHAPE_MISCONCEPTIONS[id](D, H, K, B, T).count() == WRONG_COUNTS[id] != SIZES.count() == TRUTH


# An LSTM has three gates and a candidate, a GRU two gates and a candidate: each with rows of W, W_h and b of its own.
WRONG_BLOCKS = {"cnt-one-block": (1, 1), "cnt-gates-only": (3, 2), "cnt-cell-as-gate": (5, 4)}


@pytest.mark.parametrize("id", WRONG_BLOCKS)
def test_wrong_counts_of_gated_cells(id):
    kind, block = SHAPE_MISCONCEPTIONS[id], H * (D + H + 1)
    counted = tuple(kind(D, H, gates=gates).cell_count() // block for gates in (3, 2))
    assert counted == WRONG_BLOCKS[id] and kind(D, H, K).count() == TRUTH


def test_shapes_of_gated_cells():
    lstm, gru = Shapes(D, H, gates=3), Shapes(D, H, gates=2)
    assert (lstm.W(), lstm.W_h(), lstm.b()) == ((512, 300), (512, 128), (512,))
    assert (gru.W(), gru.W_h(), gru.b()) == ((384, 300), (384, 128), (384,))
    assert lstm.cell_count() == 4 * Shapes(D, H).cell_count() and gru.cell_count() == 3 * Shapes(D, H).cell_count()
    assert SHAPE_MISCONCEPTIONS["cnt-wh-vector"](D, H, gates=3).cell_count() == 4 * (H * D + H + H)


CELL, HEAD = H * D + H * H + H, K * H + K
WRONG_UNTIED = {
    "cnt-untied-free": CELL + HEAD,
    "cnt-untied-wh-only": H * D + T * H * H + H + HEAD,
    "cnt-untied-output": T * (CELL + HEAD),
}


@pytest.mark.parametrize("id", WRONG_UNTIED)
def test_wrong_counts_of_separate_cells(id):
    missed = SHAPE_MISCONCEPTIONS[id](D, H, K, B, T)
    assert missed.untied_count() == WRONG_UNTIED[id] != SIZES.untied_count() == T * CELL + HEAD
    assert SHAPE_MISCONCEPTIONS[id](D, H, K, B, T=1).untied_count() == SHAPE_MISCONCEPTIONS[id](D, H, K).count()


def test_every_shape_misconception_is_tested():
    tested = set(WRONG_SHAPES) | set(WRONG_COUNTS) | set(WRONG_BLOCKS) | set(WRONG_UNTIED)
    assert tested == set(SHAPE_MISCONCEPTIONS)


COINCIDES = {
    "shp-w-transposed": ("W", {"D": 9, "H": 9}),
    "shp-wh-hxd": ("W_h", {"D": 9, "H": 9}),
    "shp-wy-transposed": ("W_y", {"K": 9, "H": 9}),
    "shp-b-input": ("b", {"D": 9, "H": 9}),
    "shp-time-batch-swapped": ("x", {"B": 9, "T": 9}),
    "cnt-times-T": ("count", {"T": 1}),
    "cnt-T-for-D": ("count", {"T": 9, "D": 9}),
    "cnt-wh-vector": ("count", {"H": 1}),
    "cnt-wh-hxd": ("count", {"D": 9, "H": 9}),
    "cnt-units-is-T": ("count", {"H": 9, "T": 9}),
}


@pytest.mark.parametrize("id", COINCIDES)
def test_equals_the_truth_where_the_catalogue_says(id):
    name, special = COINCIDES[id]
    sizes = {"D": 5, "H": 6, "K": 2, "B": 3, "T": 7} | special
    assert getattr(SHAPE_MISCONCEPTIONS[id](**sizes), name)() == getattr(Shapes(**sizes), name)()


def test_with_one_output_two_counts_are_the_same_number():
    counts = {SHAPE_MISCONCEPTIONS[id](300, 128, 1, T=20).count() for id in ("cnt-no-bias", "cnt-no-output-layer")}
    assert counts == {54_912}


@pytest.mark.parametrize("id", ["", *SHAPE_MISCONCEPTIONS])
def test_counts_of_many_problems_at_once(id):
    rng = np.random.default_rng(0)
    columns = rng.integers(1, 50, size=(5, 20))
    kind = SHAPE_MISCONCEPTIONS.get(id, Shapes)
    assert kind(*columns).count().tolist() == [kind(*map(int, sizes)).count() for sizes in columns.T]


# The gradient's flow


def scalar_states(w_h, f, h_0=0.4):
    """h_1 ... h_4 of a scalar RNN, and ∂h_4/∂h_0 by a complex step through the RNN itself."""
    x = np.array([[[0.3], [-0.8], [0.5], [1.1]]])
    net = RNN([[0.7]], [[w_h]], [0.1], activation=f)
    by_step = net.forward(x, [[h_0 + 1e-30j]]).h[0, -1, 0].imag / 1e-30
    return net.forward(x, [[h_0]]).h[0, :, 0], by_step


@pytest.mark.parametrize("f", ["tanh", "sigmoid", "identity"])
def test_flow_is_the_derivative(f):
    h, derivative = scalar_states(1.3, f)
    np.testing.assert_allclose(Flow(1.3, h, activation=f).gradient(), derivative, rtol=1e-12)


def test_wrong_flows():
    h, right = scalar_states(1.3, "tanh")
    factors = 1.3 * (1 - h**2)
    expected = {
        "flow-no-derivative": 1.3**4,
        "flow-off-by-one": factors[1:].prod(),
        "flow-linear": factors.sum(),
        "flow-first-factor-only": factors[0] ** 4,
        "flow-equal-losses": 1 - (1 - factors).sum(),
    }
    assert set(expected) == set(FLOW_MISCONCEPTIONS)
    for id, value in expected.items():
        missed = FLOW_MISCONCEPTIONS[id](1.3, h).gradient()
        np.testing.assert_allclose(missed, value, rtol=1e-12)
        assert abs(missed - right) > 1e-3


def test_flows_equal_the_truth_where_the_catalogue_says():
    linear = scalar_states(0.9, "identity")[0]
    same = Flow(0.9, linear, activation="identity").gradient()
    assert FLOW_MISCONCEPTIONS["flow-no-derivative"](0.9, linear, activation="identity").gradient() == same
    assert FLOW_MISCONCEPTIONS["flow-linear"](0.9, [0.3]).gradient() == Flow(0.9, [0.3]).gradient()
    constant = np.full(4, 0.3)
    first_only = FLOW_MISCONCEPTIONS["flow-first-factor-only"](0.9, constant)
    np.testing.assert_allclose(first_only.gradient(), Flow(0.9, constant).gradient(), rtol=1e-12)


@pytest.mark.parametrize("id", ["", *FLOW_MISCONCEPTIONS])
def test_flow_of_many_problems_at_once(id):
    kind, w_h, h = FLOW_MISCONCEPTIONS.get(id, Flow), np.array([0.5, 0.9, 1.4]), np.linspace(-0.8, 0.8, 12)
    together = kind(w_h, h.reshape(4, 3)).gradient()
    one_by_one = [kind(w, column).gradient() for w, column in zip(w_h, h.reshape(4, 3).T, strict=True)]
    np.testing.assert_allclose(together, one_by_one, rtol=1e-14)
