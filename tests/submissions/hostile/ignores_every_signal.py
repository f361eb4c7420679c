# expect: TIMED_OUT
"""Loops, and ignores every signal."""

import signal


def rnn_step(x_t, h_prev, W, W_h, b):
    for number in range(1, 65):
        attempt(signal.signal, number, signal.SIG_IGN)
    attempt(signal.pthread_sigmask, signal.SIG_BLOCK, range(1, 65))
    while True:
        pass
