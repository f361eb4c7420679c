"""What misconceptions about gated cells, clipping and the flow of gradients give, and where they give the truth."""

import numpy as np
import pytest

from reference_rnn import (
    GRU,
    LSTM,
    RNN,
    Clipping,
    Flow,
    MatrixFlow,
    mutants_of,
    spectral_radius,
)
from reference_rnn.registry import code_mutants_of

CLIPPING_MISCONCEPTIONS = mutants_of(Clipping)
LSTM_MISCONCEPTIONS, GRU_MISCONCEPTIONS = ({**mutants_of(one), **code_mutants_of(one)} for one in (LSTM, GRU))
MANY, H, D = 200, 3, 2
RNG = np.random.default_rng(5)


def normal(*shape):
    return RNG.normal(size=(MANY, *shape))


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


# ---------------------------------------------------------------- the LSTM

LSTM_GIVEN = {"W": normal(4 * H, D), "W_h": normal(4 * H, H), "b": normal(4 * H)}
X, H_0, C_0 = normal(D), normal(H), normal(H)


def lstm_by_hand(W_h=1.0, b=1.0, order="ifgo", gate=sigmoid, candidate=np.tanh):
    """i, f, g, o of the given numbers; W_h and b are factors, to leave them out."""
    a = np.matvec(LSTM_GIVEN["W"], X) + W_h * np.matvec(LSTM_GIVEN["W_h"], H_0) + b * LSTM_GIVEN["b"]
    named = dict(zip(order, np.split(a, 4, axis=-1), strict=True))
    return gate(named["i"]), gate(named["f"]), candidate(named["g"]), gate(named["o"])


def written(i, f, g, o):
    c = f * C_0 + i * g
    return o * np.tanh(c), c


I, F, G, O = lstm_by_hand()  # noqa: E741
TRUE_C = F * C_0 + I * G
WRONG_LSTM = {
    "lstm-no-forget": written(I, 1, G, O),
    "lstm-forget-input-swapped": written(F, I, G, O),
    "lstm-gates-tanh": written(*lstm_by_hand(gate=np.tanh)),
    "lstm-candidate-sigmoid": written(*lstm_by_hand(candidate=sigmoid)),
    "lstm-update-without-input-gate": written(1, F, G, O),
    "lstm-h-without-tanh": (O * TRUE_C, TRUE_C),
    "lstm-no-output-gate": (np.tanh(TRUE_C), TRUE_C),
    "lstm-gate-order": written(*lstm_by_hand(order="ifog")),
    "lstm-no-recurrence": written(*lstm_by_hand(W_h=0)),
    "lstm-no-bias": written(*lstm_by_hand(b=0)),
}


def differs_everywhere(value, truth):
    return (np.abs(value - truth).reshape(len(truth), -1).max(axis=-1) > 1e-9).all()


@pytest.mark.parametrize("id", WRONG_LSTM)
def test_wrong_lstm_steps(id):
    truth, found = LSTM(**LSTM_GIVEN).step(X, H_0, C_0), LSTM_MISCONCEPTIONS[id](**LSTM_GIVEN).step(X, H_0, C_0)
    for value, expected in zip(found, WRONG_LSTM[id], strict=True):
        np.testing.assert_allclose(value, expected, rtol=1e-11, atol=1e-13)
    assert differs_everywhere(found[0], truth[0])
    if id not in ("lstm-h-without-tanh", "lstm-no-output-gate"):
        assert differs_everywhere(found[1], truth[1])


LSTM_COINCIDES = {
    "lstm-no-forget": (LSTM_GIVEN, H_0, 0 * C_0),
    "lstm-forget-input-swapped": (
        {
            name: np.concatenate([v[:, :H], v[:, :H], v[:, 2 * H :]], axis=1)  # i = f
            for name, v in LSTM_GIVEN.items()
        },
        H_0,
        C_0,
    ),
    "lstm-gate-order": (
        {name: np.concatenate([v[:, :H]] * 4, axis=1) for name, v in LSTM_GIVEN.items()},
        H_0,
        C_0,
    ),
    "lstm-no-recurrence": (LSTM_GIVEN, 0 * H_0, C_0),
    "lstm-no-bias": (LSTM_GIVEN | {"b": 0 * LSTM_GIVEN["b"]}, H_0, C_0),
}


