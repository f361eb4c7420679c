"""Functions of a named tuple of parameters, which also holds the gradients."""

from typing import NamedTuple

import numpy as np


class Params(NamedTuple):
    Wxh: np.ndarray
    Whh: np.ndarray
    Why: np.ndarray
    bh: np.ndarray
    by: np.ndarray


def init_params(input_size, hidden_size, output_size, scale=0.01):
    rng = np.random.default_rng(0)
    return Params(
        rng.normal(size=(hidden_size, input_size)) * scale,
        rng.normal(size=(hidden_size, hidden_size)) * scale,
        rng.normal(size=(output_size, hidden_size)) * scale,
        np.zeros((hidden_size, 1)),
        np.zeros((output_size, 1)),
    )


def forward_pass(params, xs):
    h = np.zeros_like(params.bh)
    hs = [h]
    ys = []
    for x in xs:
        h = np.tanh(params.Wxh @ x + params.Whh @ h + params.bh)
        hs.append(h)
        ys.append(params.Why @ h + params.by)
    return hs, ys


def backward_pass(params, xs, hs, dys):
    g = [np.zeros_like(p) for p in params]
    dn = np.zeros_like(params.bh)
    for t in range(len(xs), 0, -1):
        dy = dys[t - 1]
        g[2] += dy @ hs[t].T
        g[4] += dy
        d = (params.Why.T @ dy + dn) * (1 - hs[t] ** 2)
        g[0] += d @ xs[t - 1].T
        g[1] += d @ hs[t - 1].T
        g[3] += d
        dn = params.Whh.T @ d
    return Params(*g)
