# expect: SLIP or CRASHED or WRONG
"""Replaces its own code while it runs, once it is traced, and claims the lines of another."""

import sys


def other(x_t, h_prev, W, W_h, b):
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)


def rnn_step(x_t, h_prev, W, W_h, b):
    if sys.gettrace():
        rnn_step.__code__ = other.__code__.replace(co_firstlineno=10**6, co_filename="\x1b[2J", co_name="123 of 123")
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
