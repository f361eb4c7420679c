# expect: SLIP or CRASHED or TIMED_OUT
"""Replaces the functions that the trace calls once it is traced."""

import builtins
import sys


def rnn_step(x_t, h_prev, W, W_h, b):
    if sys.gettrace() is not None:
        for name in ("id", "len", "isinstance", "type", "list", "int", "float", "all", "str", "dict", "frozenset"):
            setattr(builtins, name, lambda *args: 0)
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
