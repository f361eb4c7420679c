# expect: CRASHED or WRONG or PARTLY
"""Writes well formed answers between its own, so that every later one is taken for that to another question."""

import struct

TREE = b'[{"array": ["float64", [1, 1]]}]'
FRAME = struct.pack("<4sII", b"QG01", len(TREE), 8) + TREE + bytes(8)


def rnn_step(x_t, h_prev, W, W_h, b):
    for descriptor in range(3, 64):
        attempt(os.write, descriptor, FRAME)
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)
