# expect: TIMED_OUT
"""Loops, and takes whatever is thrown at it as a reason to go on."""


def rnn_step(x_t, h_prev, W, W_h, b):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
