# expect: WRONG
"""Returns what broadcasts against everything."""


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.full((1, 1, 1), np.nan)
