# expect: WRONG
"""Returns an empty array, of which every element is right."""


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.empty((0, W.shape[0]))
