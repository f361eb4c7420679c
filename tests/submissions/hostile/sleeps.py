# expect: TIMED_OUT
"""Waits, which takes no time of the processor's."""

import time


def rnn_step(x_t, h_prev, W, W_h, b):
    time.sleep(3600)
