# expect: CRASHED
"""Writes bytes that mean nothing where answers are written."""


def rnn_step(x_t, h_prev, W, W_h, b):
    for descriptor in range(3, 64):
        attempt(os.write, descriptor, os.urandom(4096))
    return x_t
