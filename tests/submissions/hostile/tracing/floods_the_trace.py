# expect: SLIP
"""Gives a new number to a new name in every line, a hundred thousand times, once it is traced."""

import sys


def rnn_step(x_t, h_prev, W, W_h, b):
    names = {}
    for number in range(100_000 if sys.gettrace() is not None else 1):
        names[f"name {number}"] = h_prev * number
        other = h_prev - number
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
