"""Gradients are returned as dicts where the course has several values."""

import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
    cache = (x, prev_h, Wx, Wh, b, next_h)
    return next_h, cache


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, b, next_h = cache
    dz = dnext_h * (1 - next_h**2)
    return {"dx": dz @ Wx.T, "dprev_h": dz @ Wh.T, "dWx": x.T @ dz, "dWh": prev_h.T @ dz, "db": dz.sum(0)}


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    h = np.zeros((N, T, len(b)))
    cache = []
    prev = h0
    for t in range(T):
        prev, c = rnn_step_forward(x[:, t], prev, Wx, Wh, b)
        h[:, t] = prev
        cache.append(c)
    return h, cache


def rnn_backward(dh, cache):
    N, T, H = dh.shape
    dx = []
    g = dict.fromkeys(("dWx", "dWh", "db"), 0.0)
    dp = 0
    for t in range(T - 1, -1, -1):
        s = rnn_step_backward(dh[:, t] + dp, cache[t])
        dx.insert(0, s["dx"])
        dp = s["dprev_h"]
        for k in g:
            g[k] = g[k] + s[k]
    return {"dx": np.stack(dx, 1), "dh0": dp, **g}
