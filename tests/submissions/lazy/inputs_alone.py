"""States that are the inputs times W, without anything else: deaf to W_h, b and h_0.

May earn: 0.
"""


def rnn_step(x_t, h_prev, W, W_h, b):
    return x_t @ W.T


def rnn_forward(x, h0, W, W_h, b):
    return x @ W.T
