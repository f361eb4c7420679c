# expect: SLIP
"""Comes back from every call but the traced one."""

import sys


def rnn_step(x_t, h_prev, W, W_h, b):
    while sys.gettrace() is not None:
        pass
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
