# expect: TIMED_OUT or WRONG or CRASHED
"""Climbs into the frames that called it and changes their variables and code."""

import sys


def rnn_step(x_t, h_prev, W, W_h, b):
    frame = sys._getframe(1)
    while frame is not None:
        for name in list(frame.f_globals):
            if name.startswith(("encode", "_describe", "Frames", "BadFrame", "Other")):
                frame.f_globals[name] = lambda *args: b""
        frame = frame.f_back
    return 0.0
