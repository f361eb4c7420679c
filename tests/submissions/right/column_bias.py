"""Examples as columns inside, biases as (H, 1), db returned as a column."""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(np.dot(W, x_t.T) + np.dot(W_h, h_prev.T) + b.reshape(-1, 1)).T


def rnn_forward(x, h0, W, W_h, b):
    B, T, D = x.shape
    h = np.zeros((len(b), B, T))
    now = h0.T
    for t in range(T):
        now = np.tanh(W @ x[:, t].T + W_h @ now + b[:, np.newaxis])
        h[:, :, t] = now
    return np.transpose(h, (1, 2, 0))


def rnn_backward(dh, x, h0, h, W, W_h, b):
    B, T, D = x.shape
    grads = {"dW": 0, "dW_h": 0, "db": np.zeros((len(b), 1)), "dx": np.zeros_like(x)}
    carry = np.zeros((len(b), B))
    for t in range(T)[::-1]:
        delta = (1 - h[:, t].T ** 2) * (dh[:, t].T + carry)
        grads["dW"] = grads["dW"] + delta @ x[:, t]
        grads["dW_h"] = grads["dW_h"] + delta @ (h[:, t - 1] if t else h0)
        grads["db"] += delta.sum(axis=1, keepdims=True)
        grads["dx"][:, t] = (W.T @ delta).T
        carry = W_h.T @ delta
    grads["dh0"] = carry.T
    return grads
