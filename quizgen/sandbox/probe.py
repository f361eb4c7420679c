"""How well this machine can isolate a stranger's file, asked of the kernel by the very calls that will be made."""

from __future__ import annotations

import errno
import sys
from dataclasses import dataclass

from quizgen.sandbox import landlock, seccomp, syscalls
from quizgen.sandbox.platforms import can_start_children, system_name
from quizgen.sandbox.records import Protection


def probe() -> Protection:
    """Two system calls; nothing is read from /sys, which need not be mounted."""
    if sys.platform != "linux":
        return Protection("none", f"Only Linux can isolate a stranger's file, and this is {system_name()}.")
    if syscalls.machine() is None:
        return Protection("none", "System calls are filtered by number, and those of this processor are not known.")
    if not has_seccomp():
        return Protection("none", "The kernel does not filter system calls here (no seccomp).")
    if not landlock.version():
        return Protection(
            "strict",
            "The kernel cannot limit which files are read (no Landlock), so a file being graded can open none.",
        )
    return Protection(
        "full", "System calls are filtered (seccomp), and only Python's own library can be read (Landlock)."
    )


@dataclass(frozen=True)
class Layer:
    """A layer of protection: whether it is active on this machine, and what it does."""

    name: str
    active: bool
    purpose: str


def layers() -> tuple[Layer, ...]:
    """All layers, from the outermost to the innermost."""
    children, known = can_start_children(), syscalls.machine() is not None
    filters, limits_files = known and has_seccomp(), known and landlock.version() > 0
    return (
        Layer("process", children, "each file has a process of its own; only numbers and text come back"),
        Layer("limits", children, "CPU time, memory, what it prints"),
        Layer("privileges", known, "no rights of root's, none to be gained, no look into its memory or the grader's"),
        Layer("seccomp", filters, "no network, no other processes, no threads, no signals, nothing written"),
        Layer("landlock", limits_files, "of all files only Python's own library and NumPy are readable"),
    )


def has_seccomp() -> bool:
    """Whether the kernel filters system calls: if so, it looks for the filter program, which is not given; if not, it does
    not know the option."""
    try:
        syscalls.prctl(syscalls.SET_SECCOMP, seccomp.MODE_FILTER, 0)
    except OSError as error:
        return error.errno == errno.EFAULT
    return False
