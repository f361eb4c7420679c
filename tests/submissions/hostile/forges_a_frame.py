# expect: CRASHED
"""Writes answers of its own making where answers are written, then ends: rubbish, and frames with false lengths."""

import struct


def rnn_step(x_t, h_prev, W, W_h, b):
    for descriptor in range(3, 64):
        for tree, buffers in (
            (b'{"array": ["float64", [549755813888, 0]]}', b""),
            (b'{"array": ["object", [1]]}', bytes(8)),
            (b"[" * 100_000, b""),
        ):
            frame = struct.pack("<4sII", b"QG01", len(tree), len(buffers)) + tree + buffers
            attempt(os.write, descriptor, frame)
    os._exit(0)
