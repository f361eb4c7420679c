"""Recursion over time instead of a loop, in both directions."""

from functools import reduce
from itertools import accumulate

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(sum([x_t.dot(W.T), h_prev.dot(W_h.T), b]))


def rnn_forward(x, h0, W, W_h, b):
    states = accumulate(np.swapaxes(x, 0, 1), lambda h, x_t: rnn_step(x_t, h, W, W_h, b), initial=h0)
    return np.stack(list(states)[1:], axis=1)


def rnn_backward(dh, x, h0, h, W, W_h, b):
    def back(later, t):
        delta = (1 - h[:, t] ** 2) * (dh[:, t] + (later[0] @ W_h if later else 0))
        return [delta, *later]

    deltas = reduce(back, range(x.shape[1] - 1, -1, -1), [])
    before = [h0, *(h[:, t] for t in range(x.shape[1] - 1))]
    return {
        "dx": np.stack([delta @ W for delta in deltas], axis=1),
        "dh0": deltas[0] @ W_h,
        "dW": sum(delta.T @ x[:, t] for t, delta in enumerate(deltas)),
        "dW_h": sum(delta.T @ state for delta, state in zip(deltas, before)),
        "db": sum(delta.sum(0) for delta in deltas),
    }
