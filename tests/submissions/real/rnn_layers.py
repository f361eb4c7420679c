# deserves: rnn_step, rnn_step_backward, rnn_forward, rnn_backward
"""A module out of a course's package: imports from beside it, a part for Python 2 and 3 alike, later parts not begun."""

from __future__ import print_function, division
from builtins import range
import numpy as np

from .layers import affine_forward
from cs231n.rnn_helpers import *

try:
    from .im2col_cython import col2im_cython
except ImportError:
    print('run the following and try again: python setup.py build_ext --inplace')


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    """Forward, one step."""
    next_h, cache = None, None
    # TODO
    next_h = np.tanh(np.dot(x, Wx) + np.dot(prev_h, Wh) + b)
    cache = x, prev_h, Wx, Wh, next_h
    return next_h, cache


def rnn_step_backward(dnext_h, cache):
    dx, dprev_h, dWx, dWh, db = None, None, None, None, None
    x, prev_h, Wx, Wh, next_h = cache
    da = (1 - next_h ** 2) * dnext_h
    dx, dprev_h = da.dot(Wx.T), da.dot(Wh.T)
    dWx, dWh, db = x.T.dot(da), prev_h.T.dot(da), np.sum(da, axis=0)
    return dx, dprev_h, dWx, dWh, db


def rnn_forward(x, h0, Wx, Wh, b):
    h, cache = [], []
    prev_h = h0
    for t in range(x.shape[1]):
        prev_h, step = rnn_step_forward(x[:, t], prev_h, Wx, Wh, b)
        h += [prev_h]
        cache += [step]
    return np.array(h).transpose(1, 0, 2), cache


def rnn_backward(dh, cache):
    dx, dWx, dWh, db, dprev_h = [], 0, 0, 0, 0
    for t in reversed(range(dh.shape[1])):
        dxt, dprev_h, dWxt, dWht, dbt = rnn_step_backward(dh[:, t] + dprev_h, cache[t])
        dx.append(dxt)
        dWx, dWh, db = dWx + dWxt, dWh + dWht, db + dbt
    return np.array(dx[::-1]).transpose(1, 0, 2), dprev_h, dWx, dWh, db


def word_embedding_forward(x, W):
    pass


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    next_h, next_c, cache = None, None, None
    return next_h, next_c, cache


def sigmoid(x):
    return 1 / (1 + np.exp(-x))
