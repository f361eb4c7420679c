"""Confines a process for good: first the zygote with all its children, then each child once more.

Every layer works without the others, and each stops what the others let through: docs/sandbox.md says what.
"""

from __future__ import annotations

import math
import os
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterable

from quizgen.sandbox import landlock, seccomp
from quizgen.sandbox.records import Limits
from quizgen.sandbox.syscalls import SET_DUMPABLE, SET_NO_NEW_PRIVS, SET_PDEATHSIG, machine, prctl, syscall

DESCRIPTORS = 64  # of each process here; few, so that closing all of them is quick
CAPABILITIES = 0x20080522  # version 3 of the kernel's two sets of 32


def drop_rights(layers: frozenset[str], readable: Iterable[str]) -> Callable[[Limits, int], None]:
    """For the zygote, once it has imported all: gives up the rights that no child shall have. Returns what each child does
    for itself before any of the learner's code is read, given its limits and the zygote that forked it; as much as possible
    is prepared here, once."""
    if "privileges" in layers:
        prctl(SET_DUMPABLE, 0)  # no process of the same user can read its memory
        syscall("capset", _words(CAPABILITIES, 0), _words(*6 * [0]))  # root keeps its name and no right
    if layers & {"landlock", "seccomp"}:
        prctl(SET_NO_NEW_PRIVS, 1)
    if "landlock" in layers:
        landlock.restrict(readable)
    here = machine()
    install = (
        seccomp.prepare(seccomp.assemble(here, "no-opens" not in layers)) if here and "seccomp" in layers else None
    )
    hard_limits = {limit: hard_limit(limit) for limit in _rlimits(Limits())}  # limits that are lower already stay

    def confine(limits: Limits, zygote: int) -> None:
        os.setsid()
        if sys.platform == "linux":
            prctl(SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != zygote:
                os._exit(1)  # the zygote died before PDEATHSIG was set
        if "rlimits" in layers:
            for limit, (soft, hard) in _rlimits(limits).items():
                resource.setrlimit(limit, (min(soft, hard_limits[limit]), min(hard, hard_limits[limit])))
        if install is not None:
            install()  # last, since it forbids all of the above

    return confine


def _rlimits(limits: Limits) -> dict[int, tuple[int, int]]:
    """The grader measures CPU time to the millisecond; the kernel, which counts whole seconds, is there if that fails."""
    cpu = math.ceil(limits.cpu) + 1
    rlimits = {
        resource.RLIMIT_CPU: (cpu, cpu + 1),  # SIGXCPU, and SIGKILL if that is ignored
        resource.RLIMIT_FSIZE: (limits.file, limits.file),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_NPROC: (0, 0),
    }
    if sys.platform != "darwin":  # macOS maps more than any limit before the first line runs, and refuses to set one
        rlimits[resource.RLIMIT_AS] = (limits.memory, limits.memory)
    return rlimits


def hard_limit(limit: int) -> int:
    """The highest value that a limit can still have."""
    hard = resource.getrlimit(limit)[1]
    return sys.maxsize if hard == resource.RLIM_INFINITY else hard


def readable_library(folders: Iterable[str]) -> list[str]:
    """The entries of these folders, without the folders of packages."""
    found = []
    for folder in filter(os.path.isdir, folders):
        found += [entry.path for entry in os.scandir(folder) if entry.name not in ("site-packages", "dist-packages")]
    return [path for path in found if os.path.exists(path)]


def _words(*words: int) -> bytes:
    return struct.pack(f"={len(words)}I", *words)
