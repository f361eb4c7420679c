"""States of one, where the slope is zero, an even prediction, and gradients of zero.

May earn: 0.
"""

import numpy as np


def rnn_cell_forward(xt, a_prev, parameters):
    a = 0 * a_prev + 1
    return a, np.full((len(parameters["by"]), xt.shape[1]), 1 / len(parameters["by"])), (xt, a_prev, parameters)


def rnn_cell_backward(da_next, cache):
    xt, a_prev, p = cache
    return {"dxt": 0 * xt, "da_prev": 0 * a_prev, "dWax": 0 * p["Wax"], "dWaa": 0 * p["Waa"], "dba": 0 * p["ba"]}


def rnn_forward(x, a0, parameters):
    a = np.ones((*a0.shape, x.shape[2]))
    return a, np.zeros((len(parameters["by"]), *a.shape[1:])), (x, a0, parameters)


def rnn_backward(da, caches):
    x, a0, p = caches
    return {"dx": 0 * x, "da0": 0 * a0, "dWax": 0 * p["Wax"], "dWaa": 0 * p["Waa"], "dba": 0 * p["ba"]}
