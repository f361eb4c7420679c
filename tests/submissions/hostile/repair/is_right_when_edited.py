# expect: SLIP
"""Computes rightly in every attempt, whatever the edit was, and wrongly when it is loaded anew."""


def rnn_step(x_t, h_prev, W, W_h, b):
    weights = W_h.T if rnn_step is not LOADED else W_h
    return np.tanh(x_t @ W.T + h_prev @ weights + b)


LOADED = rnn_step
