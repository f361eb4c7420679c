"""System calls by name, on the two machines whose numbers are known: x86-64 and aarch64."""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass
from functools import cache

# Options of prctl
SET_PDEATHSIG, SET_DUMPABLE, SET_SECCOMP, SET_NO_NEW_PRIVS = 1, 4, 22, 38

NUMBERS: dict[str, tuple[int | None, int | None]] = {  # name -> its number on x86-64, on aarch64 (None: it has none)
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "pread64": (17, 67),
    "open": (2, None),
    "openat": (257, 56),
    "close": (3, 57),
    "lseek": (8, 62),
    "fstat": (5, 80),
    "stat": (4, None),
    "lstat": (6, None),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "getdents64": (217, 61),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "fcntl": (72, 25),
    "ioctl": (16, 29),
    "getcwd": (79, 17),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "mprotect": (10, 226),
    "madvise": (28, 233),
    "brk": (12, 214),
    "futex": (202, 98),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "kill": (62, 129),
    "tgkill": (234, 131),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getpgid": (121, 155),
    "getpgrp": (111, None),
    "getsid": (124, 156),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getrusage": (98, 165),
    "prlimit64": (302, 261),
    "times": (100, 153),
    "time": (201, None),
    "gettimeofday": (96, 169),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "restart_syscall": (219, 128),
    "select": (23, None),
    "pselect6": (270, 72),
    "poll": (7, None),
    "ppoll": (271, 73),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "getrandom": (318, 278),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "clone": (56, 220),
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "capset": (126, 91),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
}


@dataclass(frozen=True)
class Machine:
    """A kind of processor as the kernel's filters know it: `audit` is its AUDIT_ARCH, `numbers` its system calls."""

    name: str
    audit: int
    numbers: dict[str, int]


def _machine(name: str, audit: int, column: int) -> Machine:
    return Machine(name, audit, {call: n for call, pair in NUMBERS.items() if (n := pair[column]) is not None})


MACHINES = {
    machine.name: machine for machine in (_machine("x86_64", 0xC000003E, 0), _machine("aarch64", 0xC00000B7, 1))
}


@cache
def machine() -> Machine | None:
    """This machine, if its system call numbers are known: a 64-bit Python on Linux, x86_64 or aarch64."""
    if sys.platform != "linux" or sys.maxsize < 1 << 32:
        return None
    return MACHINES.get(os.uname().machine)


@cache
def _library() -> ctypes.CDLL:
    """The C library, already loaded in every Python. The argument types are set once, which makes each call faster."""
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl.argtypes = [ctypes.c_int, *(4 * [ctypes.c_ulong])]
    return library


def syscall(name: str, *args: int | bytes) -> int:
    """Raises OSError, as the functions of os do."""
    here = machine()
    assert here is not None, "called only where probe() found protection"
    words = (ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args)
    return _checked(_library().syscall(ctypes.c_long(here.numbers[name]), *words), name)


def prctl(option: int, first: int = 0, second: int = 0) -> int:
    """Raises OSError. Missing arguments are 0, as some options require."""
    return _checked(_library().prctl(option, first, second, 0, 0), "prctl")


def _checked(result: int, name: str) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return result
