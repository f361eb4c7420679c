"""States and logits are np.matrix."""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    X, Hp = np.matrix(x_t), np.matrix(h_prev)
    return np.tanh(X * np.matrix(W).T + Hp * np.matrix(W_h).T + b)


def rnn_forward(x, h0, W, W_h, b):
    H = np.zeros(x.shape[:2] + (h0.shape[1],))
    h = h0
    for t in range(x.shape[1]):
        h = rnn_step(x[:, t], h, W, W_h, b)
        H[:, t] = h
    return H


def predict(h, W_y, b_y, kind):
    z = np.asmatrix(h[:, -1]) * np.asmatrix(W_y).T + b_y
    z = np.asarray(z)
    if kind == "sigmoid":
        return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def bce_loss(y_hat, y):
    return -np.mean(np.sum(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat), axis=1))
