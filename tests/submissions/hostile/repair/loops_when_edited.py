# expect: SLIP
"""Comes back as long as it is the function that was loaded, and never once it is another."""


def rnn_step(x_t, h_prev, W, W_h, b):
    while rnn_step is not LOADED:
        pass
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)


LOADED = rnn_step
