# expect: WRONG or CRASHED
"""Returns more than is read."""


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.zeros(1 << 22), ["x" * 4000] * 10_000, np.zeros((1 << 24, 0))
