# expect: SLIP
"""Has a sum of a thousand different names in the statement to blame, each of which could be another."""


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(x_t @ W.T + h_prev @ W_h + b + 0 * (__NAMES__))
