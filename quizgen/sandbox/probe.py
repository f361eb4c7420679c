"""How far this machine can hold a strange file in, asked of the kernel by the very calls that will be made."""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import dataclass

from quizgen.sandbox import landlock, seccomp, syscalls
from quizgen.sandbox.records import Protection


def probe() -> Protection:
    """Two system calls; nothing is read from /sys, which need not be mounted."""
    if sys.platform != "linux":
        return Protection("none", f"Only Linux can hold a strange file in, and this is {sys.platform}.")
    if syscalls.machine() is None:
        return Protection("none", "System calls are filtered by number, and those of this processor are not known.")
    if not _filters():
        return Protection("none", "The kernel does not filter system calls here (no seccomp).")
    if not landlock.version():
        return Protection(
            "strict", "The kernel fences no files in (no Landlock), so a file being graded can open none at all."
        )
    return Protection(
        "full", "System calls are filtered (seccomp), and only Python's own library can be read (Landlock)."
    )


@dataclass(frozen=True)
class Layer:
    """A part of the wall: whether it stands on this machine, and what it holds in."""

    name: str
    stands: bool
    holds: str


def layers() -> tuple[Layer, ...]:
    """From the outermost to the innermost."""
    posix, known = os.name == "posix", syscalls.machine() is not None
    filters, fences = known and _filters(), known and landlock.version() > 0
    return (
        Layer("process", posix, "each file has a process of its own; only numbers and text come back"),
        Layer("limits", posix, "CPU time, memory, what it prints"),
        Layer("privileges", known, "no rights of root's, none to be gained, no look into its memory or the grader's"),
        Layer("seccomp", filters, "no network, no other processes, no threads, no signals, nothing written"),
        Layer("landlock", fences, "of all files only Python's own library and NumPy are readable"),
    )


def _filters() -> bool:
    """A kernel that has filters looks for the program that is not there; one that has none knows no such option."""
    try:
        syscalls.prctl(seccomp.SET_SECCOMP, seccomp.MODE_FILTER, 0)
    except OSError as error:
        return error.errno == errno.EFAULT
    return False
