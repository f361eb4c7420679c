"""Recursion over time, forwards and backwards, without a loop; the cache is a named tuple; the stable softmax by hand."""

from collections import namedtuple

import numpy as np

Kept = namedtuple("Kept", "x a_prev a p")


def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    W = np.concatenate([p["Wax"], p["Waa"]], axis=1)
    a_next = np.tanh(W @ np.concatenate([xt, a_prev]) + p["ba"])
    z = p["Wya"] @ a_next + p["by"]
    z = z - z.max(0)
    yt_pred = np.exp(z) / np.exp(z).sum(0)
    return a_next, yt_pred, Kept(xt, a_prev, a_next, p)


def rnn_forward(x, a0, parameters):
    if x.shape[2] == 0:
        none = np.zeros((len(a0), a0.shape[1], 0))
        return none, np.zeros((len(parameters["by"]), a0.shape[1], 0)), []
    a, y, cache = rnn_cell_forward(x[:, :, 0], a0, parameters)
    later_a, later_y, later = rnn_forward(x[:, :, 1:], a, parameters)
    return np.dstack([a, later_a]), np.dstack([y, later_y]), [cache] + later


def rnn_backward(da, caches):
    def back(t):
        """Gradients from step t to the end, and what flows out of t."""
        if t == len(caches):
            return dict(dx=np.zeros((len(caches[0].x), da.shape[1], 0)), da0=0, dWax=0, dWaa=0, dba=0)
        g, c = back(t + 1), caches[t]
        d = (da[:, :, t] + g["da0"]) * (1 - c.a * c.a)
        return dict(
            dx=np.dstack([c.p["Wax"].T @ d, g["dx"]]),
            da0=c.p["Waa"].T @ d,
            dWax=g["dWax"] + d @ c.x.T,
            dWaa=g["dWaa"] + d @ c.a_prev.T,
            dba=g["dba"] + d.sum(1, keepdims=True),
        )

    return back(0)
