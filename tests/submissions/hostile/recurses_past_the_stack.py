# expect: CRASHED
"""Calls itself from C, after forbidding Python to count."""

import sys


def rnn_step(x_t, h_prev, W, W_h, b):
    sys.setrecursionlimit(10**9)
    nested = []
    for _ in range(200_000):
        nested = [nested]
    return repr(nested)
