"""The state before as the state, an even prediction, and the gradients of that.

May earn: 0.
"""

import numpy as np


def rnn_cell_forward(xt, a_prev, parameters):
    n = parameters["by"].shape[0]
    return a_prev, np.full((n, a_prev.shape[1]), 1.0 / n), (a_prev, xt, parameters)


def rnn_forward(x, a0, parameters):
    return (
        np.repeat(a0[:, :, None], x.shape[2], 2),
        np.zeros((parameters["by"].shape[0], *x.shape[1:])),
        (x, a0, parameters),
    )


def rnn_cell_backward(da, cache):
    a_prev, xt, p = cache
    return {"dxt": 0 * xt, "da_prev": da, "dWax": 0 * p["Wax"], "dWaa": 0 * p["Waa"], "dba": 0 * p["ba"]}


def rnn_backward(da, caches):
    x, a0, p = caches
    return {"dx": 0 * x, "da0": da.sum(2), "dWax": 0 * p["Wax"], "dWaa": 0 * p["Waa"], "dba": 0 * p["ba"]}
