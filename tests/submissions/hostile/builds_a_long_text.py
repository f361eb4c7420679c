# expect: OUT_OF_MEMORY
"""Allocates more memory than there is, as text."""


def rnn_step(x_t, h_prev, W, W_h, b):
    return "x" * 2**40
