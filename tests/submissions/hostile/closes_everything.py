# expect: CRASHED
"""Closes what it talks through."""


def rnn_step(x_t, h_prev, W, W_h, b):
    os.closerange(0, 64)
    return x_t
