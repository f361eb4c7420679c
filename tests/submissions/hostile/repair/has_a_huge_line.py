# expect: SLIP
"""Has a line of a hundred thousand characters in the function."""


def rnn_step(x_t, h_prev, W, W_h, b):
    y = [__HUGE__]
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
