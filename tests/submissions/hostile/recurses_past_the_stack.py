# expect: CRASHED
"""Recurses in C, where Python sets no limit: tuples within tuples, hashed."""


def rnn_step(x_t, h_prev, W, W_h, b):
    nested = ()
    for _ in range(500_000):
        nested = (nested,)
    return hash(nested)
