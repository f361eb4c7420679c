"""The gradients from the whole Jacobian of the states, written out as one linear system."""

import numpy as np


def rnn_forward(x, h0, W, W_h, b):
    return np.stack([state_after(x[:, : t + 1], h0, W, W_h, b) for t in range(x.shape[1])], axis=1)


def state_after(x, h0, W, W_h, b):
    if x.shape[1] == 0:
        return h0
    return np.tanh(x[:, -1] @ W.T + state_after(x[:, :-1], h0, W, W_h, b) @ W_h.T + b)


def rnn_backward(dh, x, h0, h, W, W_h, b):
    B, T, H = h.shape
    slope = 1 - h**2
    delta = np.zeros_like(h)
    for i in range(B):
        system = np.eye(T * H)
        for t in range(T - 1):
            system[t * H : (t + 1) * H, (t + 1) * H : (t + 2) * H] = -slope[i, t][:, None] * W_h.T
        delta[i] = np.linalg.solve(system, (slope[i] * dh[i]).ravel()).reshape(T, H)
    before = np.concatenate([h0[:, None], h[:, :-1]], axis=1)
    return {
        "dx": delta @ W,
        "dh0": delta[:, 0] @ W_h,
        "dW": np.tensordot(delta, x, axes=([0, 1], [0, 1])),
        "dW_h": np.tensordot(delta, before, axes=([0, 1], [0, 1])),
        "db": delta.sum(axis=(0, 1)),
    }
