# expect: TIMED_OUT
"""Loops, and goes on after every exception."""


def rnn_step(x_t, h_prev, W, W_h, b):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
