# expect: OUT_OF_MEMORY
"""Allocates more memory than there is, a little at a time."""


def rnn_step(x_t, h_prev, W, W_h, b):
    kept = []
    while True:
        kept.append(np.zeros(1 << 22))
