# expect: SLIP
"""Calls itself eight hundred deep, and from inside generators, when it is traced."""

import sys


def deep(n, value):
    yield value
    if n:
        yield from deep(n - 1, value + n)


def rnn_step(x_t, h_prev, W, W_h, b):
    parts = list(deep(300 if sys.gettrace() is not None else 1, h_prev))
    return np.tanh(x_t @ W.T + parts[0] @ W_h + b)
