# expect: TIMED_OUT
"""Computes a number of a hundred million digits, in one operation that no signal handler of Python interrupts."""


def rnn_step(x_t, h_prev, W, W_h, b):
    return 10**10**8
