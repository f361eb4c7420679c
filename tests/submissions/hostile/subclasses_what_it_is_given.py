# expect: RIGHT or CRASHED or WRONG
"""Patches the classes of its arguments, so that equal, shape and bytes lie to whoever looks next."""


class Liar(np.ndarray):
    shape = property(lambda self: (10**6, 10**6))
    dtype = property(lambda self: np.dtype("V1000000"))
    __eq__ = lambda self, other: True
    tobytes = lambda self, *a: b"BAIT" * 10**6


def rnn_step(x_t, h_prev, W, W_h, b):
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b).view(Liar)


def attack():
    attempt(lambda: setattr(np.ndarray, "shape", 3))
