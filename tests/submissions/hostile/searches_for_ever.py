# expect: TIMED_OUT
"""Matches an expression that takes a billion years."""

import re


def rnn_step(x_t, h_prev, W, W_h, b):
    return re.match("(a+)+$", "a" * 60 + "b")
