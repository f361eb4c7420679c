"""LSTM, GRU and stacked layers say what PyTorch and CS231n say, and their gradients are derivatives."""

import importlib.util
from dataclasses import fields

import numpy as np
import pytest
from golden.gated_torch import Case, cases, from_file, from_torch
from golden.reference_problems import innermost

from reference_rnn import GRU, LSTM, RNN, Layer, NotApplicable, Stacked, mutants_of

CASES = cases()
KEPT = from_file()
# Stored values of PyTorch are compared everywhere; PyTorch itself is run where it is installed.
SOURCES = {"kept": lambda case: KEPT[case.name]}
if importlib.util.find_spec("torch"):
    SOURCES["live"] = from_torch


def by_reference(case: Case) -> dict[str, np.ndarray]:
    n = case.numbers()
    if case.kind == "lstm":
        lstm = LSTM(n["W"], n["W_h"], n["b"])
        trace = lstm.forward(n["x"], n["h_0"], n["c_0"])
        return {"h": trace.h, "c_T": trace.c[:, -1]} | by_field(lstm.backward_from(n["dh"], trace))
    if case.kind == "gru":
        gru = GRU(n["W"], n["W_h"], n["b"], reset="after")
        trace = gru.forward(n["x"], n["h_0"])
        return {"h": trace.h} | by_field(gru.backward_from(n["dh"], trace))
    H = n["b"].size
    top = Layer(n["W_2"], n["W_h2"], n["b_2"])
    net = Stacked(RNN(n["W"], n["W_h"], n["b"]), top)
    below, above = net.forward(n["x"], [n["h_0"], n["h_02"]])
    upper = top.backward_from(n["dh"], above)
    lower = net.lowest.backward_from(upper.x, below)
    found = {"h": above.h} | {name: getattr(lower, name) for name in ("W", "W_h", "b", "x", "h_0")}
    assert found["b"].shape == (H,)
    return found | {"W_2": upper.W, "W_h2": upper.W_h, "b_2": upper.b, "h_02": upper.h_0}


def by_field(record) -> dict[str, np.ndarray]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_same_as_pytorch(case, source):
    theirs, ours = SOURCES[source](case), by_reference(case)
    assert set(ours) == set(theirs)
    for name, value in theirs.items():
        assert ours[name].shape == value.shape, name
        np.testing.assert_allclose(ours[name], value, rtol=1e-10, atol=1e-12, err_msg=name)


def test_the_kept_values_cover_every_case():
    assert set(KEPT) == {case.name for case in CASES}


# ---------------------------------------------------------------- published values


def from_cs231n(Wx, Wh, b):
    """An LSTM from CS231n's arrays: rows are examples, and the blocks are i, f, o, g."""

    def reordered(array):
        i, f, o, g = np.split(array, 4, axis=0)
        return np.concatenate([i, f, g, o])

    return LSTM(reordered(Wx.T), reordered(Wh.T), reordered(b))


def lined_up(low, high, *shape):
    return np.linspace(low, high, num=np.prod(shape)).reshape(shape)


def test_the_step_of_cs231n():
    lstm = from_cs231n(lined_up(-2.1, 1.3, 4, 20), lined_up(-0.7, 2.2, 5, 20), lined_up(0.3, 0.7, 20))
    h, c = lstm.step(lined_up(-0.4, 1.2, 3, 4), lined_up(-0.3, 0.7, 3, 5), lined_up(-0.4, 0.9, 3, 5))
    expected_h = [
        [0.24635157, 0.28610883, 0.32240467, 0.35525807, 0.38474904],
        [0.49223563, 0.55611431, 0.61507696, 0.66844003, 0.7159181],
        [0.56735664, 0.66310127, 0.74419266, 0.80889665, 0.858299],
    ]
    expected_c = [
        [0.32986176, 0.39145139, 0.451556, 0.51014116, 0.56717407],
        [0.66382255, 0.76674007, 0.87195994, 0.97902709, 1.08751345],
        [0.74192008, 0.90592151, 1.07717006, 1.25120233, 1.42395676],
    ]
    np.testing.assert_allclose(h, expected_h, atol=5e-9)
    np.testing.assert_allclose(c, expected_c, atol=5e-9)