@pytest.mark.parametrize("id", LSTM_COINCIDES)
def test_lstms_equal_the_truth_where_the_catalogue_says(id):
    given, h_0, c_0 = LSTM_COINCIDES[id]
    for value, truth in zip(
        LSTM_MISCONCEPTIONS[id](**given).step(X, h_0, c_0), LSTM(**given).step(X, h_0, c_0), strict=True
    ):
        np.testing.assert_allclose(value, truth, rtol=1e-12)


# ---------------------------------------------------------------- the GRU

GRU_GIVEN = {"W": normal(3 * H, D), "W_h": normal(3 * H, H), "b": normal(3 * H)}


def gru_by_hand(keeps, reset, W_h=1.0, b=1.0, r_is=None, candidate=np.tanh):
    """h_1 of the given numbers; W_h and b are factors, r_is replaces r."""
    into = np.split(np.matvec(GRU_GIVEN["W"], X) + b * GRU_GIVEN["b"], 3, axis=-1)
    weights = [W_h * w for w in np.split(GRU_GIVEN["W_h"], 3, axis=-2)]
    r, z = (sigmoid(into[k] + np.matvec(weights[k], H_0)) for k in (0, 1))
    r = r if r_is is None else r_is
    past = np.matvec(weights[2], r * H_0) if reset == "before" else r * np.matvec(weights[2], H_0)
    n, keep = candidate(into[2] + past), z if keeps == "z" else 1 - z
    return keep * H_0 + (1 - keep) * n


OTHER = {"z": "1-z", "1-z": "z", "before": "after", "after": "before"}
WRONG_GRU = {
    "gru-z-swapped": lambda keeps, reset: gru_by_hand(OTHER[keeps], reset),
    "gru-reset-after": lambda keeps, reset: gru_by_hand(keeps, OTHER[reset]),
    "gru-reset-ignored": lambda keeps, reset: gru_by_hand(keeps, reset, r_is=1),
    "gru-no-recurrence": lambda keeps, reset: gru_by_hand(keeps, reset, W_h=0),
    "gru-no-bias": lambda keeps, reset: gru_by_hand(keeps, reset, b=0),
    "gru-candidate-sigmoid": lambda keeps, reset: gru_by_hand(keeps, reset, candidate=sigmoid),
}


