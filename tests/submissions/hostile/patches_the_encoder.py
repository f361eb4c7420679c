# expect: CRASHED or WRONG or RIGHT
"""Replaces what sends its answers by what sends other answers; it may only hurt itself."""

import sys


def attack():
    for name, module in list(sys.modules.items()):
        if "codec" in name or "child" in name or "perform" in name:
            for function in ("encode", "_send", "send", "_answer", "decode"):
                if hasattr(module, function):
                    setattr(module, function, lambda *args, **named: b"BAIT")


def rnn_step(x_t, h_prev, W, W_h, b):
    attack()
    return np.zeros(1)
