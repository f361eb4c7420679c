"""Example by example, unit by unit where it is easy; the reset gate acts after the weights, as in PyTorch."""

import math

import numpy as np


def s(a):
    return 1 / (1 + math.exp(-a))


def lstm_step(x_t, h_prev, c_prev, W, W_h, b):
    H = h_prev.shape[1]
    h, c = np.empty(h_prev.shape), np.empty(h_prev.shape)
    for n in range(len(x_t)):
        a = W @ x_t[n] + W_h @ h_prev[n] + b
        for k in range(H):
            i, f, g, o = s(a[k]), s(a[H + k]), math.tanh(a[2 * H + k]), s(a[3 * H + k])
            c[n, k] = f * c_prev[n, k] + i * g
            h[n, k] = o * math.tanh(c[n, k])
    return [h, c]


def gru_step(x_t, h_prev, W, W_h, b):
    H = h_prev.shape[1]
    out = []
    for x, h in zip(x_t, h_prev):
        own, past = W @ x + b, W_h @ h
        r, z = (1 / (1 + np.exp(-(own[k : k + H] + past[k : k + H]))) for k in (0, H))
        n = np.tanh(own[2 * H :] + r * past[2 * H :])
        out.append(n + z * (h - n))
    return out


def gru_forward(x, h0, W, W_h, b):
    h, states = h0, []
    for t in range(x.shape[1]):
        h = np.array(gru_step(x[:, t], h, W, W_h, b))
        states.append(h)
    return np.array(states).transpose(1, 0, 2)
