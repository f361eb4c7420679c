# expect: FORBIDDEN
"""Imports the answers instead of writing them."""


def rnn_step(x_t, h_prev, W, W_h, b):
    from reference_rnn import RNN

    return RNN(W, W_h, b).step(x_t, h_prev)
