# expect: OUT_OF_MEMORY
"""Allocates more memory than there is, at once."""


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.ones(100 * 2**27)
