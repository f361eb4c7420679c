# expect: REFUSED or BLANK
"""A directory of thousands of entries that are all the same bytes: a small file that is large to read."""

import struct

from quizgen.sandbox.bundle import MARK, bundle


def made(honest):
    whole = bundle("rnn.py", honest.encode(), {"m.py": b"#" * 200_000})
    at = whole.index(b"PK\x01\x02")
    end = whole.rindex(b"PK\x05\x06")
    entries = whole[at:end]
    second = entries[entries.index(b"PK\x01\x02", 4) :]
    listed = entries + second * 3000
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 3002, 3002, len(listed), at, len(MARK)) + MARK
    return whole[:at] + listed + tail
