"""The state before, and the gradient that arrives handed on.

May earn: 0.
"""


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    return prev_h.copy(), (x, prev_h, Wx, Wh, b)


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, b = cache
    return 0 * x, dnext_h.copy(), 0 * Wx, 0 * Wh, 0 * b


def rnn_forward(x, h0, Wx, Wh, b):
    return h0[:, None] + 0 * (x @ Wx), (x, h0, Wx, Wh, b)


def rnn_backward(dh, cache):
    x, h0, Wx, Wh, b = cache
    return 0 * x, dh.sum(axis=1), 0 * Wx, 0 * Wh, 0 * b
