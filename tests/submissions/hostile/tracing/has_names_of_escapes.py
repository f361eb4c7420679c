# expect: SLIP
"""Has variables whose names are escapes and tags, and a thousand of them, when it is traced."""

import sys


def rnn_step(x_t, h_prev, W, W_h, b):
    frame = sys._getframe()
    for n in range(1000):
        frame.f_locals["\x1b[2J<script>" + str(n)] = np.full(3, n)
        frame.f_globals["\ud800" + str(n)] = np.full(3, n)
    out = np.tanh(x_t @ W.T + h_prev @ W_h + b)
    return out