def test_the_sequence_of_cs231n():
    lstm = from_cs231n(lined_up(-0.2, 0.9, 5, 16), lined_up(-0.3, 0.6, 4, 16), lined_up(0.2, 0.7, 16))
    trace = lstm.forward(lined_up(-0.4, 0.6, 2, 3, 5), lined_up(-0.4, 0.8, 2, 4))
    expected = [
        [
            [0.01764008, 0.01823233, 0.01882671, 0.0194232],
            [0.11287491, 0.12146228, 0.13018446, 0.13902939],
            [0.31358768, 0.33338627, 0.35304453, 0.37250975],
        ],
        [
            [0.45767879, 0.4761092, 0.4936887, 0.51041945],
            [0.6704845, 0.69350089, 0.71486014, 0.7346449],
            [0.81733511, 0.83677871, 0.85403753, 0.86935314],
        ],
    ]
    np.testing.assert_allclose(trace.h, expected, atol=5e-9)


# ---------------------------------------------------------------- derivatives, stacks, refusals

KINDS = {
    "lstm": (LSTM, 4, {}),
    **{
        f"gru {keeps} {reset}": (GRU, 3, {"keeps": keeps, "reset": reset})
        for keeps in ("z", "1-z")
        for reset in ("before", "after")
    },
}


def draw(kind, seed=0, B=2, T=3, D=4, H=5, N=None):
    """Parameters, data and ∂L/∂h of a gated cell; N problems in C order."""
    rng, rows, P = np.random.default_rng(seed), KINDS[kind][1] * H, () if N is None else (N,)
    shapes = {"W": (rows, D), "W_h": (rows, H), "b": (rows,), "x": (B, T, D), "h_0": (B, H)}
    shapes |= {"c_0": (B, H)} if kind == "lstm" else {}
    p = {name: rng.normal(size=(*P, *shape)) * 0.7 for name, shape in shapes.items()}
    return p, rng.normal(size=(*P, B, T, H))


def passed(kind, p):
    """The cell and its trace."""
    cls, _, options = KINDS[kind]
    cell = cls(p["W"], p["W_h"], p["b"], **options)
    return cell, cell.forward(*(p[name] for name in ("x", "h_0", "c_0") if name in p))


def loss(kind, p, dh):
    return (passed(kind, p)[1].h * dh).sum()


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_are_derivatives(kind):
    p, dh = draw(kind)
    cell, trace = passed(kind, p)
    grads, rng = cell.backward_from(dh, trace), np.random.default_rng(1)
    for name, own in p.items():
        direction = rng.normal(size=own.shape)
        along = (getattr(grads, name) * direction).sum()
        by_step = loss(kind, p | {name: own + 1e-30j * direction}, dh).imag / 1e-30
        ahead, behind = (loss(kind, p | {name: own + e * direction}, dh) for e in (1e-5, -1e-5))
        assert getattr(grads, name).shape == own.shape
        np.testing.assert_allclose(along, by_step, rtol=1e-11, err_msg=name)
        np.testing.assert_allclose(along, (ahead - behind) / 2e-5, rtol=1e-6, err_msg=name)


def test_a_loss_may_read_the_last_cell_state():
    p, dh = draw("lstm")
    lstm, trace = passed("lstm", p)
    dc_T = np.random.default_rng(2).normal(size=p["c_0"].shape)
    grads = lstm.backward_from(dh, trace, dc_T)

    def value(c_0):
        found = passed("lstm", p | {"c_0": c_0})[1]
        return (found.h * dh).sum() + (found.c[:, -1] * dc_T).sum()

    direction = np.ones_like(p["c_0"])
    by_step = value(p["c_0"] + 1e-30j * direction).imag / 1e-30
    np.testing.assert_allclose(grads.c_0.sum(), by_step, rtol=1e-11)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layout", [np.ascontiguousarray, innermost])
def test_many_problems_at_once(kind, layout):
    many, dh = draw(kind, N=4)
    cell, trace = passed(kind, {name: layout(value) for name, value in many.items()})
    together = by_field(cell.backward_from(dh, trace)) | {"h": trace.h}
    for i in range(4):
        alone, one = passed(kind, {name: value[i] for name, value in many.items()})
        for name, value in (by_field(alone.backward_from(dh[i], one)) | {"h": one.h}).items():
            np.testing.assert_allclose(together[name][i], value, rtol=1e-11, atol=1e-13, err_msg=name)


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_is_the_step_of_the_sequence(kind):
    p, _ = draw(kind, T=1)
    cell, trace = passed(kind, p)
    given = [p[name][0] for name in ("h_0", "c_0") if name in p]
    found = cell.step(p["x"][0, 0], *given)
    h = found[0] if kind == "lstm" else found
    np.testing.assert_allclose(h, trace.h[0, 0], rtol=1e-13)


@pytest.mark.parametrize("kind", KINDS)
def test_without_initial_states_it_starts_from_zeros(kind):
    p, _ = draw(kind)
    zeros = p | {name: 0 * p[name] for name in ("h_0", "c_0") if name in p}
    only_x = {name: value for name, value in p.items() if name not in ("h_0", "c_0")}
    np.testing.assert_array_equal(passed(kind, only_x)[1].h, passed(kind, zeros)[1].h)


