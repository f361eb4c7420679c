# expect: WRONG or CRASHED
"""Returns an array that decides itself what it is compared to."""


class Evil(np.ndarray):
    def __array_function__(self, function, types, args, kwargs):
        return True

    def __array_ufunc__(self, *args, **kwargs):
        return True

    def tobytes(self, order="C"):
        return b"BAIT"


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.zeros((x_t.shape[0], W.shape[0])).view(Evil)
