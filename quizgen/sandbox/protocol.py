"""The protocol between grader and zygote: one request, one reply, of fixed length. A new child's pipe ends are sent along."""

from __future__ import annotations

import contextlib
import os
import signal
import struct

REQUEST = struct.Struct("=iidQQ")  # what, pid, and of a new child CPU, memory, file
REPLY = struct.Struct("=iii")  # pid (negative: an errno), wait status, whether it had to be killed
FORK, END, PRELOAD = 1, 2, 3  # for PRELOAD, pid is the number of bytes that follow: jobs to keep
READY = b"\1"  # a child's first byte: all layers are active, and none of the learner's code has run


class WallFailed(RuntimeError):
    """The sandbox itself failed: our fault, not that of the graded file."""


def kill(pid: int) -> None:
    """Kills a child that has not been waited for yet, with every process of its group, if it has one."""
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(pid, signal.SIGKILL)
