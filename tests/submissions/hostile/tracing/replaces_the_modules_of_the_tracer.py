# expect: SLIP
"""Puts modules of its own in the place of those that the trace is made with."""

import sys
import types


class Module(types.ModuleType):
    def __getattr__(self, name):
        return lambda *args, **named: 10**9


def attack():
    for name in ("sys", "time", "dis", "types", "opcode", "numpy", "threading", "builtins", "math", "json"):
        sys.modules[name] = Module(name)


def rnn_step(x_t, h_prev, W, W_h, b):
    if not TRIED:
        TRIED.append(attack())
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
