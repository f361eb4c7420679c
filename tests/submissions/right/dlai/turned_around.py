"""Turns everything to rows first and back to columns at the end; states are a memoised view, biases flat."""

from functools import lru_cache

import numpy as np


def rows(p):
    return p["Wax"].T, p["Waa"].T, p["ba"].ravel()


def rnn_cell_forward(xt, a_prev, parameters):
    U, V, b = rows(parameters)
    a = np.tanh(xt.T @ U + a_prev.T @ V + b)
    z = a @ parameters["Wya"].T + parameters["by"].T
    y = np.exp(z - z.max(axis=1, keepdims=True))
    y /= y.sum(axis=1, keepdims=True)
    return a.T, y.T, None


def rnn_forward(x, a0, parameters):
    @lru_cache(maxsize=None)
    def state(t):
        return a0 if t < 0 else rnn_cell_forward(x[..., t], state(t - 1), parameters)[0]

    T = x.shape[-1]
    a = np.stack([state(t) for t in range(T)], axis=-1)
    y = np.stack([rnn_cell_forward(x[..., t], state(t - 1), parameters)[1] for t in range(T)], axis=-1)
    return a, y, {"x": x, "before": np.concatenate([a0[..., None], a[..., :-1]], -1), "a": a, "p": parameters}


def rnn_backward(da, caches):
    x, a, before = (caches[k].transpose(2, 1, 0) for k in ("x", "a", "before"))
    U, V, b = rows(caches["p"])
    slope = 1 - a**2
    delta = np.zeros(a.shape)
    back = 0
    for t in reversed(range(len(a))):
        delta[t] = slope[t] * (da[..., t].T + back)
        back = delta[t] @ V.T
    return {
        "dx": (delta @ U.T).transpose(2, 1, 0),
        "da0": back.T,
        "dWax": np.tensordot(delta, x, axes=([0, 1], [0, 1])),
        "dWaa": np.tensordot(delta, before, axes=([0, 1], [0, 1])),
        "dba": delta.sum(axis=(0, 1)),
        "notes": "da0 is what is left over after the first step",
    }
