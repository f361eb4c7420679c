# expect: SLIP
"""Takes the trace away and sets its own, which moves through the lines as it likes."""

import sys

MOVES = []


def spy(frame, event, argument):
    if len(MOVES) < 3:
        MOVES.append(event)
        attempt(setattr, frame, "f_lineno", frame.f_code.co_firstlineno)
    return spy


def rnn_step(x_t, h_prev, W, W_h, b):
    sys.settrace(spy)
    frame = sys._getframe()
    while frame is not None:
        frame.f_trace = spy
        frame.f_trace_opcodes = True
        frame = frame.f_back
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
