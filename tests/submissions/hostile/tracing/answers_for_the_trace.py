# expect: SLIP or CRASHED
"""Writes an answer of its own before that of the trace: that one is then taken for the answer to the next question."""

import struct
import sys

TREE = b'[{"array": ["float64", [1, 1]]}]'
FRAME = struct.pack("<4sII", b"QG01", len(TREE), 8) + TREE + bytes(8)


def rnn_step(x_t, h_prev, W, W_h, b):
    if sys.gettrace() is not None:
        for descriptor in range(3, 64):
            attempt(os.write, descriptor, FRAME)
    return np.tanh(x_t @ W.T + h_prev @ W_h + b)
