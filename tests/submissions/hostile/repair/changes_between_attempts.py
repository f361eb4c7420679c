# expect: SLIP
"""Counts its attempts where an attempt cannot clean up, and is right in every tenth."""

import sys

COUNT = sys.modules.setdefault("a count", [0])


def rnn_step(x_t, h_prev, W, W_h, b):
    COUNT[0] += rnn_step is not LOADED
    return np.tanh(x_t @ W.T + h_prev @ (W_h.T if COUNT[0] % 10 == 9 else W_h) + b)


LOADED = rnn_step
