"""Every function returns a copy of one of its arguments, or of a part of it.

May earn: 0.
"""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return h_prev.copy()


def rnn_forward(x, h0, W, W_h, b):
    return np.repeat(h0[:, None], x.shape[1], axis=1)


def predict(h, W_y, b_y, kind):
    return np.tile(h[:, -1:, 0], (1, len(b_y))) if h.ndim == 3 else h


def bce_loss(y_hat, y):
    return float(y_hat.ravel()[0])


def sequence_ce(y_hat, y, time, batch):
    return float(y_hat.ravel()[0])


def masked_ce(y_hat, y, mask):
    return float(y_hat.ravel()[0])


def rnn_backward(dh, x, h0, h, W, W_h, b):
    return {"dx": x.copy(), "dh0": h0.copy(), "dW": W.copy(), "dW_h": W_h.copy(), "db": b.copy()}


def sgd(params, grads, lr):
    return {name: one.copy() for name, one in params.items()}


def clip_gradients(grads, limit):
    return {name: one.copy() for name, one in grads.items()}


def check_gradients(loss, params, grads):
    return bool(np.isfinite(grads["W"]).all())
