"""What grader and zygote say to each other: one request, one reply, of fixed length. A new child's pipe ends go along."""

from __future__ import annotations

import contextlib
import os
import signal
import struct

REQUEST = struct.Struct("=iidQQ")  # what, pid, and of a new child CPU, memory, file
REPLY = struct.Struct("=iii")  # pid (negative: an errno), wait status, whether it had to be killed
FORK, END, TELL = 1, 2, 3  # of TELL, pid is the number of bytes that follow: jobs which file after file is asked
READY = b"\1"  # a child's first byte: all of the wall stands, and nothing of the learner's has run yet


class Fallen(RuntimeError):
    """The wall itself gave way: our fault, whatever was being graded."""


def kill(pid: int) -> None:
    """Ends a child that nobody has waited for yet, with every process of its group, if it has come to have one."""
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(pid, signal.SIGKILL)
