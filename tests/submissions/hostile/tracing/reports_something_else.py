# expect: SLIP
"""Has text, endless lists and the grader's own words sent in the place of the trace."""

import gc

KINDS = [
    lambda t: "\x1b[2J" * 1000,
    lambda t: {"state": ["whole"], "events": np.ones(3), "names": 1e400},
    lambda t: [[]] * 9999,
]


def attack():
    for found in gc.get_objects():
        if isinstance(found, type) and found.__name__ == "Tracer":
            found.report = KINDS[id(found) // 64 % len(KINDS)]


def rnn_step(x_t, h_prev, W, W_h, b):
    attack()
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
