# expect: SLIP
"""Has ten thousand statements in the function, all of which could be edited."""


def rnn_step(x_t, h_prev, W, W_h, b):
    __LONG__
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
