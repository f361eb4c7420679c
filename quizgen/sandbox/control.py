"""What grader and zygote say to each other: one request, one reply, of fixed length. A new child's pipe ends go along."""

from __future__ import annotations

import struct

REQUEST = struct.Struct("=iidQQ")  # what, pid, and of a new child CPU, memory, file
REPLY = struct.Struct("=iii")  # pid (negative: an errno), wait status, whether it had to be killed
FORK, END = 1, 2
READY = b"\1"  # a child's first byte: all of the wall stands, and nothing of the learner's has run yet
