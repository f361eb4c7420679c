# expect: SLIP
"""Replaces np.empty, which the trace replaces too, and looks at what it then is."""


def rnn_step(x_t, h_prev, W, W_h, b):
    made = np.empty((2, 2))
    if np.isnan(made).all():
        np.empty = np.zeros = np.empty_like = lambda *args, **named: 1 / 0
        del np.zeros_like
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
