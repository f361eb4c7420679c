# expect: CRASHED
"""Writes the report of an error that never was, with a type, a line and a text as no error has them."""

import json
import struct


def rnn_step(x_t, h_prev, W, W_h, b):
    for line in (10**12, -1, None, "1", 1.5, [1]):
        error = {
            "type": "\x1b[2J" * 99,
            "message": "\u202e\ud800\n" * 99,
            "line": line,
            "memory": 1,
            "forbidden": [],
            "before": {},
        }
        tree = json.dumps({"dict": error}).encode()
        for descriptor in range(3, 64):
            attempt(os.write, descriptor, 50 * (struct.pack("<4sII", b"QG01", len(tree), 0) + tree))
    os._exit(0)
