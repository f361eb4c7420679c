"""Random numbers, the same ones for the same arguments.

May earn: 0.
"""

import numpy as np

calls = {}


def _memo(name, shape, args):
    k = name, tuple(np.asarray(a).tobytes() for a in args)
    return calls.setdefault(k, np.tanh(np.random.rand(*shape)))


def rnn_step(x_t, h_prev, W, W_h, b):
    return _memo("s", h_prev.shape, (x_t, h_prev, W, W_h, b))


def rnn_forward(x, h0, W, W_h, b):
    return _memo("f", (*x.shape[:2], len(b)), (x, h0, W, W_h, b))


def rnn_backward(dh, x, h0, h, W, W_h, b):
    return {n: _memo(n, a.shape, (dh, x, h0)) for n, a in dict(dx=x, dh0=h0, dW=W, dW_h=W_h, db=b).items()}
