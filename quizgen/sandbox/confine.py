"""What a process gives up for good: first the zygote for itself and all its children, then each child once more.

Every layer stands alone, and each stops what the others let through: docs/sandbox.md says which stops what.
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
from quizgen.sandbox.syscalls import machine, prctl, syscall

FULL = frozenset({"privileges", "landlock", "rlimits", "seccomp"})
STRICT = frozenset({"privileges", "no-opens", "rlimits", "seccomp"})
UNSAFE = frozenset({"rlimits"})
DESCRIPTORS = 64  # no process here has more, so that closing all of them is quick

SET_PDEATHSIG, GET_DUMPABLE, SET_DUMPABLE, SET_NO_NEW_PRIVS = 1, 3, 4, 38
CAPABILITIES = 0x20080522  # version 3 of the kernel's two sets of 32


def give_up(layers: frozenset[str], readable: Iterable[str]) -> Callable[[Limits], None]:
    """For the zygote, once it has imported all: rights that no child shall have. Returns what each child does for
    itself before anything of the learner's is read; all of it is made ready here, where it is done once."""
    if "privileges" in layers:
        prctl(SET_DUMPABLE, 0)  # nobody of the same user looks into its memory
        syscall("capset", _words(CAPABILITIES, 0), _words(*6 * [0]))  # of root, nothing is left but the name
    if layers & {"landlock", "seccomp"}:
        prctl(SET_NO_NEW_PRIVS, 1)
    if "landlock" in layers:
        landlock.restrict(readable)
    here = machine()
    install = (
        seccomp.prepare(seccomp.assemble(here, "no-opens" not in layers)) if here and "seccomp" in layers else None
    )
    ceilings = {limit: ceiling(limit) for limit in _bounds(Limits())}  # what is lower already stays
    zygote = os.getpid()

    def confine(limits: Limits) -> None:
        os.setsid()
        if sys.platform == "linux":
            prctl(SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != zygote:
                os._exit(1)  # it died before it could be told to take this along
        if "rlimits" in layers:
            for limit, (soft, hard) in _bounds(limits).items():
                resource.setrlimit(limit, (min(soft, ceilings[limit]), min(hard, ceilings[limit])))
        if install is not None:
            install()  # last, since it forbids all of the above

    return confine


def _bounds(limits: Limits) -> dict[int, tuple[int, int]]:
    """CPU is judged from outside, to the millisecond; the kernel, which counts whole seconds, is there if that fails."""
    cpu = math.ceil(limits.cpu) + 1
    bounds = {
        resource.RLIMIT_CPU: (cpu, cpu + 1),  # SIGXCPU, and for who is deaf to it SIGKILL
        resource.RLIMIT_FSIZE: (limits.file, limits.file),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_NPROC: (0, 0),
    }
    if sys.platform != "darwin":  # macOS maps more than any limit before the first line runs, and refuses to set one
        bounds[resource.RLIMIT_AS] = (limits.memory, limits.memory)
    return bounds


def ceiling(limit: int) -> int:
    """The highest that a limit can still be."""
    hard = resource.getrlimit(limit)[1]
    return sys.maxsize if hard == resource.RLIM_INFINITY else hard


def library(folders: Iterable[str]) -> list[str]:
    """What stands in these folders, but for the folders of packages."""
    found = []
    for folder in filter(os.path.isdir, folders):
        found += [entry.path for entry in os.scandir(folder) if entry.name not in ("site-packages", "dist-packages")]
    return [path for path in found if os.path.exists(path)]


def _words(*words: int) -> bytes:
    return struct.pack(f"={len(words)}I", *words)
