"""Random numbers within the bounds, the same at every call.

May earn: 0.
"""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.random.default_rng(0).uniform(-1, 1, h_prev.shape)


def rnn_forward(x, h0, W, W_h, b):
    return np.random.default_rng(0).uniform(-1, 1, (*x.shape[:2], len(b)))


def rnn_backward(dh, x, h0, h, W, W_h, b):
    rng = np.random.default_rng(0)
    named = {"dx": x, "dh0": h0, "dW": W, "dW_h": W_h, "db": b}
    return {name: rng.uniform(-1, 1, like.shape) for name, like in named.items()}
