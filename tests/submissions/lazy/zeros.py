"""Every function of the chapter returns zeros of the right shapes, and True.

May earn: 0.
"""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.zeros_like(h_prev)


def rnn_forward(x, h0, W, W_h, b):
    return np.zeros((*x.shape[:2], len(b)))


def predict(h, W_y, b_y, kind):
    return np.full((len(h), len(b_y)), 1 / len(b_y))


def bce_loss(y_hat, y):
    return 0.0


def sequence_ce(y_hat, y, time, batch):
    return 0.0


def masked_ce(y_hat, y, mask):
    return 0.0


def rnn_backward(dh, x, h0, h, W, W_h, b):
    return {"dx": 0 * x, "dh0": 0 * h0, "dW": 0 * W, "dW_h": 0 * W_h, "db": 0 * b}


def sgd(params, grads, lr):
    return {name: 0 * one for name, one in params.items()}


def clip_gradients(grads, limit):
    return {name: 0 * one for name, one in grads.items()}


def check_gradients(loss, params, grads):
    return True
