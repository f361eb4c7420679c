# expect: CRASHED or WRONG or PARTLY
"""Writes answers where an object dies, in the middle of the next call."""

import atexit
import struct

TREE = b'[{"array": ["float64", [1, 1]]}]'
FRAME = struct.pack("<4sII", b"QG01", len(TREE), 8) + TREE + bytes(8)


class Late:
    def __del__(self):
        for descriptor in range(3, 64):
            attempt(os.write, descriptor, FRAME)


atexit.register(Late)


def rnn_step(x_t, h_prev, W, W_h, b):
    held = Late()
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)
