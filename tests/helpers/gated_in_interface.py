"""Files with the functions of gated cells in each interface, which hold the reference or misconceptions in its place."""

from __future__ import annotations

from submission_in_interface import HEAD, modules

GATED_HEAD = (
    HEAD.partition("from carried import MISCONCEPTIONS")[0]
    + """
from carried import CATALOGUE, GRU, LSTM


def engine(reference, *names):
    mutants = tuple(CATALOGUE[name] for name in names if issubclass(CATALOGUE[name], reference))
    return type("Several", mutants, {{}}) if len(mutants) > 1 else mutants[0] if mutants else reference


FORWARD = engine(LSTM, *{forward!r})
BACKWARD = engine(LSTM, *{backward!r})
ONE_STEP = type("OneStep", (FORWARD,), {{"first_states": LSTM.first_states}})
GATED = engine(GRU, *{forward!r})


def blocks(a, order, wanted):
    named = dict(zip(order, np.split(a, 4)))
    return np.concatenate([named[gate] for gate in wanted])
"""
)
BODIES = {
    "chapter": """
def lstm_step(x_t, h_prev, c_prev, W, W_h, b):
    return FORWARD(W, W_h, b).step(x_t, h_prev, c_prev)


def lstm_forward(x, h0, W, W_h, b):
    return FORWARD(W, W_h, b).forward(x, h0).h


def gru_step(x_t, h_prev, W, W_h, b):
    return GATED(W, W_h, b, reset={reset!r}).step(x_t, h_prev)


def gru_forward(x, h0, W, W_h, b):
    return GATED(W, W_h, b, reset={reset!r}).forward(x, h0).h
""",
    "cs231n": """
def weights(Wx, Wh, b):
    return [blocks(a, "ifog", "ifgo") for a in (Wx.T, Wh.T, b)]


def gradients(cell, dh, walked, dc=None):
    g = BACKWARD(*cell).backward_from(dh, walked, dc)
    W, W_h, b = (blocks(a, "ifgo", "ifog") for a in (g.W, g.W_h, g.b))
    return g.x, g.h_0, g.c_0, W.T, W_h.T, b


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    cell = weights(Wx, Wh, b)
    h, c = FORWARD(*cell).step(x, prev_h, prev_c)
    return h, c, (cell, ONE_STEP(*cell).forward(x[:, None], prev_h, prev_c))


def lstm_step_backward(dnext_h, dnext_c, cache):
    cell, walked = cache
    dx, *others = gradients(cell, dnext_h[:, None], walked, dnext_c)
    return dx[:, 0], *others


def lstm_forward(x, h0, Wx, Wh, b):
    cell = weights(Wx, Wh, b)
    walked = FORWARD(*cell).forward(x, h0)
    return walked.h, (cell, walked)


def lstm_backward(dh, cache):
    cell, walked = cache
    dx, dh0, _, *others = gradients(cell, dh, walked)
    return dx, dh0, *others
""",
    "dlai": """
def weights(p):
    n_a = len(p["bf"])
    stacked = np.vstack([p["W" + letter] for letter in "ifco"])
    return stacked[:, n_a:], stacked[:, :n_a], np.vstack([p["b" + letter] for letter in "ifco"])[:, 0]


def by_letter(g):
    W, b = np.split(np.hstack([g.W_h, g.W]), 4), np.split(g.b[:, None], 4)
    return {{**{{"dW" + k: part for k, part in zip("ifco", W)}}, **{{"db" + k: part for k, part in zip("ifco", b)}}}}


def prediction(a, p):
    z = np.exp(p["Wy"] @ a + p["by"])
    return z / z.sum(axis=0)


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    cell = weights(parameters)
    h, c = FORWARD(*cell).step(xt.T, a_prev.T, c_prev.T)
    walked = ONE_STEP(*cell).forward(xt.T[:, None], a_prev.T, c_prev.T)
    return h.T, c.T, prediction(h.T, parameters), (cell, walked)


def lstm_cell_backward(da_next, dc_next, cache):
    cell, walked = cache
    g = BACKWARD(*cell).backward_from(da_next.T[:, None], walked, dc_next.T)
    return {{"dxt": g.x[:, 0].T, "da_prev": g.h_0.T, "dc_prev": g.c_0.T, **by_letter(g)}}


def lstm_forward(x, a0, parameters):
    cell = weights(parameters)
    walked = FORWARD(*cell).forward(x.transpose(1, 2, 0), a0.T)
    a, c = walked.h.transpose(2, 0, 1), walked.c.transpose(2, 0, 1)
    return a, np.stack([prediction(a[:, :, t], parameters) for t in range(a.shape[2])], axis=2), c, (cell, walked)


def lstm_backward(da, caches):
    cell, walked = caches
    g = BACKWARD(*cell).backward_from(da.transpose(1, 2, 0), walked)
    return {{"dx": g.x.transpose(2, 0, 1), "da0": g.h_0.T, **by_letter(g)}}
""",
}


def gated_source(interface: str, *misconceptions: str, reset: str = "before") -> bytes:
    """A file of this interface that holds the misconception, several at once, or for none the reference."""
    back = tuple(name for name in misconceptions if name.startswith("lstm-back-"))
    forward = tuple(name for name in misconceptions if name not in back)
    text = GATED_HEAD + BODIES[interface]
    return text.format(modules=modules(), names=(), family="", forward=forward, backward=back, reset=reset).encode()
