# expect: SLIP
"""Writes other values into the variables of its own frame and of those that called it."""

import sys


def rnn_step(x_t, h_prev, W, W_h, b):
    frame = sys._getframe()
    while frame is not None:
        for name in list(frame.f_locals):
            if name in ("code", "line", "number", "tracer", "_events", "prefix"):
                frame.f_locals[name] = 10**30
                attempt(ctypes.pythonapi.PyFrame_LocalsToFast, ctypes.py_object(frame), ctypes.c_int(0))
        frame = frame.f_back
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
