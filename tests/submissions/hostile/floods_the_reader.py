# expect: CRASHED or TIMED_OUT
"""Sends valid frames without end, each as dear to read as a frame may be."""

import struct


def rnn_step(x_t, h_prev, W, W_h, b):
    tree = b'{"dict": {"value": [' + b'{"tuple": [0.1]},' * 6000 + b"0]}}"
    frame = struct.pack("<4sII", b"QG01", len(tree), 0) + tree
    for _ in range(1000):
        for descriptor in range(3, 64):
            attempt(os.write, descriptor, frame)
    os._exit(0)
