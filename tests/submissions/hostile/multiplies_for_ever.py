# expect: TIMED_OUT
"""Hands a hundred seconds of work to the linear algebra library in one call."""


def rnn_step(x_t, h_prev, W, W_h, b):
    large = np.ones((3000, 3000))
    for _ in range(100):
        large = large @ large
    return large
