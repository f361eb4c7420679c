# expect: SLIP
"""Puts into its definition what is run when it is made: default values that loop, write and end the process."""


def rnn_step(x_t, h_prev, W, W_h, b, *, more=[open, os._exit] if "LOADED" not in globals() else [os._exit(1)]):
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)


LOADED = rnn_step
