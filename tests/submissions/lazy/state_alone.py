"""States that ignore the inputs: deaf to x and W.

May earn: 0.
"""

import numpy as np


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(h_prev @ W_h.T + b)


def rnn_forward(x, h0, W, W_h, b):
    h, out = h0, []
    for _ in range(x.shape[1]):
        h = np.tanh(h @ W_h.T + b)
        out.append(h)
    return np.stack(out, axis=1)
