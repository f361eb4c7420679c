# expect: SLIP
"""Has edits of its own sent: of lines that are not its own, with text that moves the cursor, and a hundred thousand of them."""

import gc


def forged(text, line, elsewhere):
    one = ("name", line, line, "\x1b[2J    return expected")
    return 1, line, [one, ("name", -1, 10**9, "import os"), ("name", line, line, "pass"), [], None] * 400


def attack():
    for found in gc.get_objects():
        if isinstance(found, dict) and "edits" in found and "run_job" in found:
            found["edits"] = forged


def rnn_step(x_t, h_prev, W, W_h, b):
    attack()
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)


STARTED = [attack() for _ in range(1)]
