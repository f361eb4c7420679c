# expect: WRONG or CRASHED
"""Returns, in turn, arrays of objects, structures, texts, long doubles, masks, and a generator."""

TURN = []


def rnn_step(x_t, h_prev, W, W_h, b):
    TURN.append(1)
    right = np.tanh(x_t @ W.T + h_prev @ W_h.T + b)
    odd = (
        np.ma.array(right, mask=True),
        np.array([open], dtype=object),
        np.zeros(right.shape, dtype="f8,f8"),
        right.astype(str),
        right.astype(complex),
        (row for row in right),
        memoryview(b"BAIT"),
    )
    return odd[len(TURN) % len(odd)]