@pytest.mark.parametrize("keeps", ["z", "1-z"])
@pytest.mark.parametrize("reset", ["before", "after"])
@pytest.mark.parametrize("id", WRONG_GRU)
def test_wrong_gru_steps(id, keeps, reset):
    truth = GRU(**GRU_GIVEN, keeps=keeps, reset=reset).step(X, H_0)
    found = GRU_MISCONCEPTIONS[id](**GRU_GIVEN, keeps=keeps, reset=reset).step(X, H_0)
    np.testing.assert_allclose(truth, gru_by_hand(keeps, reset), rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(found, WRONG_GRU[id](keeps, reset), rtol=1e-11, atol=1e-13)
    assert differs_everywhere(found, truth)


def test_grus_equal_the_truth_where_the_catalogue_says():
    zeros = 0 * H_0
    for id in ("gru-reset-after", "gru-reset-ignored", "gru-no-recurrence"):
        np.testing.assert_array_equal(
            GRU_MISCONCEPTIONS[id](**GRU_GIVEN).step(X, zeros), GRU(**GRU_GIVEN).step(X, zeros)
        )
    scalar = {name: value[:, ::H][..., :1] if value.ndim == 3 else value[:, ::H] for name, value in GRU_GIVEN.items()}
    one, x = H_0[:, :1], X[:, :1]
    np.testing.assert_allclose(
        GRU_MISCONCEPTIONS["gru-reset-after"](**scalar).step(x, one), GRU(**scalar).step(x, one), rtol=1e-13
    )
    half = {
        name: value * np.repeat([1.0, 0.0, 1.0], H).reshape(-1, *[1] * (value.ndim - 2))
        for name, value in GRU_GIVEN.items()
    }
    np.testing.assert_allclose(  # z = ½
        GRU_MISCONCEPTIONS["gru-z-swapped"](**half).step(X, H_0), GRU(**half).step(X, H_0), rtol=1e-13
    )


# ---------------------------------------------------------------- what only code shows

SEQUENCE = {"x": normal(3, 4, D), "h_0": normal(3, H), "c_0": normal(3, H)}  # 3 examples, 4 steps
DH, DC = normal(3, 4, H), normal(3, H)


def walked(before=None, start=None, more=0.0, new=None):
    """(h, c) of all steps; the functions say what each step receives, where the first starts, and what it makes."""
    h, c = ([s] for s in (start or (lambda h_0, c_0: (h_0, c_0)))(SEQUENCE["h_0"], SEQUENCE["c_0"]))
    W, W_h, b = (LSTM_GIVEN[name] for name in ("W", "W_h", "b"))
    for t in range(4):
        h_prev, c_prev = (before or (lambda h, c: (h[-1], c[-1])))(h, c)
        a = SEQUENCE["x"][:, :, t] @ W.mT + h_prev @ W_h.mT + b[:, None]
        i, f, g, o = np.split(a, 4, axis=-1)
        i, f, g, o = sigmoid(i), sigmoid(f + more), np.tanh(g), sigmoid(o)
        c_t = f * c_prev + i * g
        h_t, c_t = new(o, c_t, c_prev) if new else (o * np.tanh(c_t), c_t)
        h.append(h_t)
        c.append(c_t)
    return np.stack(h[1:], axis=2), np.stack(c[1:], axis=2)


WRONG_PASSES = {
    "lstm-c-not-carried": {"before": lambda h, c: (h[-1], c[0])},
    "lstm-stale-h0": {"before": lambda h, c: (h[0], c[-1])},
    "lstm-h-for-c": {"before": lambda h, c: (h[-1], c[0] if len(c) == 1 else h[-1])},
    "lstm-h0-ignored": {"start": lambda h_0, c_0: (0 * h_0, c_0)},
    "lstm-c0-from-h0": {"start": lambda h_0, c_0: (h_0, h_0)},
    "lstm-forget-bias": {"more": 1.0},
    "lstm-h-from-old-c": {"new": lambda o, c, c_prev: (o * np.tanh(c_prev), c)},
    "lstm-c-squashed": {"new": lambda o, c, c_prev: (o * np.tanh(c), np.tanh(c))},
}
BACKWARD_ONLY = {id for id in LSTM_MISCONCEPTIONS if id.startswith("lstm-back-")}
GRU_PASSES = {"gru-gates-exchanged", "gru-stale-h0", "gru-h0-ignored"}


@pytest.mark.parametrize("id", ["", *WRONG_PASSES])
def test_wrong_passes_of_an_lstm(id):
    found = LSTM_MISCONCEPTIONS.get(id, LSTM)(**LSTM_GIVEN).forward(**SEQUENCE)
    for value, expected in zip((found.h, found.c), walked(**WRONG_PASSES.get(id, {})), strict=True):
        np.testing.assert_allclose(value, expected, rtol=1e-11, atol=1e-13)
    assert not id or differs_everywhere(found.h, walked()[0])


@pytest.mark.parametrize("id", sorted(BACKWARD_ONLY))
def test_wrong_backward_passes_go_back_through_the_true_forward_pass(id):
    truth, wrong = LSTM(**LSTM_GIVEN), LSTM_MISCONCEPTIONS[id](**LSTM_GIVEN)
    trace = truth.forward(**SEQUENCE)
    np.testing.assert_array_equal(wrong.forward(**SEQUENCE).h, trace.h)
    right, found = (net.backward_from(DH, trace, DC) for net in (truth, wrong))
    parts = ("W", "W_h", "b", "x", "h_0", "c_0")
    assert any(differs_everywhere(getattr(found, part), getattr(right, part)) for part in parts)


@pytest.mark.parametrize("reset", ["before", "after"])
def test_wrong_passes_of_a_gru(reset):
    x, h_0 = SEQUENCE["x"], SEQUENCE["h_0"]
    nets = {id: GRU_MISCONCEPTIONS[id](**GRU_GIVEN, reset=reset) for id in GRU_PASSES}
    truth = GRU(**GRU_GIVEN, reset=reset)
    from_h_0 = np.stack([truth.step(x[:, :, t], h_0) for t in range(4)], axis=2)
    np.testing.assert_allclose(nets["gru-stale-h0"].forward(x, h_0).h, from_h_0, rtol=1e-12)
    np.testing.assert_allclose(nets["gru-h0-ignored"].forward(x, h_0).h, truth.forward(x).h, rtol=1e-12)
    swapped = {
        name: np.concatenate([v[:, H : 2 * H], v[:, :H], v[:, 2 * H :]], axis=1) for name, v in GRU_GIVEN.items()
    }
    exchanged = GRU(**swapped, reset=reset).forward(x, h_0).h
    np.testing.assert_allclose(nets["gru-gates-exchanged"].forward(x, h_0).h, exchanged, rtol=1e-12)
    assert differs_everywhere(exchanged, truth.forward(x, h_0).h)


def test_every_misconception_of_gated_cells_is_tested():
    assert {*WRONG_LSTM, *WRONG_PASSES} | BACKWARD_ONLY == set(LSTM_MISCONCEPTIONS)
    assert {*WRONG_GRU} | GRU_PASSES == set(GRU_MISCONCEPTIONS)


# ---------------------------------------------------------------- clipping

LARGE = (np.array([[3.0, 4.0]]), np.array([[[12.0, 0.0]]]))  # of norm 13
SMALL = (np.array([[0.3, 0.4]]), np.array([[[1.2, 0.0]]]))
LIMIT = np.array([2.6])
WRONG_CLIPS = {  # what becomes of the large and of the small
    "clip-by-value": ([2.6, 2.6, 2.6, 0], [0.3, 0.4, 1.2, 0]),
    "clip-per-tensor": ([1.56, 2.08, 2.6, 0], [0.3, 0.4, 1.2, 0]),
    "clip-always-rescale": ([0.6, 0.8, 2.4, 0], [0.6, 0.8, 2.4, 0]),
    "clip-to-zero": ([0, 0, 0, 0], [0.3, 0.4, 1.2, 0]),
    "clip-l1-norm": ([7.8 / 19, 10.4 / 19, 31.2 / 19, 0], [0.3, 0.4, 1.2, 0]),
    "clip-times-limit": ([7.8, 10.4, 31.2, 0], [0.3, 0.4, 1.2, 0]),
}


def clipped(kind, parts):
    return np.concatenate([part.ravel() for part in kind(LIMIT).clip(*parts)])


@pytest.mark.parametrize("id", ["", *WRONG_CLIPS])
def test_clipping_and_its_misconceptions(id):
    large, small = WRONG_CLIPS.get(id, ([0.6, 0.8, 2.4, 0], [0.3, 0.4, 1.2, 0]))
    kind = CLIPPING_MISCONCEPTIONS.get(id, Clipping)
    np.testing.assert_allclose(clipped(kind, LARGE), large, rtol=1e-12)
    np.testing.assert_allclose(clipped(kind, SMALL), small, rtol=1e-12)


def test_every_misconception_of_clipping_is_tested():
    assert set(WRONG_CLIPS) == set(CLIPPING_MISCONCEPTIONS)


def test_one_gradient_alone_has_one_norm():
    np.testing.assert_array_equal(
        CLIPPING_MISCONCEPTIONS["clip-per-tensor"](2.0).clip(LARGE[0])[0], Clipping(2.0).clip(LARGE[0])[0]
    )


# ---------------------------------------------------------------- the flow of gradients


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "identity"])
def test_the_product_of_jacobians_is_the_derivative(activation):
    rng = np.random.default_rng(0)
    W, W_h, b, x, h_0 = (rng.normal(size=s) * 0.8 for s in ((3, 2), (3, 3), (3,), (1, 5, 2), (1, 3)))
    net = RNN(W, W_h, b, activation=activation)
    flow = MatrixFlow(W_h, net.forward(x, h_0).h[0], activation=activation)
    columns = [net.forward(x, h_0 + 1e-30j * unit).h[0, -1].imag / 1e-30 for unit in np.eye(3)]
    np.testing.assert_allclose(flow.gradient(), np.stack(columns, axis=-1), rtol=1e-11, atol=1e-14)
    dh_T = rng.normal(size=3)
    np.testing.assert_allclose(flow.back(dh_T)[0], flow.gradient().T @ dh_T, rtol=1e-11)
    dh = np.zeros((1, 5, 3))
    dh[0, -1] = dh_T
    np.testing.assert_allclose(flow.back(dh_T)[0], net.backward_from(dh, net.forward(x, h_0)).h_0[0], rtol=1e-11)
    assert flow.norm() <= np.prod([np.linalg.norm(J, 2) for J in flow.jacobians()]) * (1 + 1e-12)


