"""Every function of the chapter returns ones of the right shapes, ln 2 for a loss, and False.

May earn: 0.
"""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.ones_like(h_prev)


def rnn_forward(x, h0, W, W_h, b):
    return np.ones((*x.shape[:2], len(b)))


def predict(h, W_y, b_y, kind):
    return np.full((len(h), len(b_y)), 0.5)


def bce_loss(y_hat, y):
    return 0.6931471805599453


def sequence_ce(y_hat, y, time, batch):
    return 0.6931471805599453


def masked_ce(y_hat, y, mask):
    return 0.6931471805599453


def rnn_backward(dh, x, h0, h, W, W_h, b):
    return {"dx": 1 + 0 * x, "dh0": 1 + 0 * h0, "dW": 1 + 0 * W, "dW_h": 1 + 0 * W_h, "db": 1 + 0 * b}


def sgd(params, grads, lr):
    return {name: 0 * one + 1 for name, one in params.items()}


def clip_gradients(grads, limit):
    return {name: 0 * one + 1 for name, one in grads.items()}


def check_gradients(loss, params, grads):
    return False
