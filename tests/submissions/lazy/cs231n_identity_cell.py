"""The state before as the state, and the gradients of that.

May earn: 0.
"""

import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    return prev_h.copy(), (x, prev_h, Wx, Wh, b)


def rnn_step_backward(d, cache):
    x, p, Wx, Wh, b = cache
    return 0 * x, d.copy(), 0 * Wx, 0 * Wh, 0 * b


def rnn_forward(x, h0, Wx, Wh, b):
    return np.repeat(h0[:, None], x.shape[1], 1), (x, h0, Wx, Wh, b)


def rnn_backward(dh, cache):
    x, p, Wx, Wh, b = cache
    return 0 * x, dh.sum(1), 0 * Wx, 0 * Wh, 0 * b