def test_wrong_flows_of_several_units():
    rng = np.random.default_rng(4)
    W_h, h = rng.normal(size=(3, 3)), np.tanh(rng.normal(size=(2, 3)))
    D_1, D_2 = (np.diag(1 - h_t**2) for h_t in h)
    expected = {
        "jac-no-derivative": W_h @ W_h,
        "jac-transposed": D_2 @ W_h.T @ D_1 @ W_h.T,
        "jac-columns": W_h @ D_2 @ W_h @ D_1,
        "jac-order": D_1 @ W_h @ D_2 @ W_h,
        "jac-entrywise": (D_2 @ W_h) * (D_1 @ W_h),
    }
    assert set(expected) == set(mutants_of(MatrixFlow))
    for id, value in expected.items():
        found = mutants_of(MatrixFlow)[id](W_h, h).gradient()
        np.testing.assert_allclose(found, value, rtol=1e-12, atol=1e-14)
        assert differs_everywhere(found[None], MatrixFlow(W_h, h).gradient()[None])
    symmetric = W_h + W_h.T
    np.testing.assert_array_equal(
        mutants_of(MatrixFlow)["jac-transposed"](symmetric, h).gradient(), MatrixFlow(symmetric, h).gradient()
    )
    constant = np.broadcast_to(h[:1], h.shape)
    np.testing.assert_array_equal(
        mutants_of(MatrixFlow)["jac-order"](W_h, constant).gradient(), MatrixFlow(W_h, constant).gradient()
    )


