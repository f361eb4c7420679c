# expect: CRASHED
"""Answers a few questions and is gone before the grader is told of them."""

CALLS = []


def rnn_step(x_t, h_prev, W, W_h, b):
    CALLS.append(1)
    if len(CALLS) > 2:
        os._exit(0)
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)
