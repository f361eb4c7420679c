# expect: SLIP
"""Has a report of its own sent in the place of the trace: lines that there are not, numbers without end."""

import gc


def forged(tracer):
    return {
        "state": "whole",
        "events": np.array([[10**9, 0, 0, 0], [-1, 0, 0, 0], [1, 0, 0, 0]] * 2000),
        "sizes": np.array([2] * 3000),
        "numbers": np.tile([np.nan, np.inf], 3000),
        "callers": np.array([[0, 0]]),
        "reads": np.array([[1, 0]] * 7000),
        "names": 1,
        "plain": np.array([0]),
        "returned": 0,
    }


def attack():
    for found in gc.get_objects():
        if isinstance(found, type) and found.__name__ == "Tracer":
            found.report = forged


def rnn_step(x_t, h_prev, W, W_h, b):
    attack()
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