def test_with_one_unit_it_is_the_scalar_flow():
    h = np.array([0.3, -0.5, 0.8])
    flow = MatrixFlow([[1.3]], h[:, None])
    np.testing.assert_allclose(flow.gradient(), [[Flow(1.3, h).gradient()]], rtol=1e-14)
    np.testing.assert_allclose(flow.norm(), abs(Flow(1.3, h).gradient()), rtol=1e-14)


def test_the_spectral_radius_rules_a_linear_recurrence():
    W_h = np.array([[0.0, 2.0], [0.0, 0.0]])  # norm 2, but it forgets all after two steps
    assert spectral_radius(W_h) == 0.0
    assert MatrixFlow(W_h, np.zeros((1, 2)), activation="identity").norm() == 2.0
    assert MatrixFlow(W_h, np.zeros((2, 2)), activation="identity").norm() == 0.0
    rotation = 1.1 * np.array([[0.6, -0.8], [0.8, 0.6]])
    np.testing.assert_allclose(spectral_radius(rotation), 1.1, rtol=1e-14)
    grown = MatrixFlow(rotation, np.zeros((20, 2)), activation="identity").norm()
    np.testing.assert_allclose(grown, 1.1**20, rtol=1e-12)


def test_flows_of_many_problems_at_once():
    rng = np.random.default_rng(1)
    W_h, h, dh = rng.normal(size=(6, 3, 3)), np.tanh(rng.normal(size=(4, 6, 3))), rng.normal(size=(6, 3))
    together = MatrixFlow(W_h, h)
    for i in range(6):
        alone = MatrixFlow(W_h[i], h[:, i])
        np.testing.assert_allclose(together.gradient()[i], alone.gradient(), rtol=1e-12)
        np.testing.assert_allclose(together.back(dh)[:, i], alone.back(dh[i]), rtol=1e-12)
        np.testing.assert_allclose(together.norm()[i], alone.norm(), rtol=1e-12)
    assert spectral_radius(W_h).shape == (6,)
