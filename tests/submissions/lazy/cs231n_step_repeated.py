"""A step of zeros, repeated as it should be, forwards and backwards.

May earn: 0.
"""

import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    return 0 * prev_h, (x, prev_h, Wx, Wh, b)


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, b = cache
    return 0 * x, 0 * prev_h, 0 * Wx, 0 * Wh, 0 * b


def rnn_forward(x, h0, Wx, Wh, b):
    return np.zeros((*x.shape[:2], len(b))), (x, h0, Wx, Wh, b)


def rnn_backward(dh, cache):
    x, h0, Wx, Wh, b = cache
    return np.zeros(x.shape), np.zeros(h0.shape), np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
