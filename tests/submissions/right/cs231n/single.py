"""Single precision throughout, for any input; the bias gradient as a row."""

import numpy as np

F = np.float32


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    x, prev_h, Wx, Wh, b = [np.asarray(v, dtype=F) for v in (x, prev_h, Wx, Wh, b)]
    next_h = np.tanh(np.dot(x, Wx) + np.dot(prev_h, Wh) + b)
    return next_h, (x, prev_h, Wx, Wh, b, next_h)


def rnn_forward(x, h0, Wx, Wh, b):
    out = np.empty((x.shape[0], x.shape[1], len(b)), dtype=F)
    cache, h = [], h0
    for t in range(x.shape[1]):
        h, step = rnn_step_forward(x[:, t], h, Wx, Wh, b)
        out[:, t] = h
        cache.append(step)
    return out, cache


def rnn_backward(dh, cache):
    dh = dh.astype(F)
    x0, h0, Wx, Wh, b, _ = cache[0]
    dx = np.zeros((dh.shape[0], dh.shape[1], x0.shape[1]), dtype=F)
    dWx, dWh, db, dnext = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros((1, len(b)), dtype=F), np.zeros_like(h0)
    for t in range(dh.shape[1] - 1, -1, -1):
        x, prev_h, _, _, _, h = cache[t]
        delta = (F(1) - h**2) * (dh[:, t] + dnext)
        dx[:, t] = delta.dot(Wx.T)
        dnext = delta.dot(Wh.T)
        dWx += x.T.dot(delta)
        dWh += prev_h.T.dot(delta)
        db += delta.sum(0, keepdims=True)
    return dx, dnext, dWx, dWh, db
