# expect: SLIP
"""Ends its process in the traced call."""

import sys


def rnn_step(x_t, h_prev, W, W_h, b):
    if sys.gettrace() is not None:
        os._exit(0)
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
