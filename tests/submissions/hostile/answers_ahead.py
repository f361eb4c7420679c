# expect: CRASHED or WRONG
"""Answers questions that were not asked yet, many times over."""

import struct


def rnn_step(x_t, h_prev, W, W_h, b):
    tree = b'{"dict": {"value": 1.0, "args": {"tuple": []}}}'
    for descriptor in range(3, 64):
        attempt(os.write, descriptor, 300 * (struct.pack("<4sII", b"QG01", len(tree), 0) + tree))
    os._exit(0)