def test_the_two_conventions_of_z_are_one_cell_with_z_exchanged():
    p, _ = draw("gru z before")
    H = p["h_0"].shape[-1]
    sign = np.repeat([1.0, -1.0, 1.0], H)  # σ(-a) = 1 - σ(a)
    other = {"W": p["W"] * sign[:, None], "W_h": p["W_h"] * sign[:, None], "b": p["b"] * sign}
    np.testing.assert_allclose(
        passed("gru z before", p)[1].h, passed("gru 1-z before", p | other)[1].h, rtol=1e-13, atol=1e-15
    )


def test_a_wrong_shape_or_convention_is_refused():
    with pytest.raises(ValueError, match=r"4 blocks of H rows it must end in \(4H, H\)"):
        LSTM(np.ones((6, 1)), np.ones((6, 2)), np.ones(6))
    with pytest.raises(ValueError, match="both need 6 rows"):
        GRU(np.ones((5, 1)), np.ones((6, 2)), np.ones(6))
    with pytest.raises(ValueError, match='keeps is "z" or "1-z"'):
        GRU(np.ones((3, 1)), np.ones((3, 1)), np.ones(3), keeps="h")


# ---------------------------------------------------------------- stacked layers


def two_layers(seed=0):
    rng = np.random.default_rng(seed)

    def normal(*shape):
        return rng.normal(size=shape) * 0.7

    below = RNN(normal(4, 3), normal(4, 4), normal(4), activation="relu")
    above = Layer(normal(5, 4), normal(5, 5), normal(5), normal(1, 5), normal(1), outputs="all")
    return Stacked(below, above), normal(2, 3, 3), [normal(2, 4), normal(2, 5)], np.ones((2, 3, 1))


def test_the_loss_of_the_upper_layer_reaches_the_lower():
    net, x, h_0, y = two_layers()
    lower, upper = net.backward(net.forward(x, h_0), y)
    direction = np.random.default_rng(1).normal(size=(4, 4))

    def loss_with(W_h):
        below = net.lowest
        moved = Stacked(below.with_parameters(below.W, W_h, below.b), *net.above)
        return net.above[0].loss(moved.forward(x, h_0)[-1], y)

    by_step = loss_with(net.lowest.W_h + 1e-30j * direction).imag / 1e-30
    np.testing.assert_allclose((lower.W_h * direction).sum(), by_step, rtol=1e-11)
    assert upper.W_y.shape == (1, 5) and lower.W_y is None and lower.x.shape == x.shape


def test_one_layer_is_that_layer():
    net, x, h_0, _ = two_layers()
    (alone,) = Stacked(net.lowest).forward(x, h_0[:1])
    np.testing.assert_array_equal(alone.h, net.forward(x, h_0)[0].h)


def test_layers_must_fit():
    net, _, _, _ = two_layers()
    with pytest.raises(ValueError, match="5 units is below one with 3 inputs"):
        Stacked(net.above[0], Layer(net.lowest.W, net.lowest.W_h, net.lowest.b))


def test_wrong_upper_layers():
    net, x, h_0, _ = two_layers()
    kinds, upper = mutants_of(Layer), net.above[0]
    assert [id for id in kinds if id.startswith("stk")] == [
        "stk-reads-input",
        "stk-reads-previous",
    ] and "fwd-no-bias" in kinds
    below = net.forward(x, h_0)[0]
    behind = np.concatenate([below.h_0[:, None], below.h[:, :-1]], axis=1)
    missed = Stacked(net.lowest, kinds["stk-reads-previous"](upper.W, upper.W_h, upper.b)).forward(x, h_0)[1]
    np.testing.assert_allclose(missed.h, RNN(upper.W, upper.W_h, upper.b).forward(behind, h_0[1]).h, rtol=1e-13)
    with pytest.raises(NotApplicable, match="D = H"):
        Stacked(net.lowest, kinds["stk-reads-input"](upper.W, upper.W_h, upper.b)).forward(x, h_0)
    square = RNN(net.lowest.W_h, net.lowest.W_h, net.lowest.b)
    inputs = np.random.default_rng(3).normal(size=(2, 3, 4))
    missed = Stacked(square, kinds["stk-reads-input"](upper.W, upper.W_h, upper.b)).forward(inputs, h_0)[1]
    np.testing.assert_allclose(missed.h, RNN(upper.W, upper.W_h, upper.b).forward(inputs, h_0[1]).h, rtol=1e-13)
