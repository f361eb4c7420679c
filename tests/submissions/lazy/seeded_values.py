"""Random numbers of one seed, between -1 and 1.

May earn: 0.
"""

import numpy as np


def _r(*s):
    return np.tanh(np.random.RandomState(0).randn(*s))


def rnn_step(x_t, h_prev, W, W_h, b):
    return _r(*h_prev.shape)


def rnn_forward(x, h0, W, W_h, b):
    return _r(x.shape[0], x.shape[1], len(b))


def rnn_backward(dh, x, h0, h, W, W_h, b):
    return {"dx": _r(*x.shape), "dh0": _r(*h0.shape), "dW": _r(*W.shape), "dW_h": _r(*W_h.shape), "db": _r(*b.shape)}


def predict(h, W_y, b_y, kind):
    r = np.exp(_r(h.shape[0], len(b_y)))
    return r / r.sum(1, keepdims=True)


def bce_loss(y_hat, y):
    return float(_r(1)[0])


def sequence_ce(y_hat, y, time, batch):
    return float(_r(1)[0])
