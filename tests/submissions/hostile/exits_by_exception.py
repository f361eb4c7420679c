# expect: CRASHED
"""Ends as a script ends."""

import sys


def rnn_step(x_t, h_prev, W, W_h, b):
    sys.exit(0)
