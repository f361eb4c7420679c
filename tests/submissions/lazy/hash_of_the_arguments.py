"""Numbers that depend on every argument and follow from none.

May earn: 0.
"""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.sin(0 * h_prev + x_t.sum() + h_prev.sum() + W.sum() + W_h.sum() + b)


def rnn_forward(x, h0, W, W_h, b):
    return np.sin(x.sum(axis=2, keepdims=True) + h0[:, None] + W.sum() + W_h.sum() + b)
