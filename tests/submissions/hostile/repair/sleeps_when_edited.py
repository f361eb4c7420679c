# expect: SLIP
"""Waits for ever once it is edited."""

import time


def rnn_step(x_t, h_prev, W, W_h, b):
    while rnn_step is not LOADED:
        time.sleep(1)
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)


LOADED = rnn_step
