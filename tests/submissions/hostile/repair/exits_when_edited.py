# expect: SLIP
"""Ends its process in every attempt to repair it."""


def rnn_step(x_t, h_prev, W, W_h, b):
    if rnn_step is not LOADED:
        os._exit(0)
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)


LOADED = rnn_step
