"""Every product an einsum, gradients as one sum over batch and time."""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(np.einsum("hd,bd->bh", W, x_t) + np.einsum("hk,bk->bh", W_h, h_prev) + b)


def rnn_forward(x, h0, W, W_h, b):
    driven = np.einsum("hd,btd->bth", W, x) + b
    h = np.empty(driven.shape)
    for t in range(x.shape[1]):
        h[:, t] = np.tanh(driven[:, t] + np.einsum("hk,bk->bh", W_h, h[:, t - 1] if t else h0))
    return h


def rnn_backward(dh, x, h0, h, W, W_h, b):
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    delta = np.zeros_like(h)
    back = np.zeros_like(h0)
    for t in range(h.shape[1] - 1, -1, -1):
        delta[:, t] = (dh[:, t] + back) * (1.0 - np.square(h[:, t]))
        back = np.einsum("kh,bk->bh", W_h, delta[:, t])
    return {
        "dW": np.einsum("bth,btd->hd", delta, x),
        "dW_h": np.einsum("bth,btk->hk", delta, before),
        "db": np.einsum("bth->h", delta),
        "dx": np.einsum("hd,bth->btd", W, delta),
        "dh0": back,
    }


def predict(h, W_y, b_y, kind="sigmoid"):
    z = np.einsum("kh,bth->btk", W_y, h) + b_y
    if kind == "softmax":
        e = np.exp(z - z.max(axis=2, keepdims=True))
        return e / e.sum(axis=2, keepdims=True)
    return 0.5 * (1.0 + np.tanh(0.5 * z))
