"""Which system calls may be made: an allow-list in the kernel's own filter language.

What is not listed does not exist (ENOSYS), so that the C library uses its fallbacks; a call for which Python has a good
message is refused as a permission (EPERM, EACCES). A call by another machine's numbers (int 0x80, x32) ends the
process: no honest file makes one.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quizgen.sandbox.syscalls import SET_SECCOMP, Machine, prctl

FREE = (
    "read", "write", "mmap", "munmap", "brk", "madvise", "futex", "mremap", "fstat", "close", "lseek", "readv", "writev",
    "pread64", "stat", "lstat", "newfstatat", "statx", "getdents64", "dup", "dup2", "dup3", "getcwd", "mprotect",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "getpid", "gettid", "getpgid", "getpgrp", "getsid",
    "getuid", "geteuid", "getgid", "getegid", "getrusage", "times", "time", "gettimeofday", "clock_gettime",
    "clock_getres", "clock_nanosleep", "nanosleep", "restart_syscall", "select", "pselect6", "poll", "ppoll",
    "sched_yield", "sched_getaffinity", "getrandom", "exit", "exit_group",
)  # fmt: skip
REFUSED = ("clone", "fork", "vfork", "execve", "execveat", "socket", "socketpair", "connect")
OPENS = {"open": 1, "openat": 2}  # name -> which argument the flags are
# O_DIRECTORY, O_NOFOLLOW and O_LARGEFILE of either machine, O_CLOEXEC, O_NONBLOCK, O_NOCTTY; any other flag opens to write
READING = 0o740000 | 0o2000000 | 0o4000 | 0o400
# F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC; no owners, leases or locks
FCNTL = (0, 1, 2, 3, 4, 1030)
IOCTL = (0x5401, 0x5450, 0x5451)  # TCGETS (is it a terminal?), FIONCLEX, FIOCLEX
OWN_PID = 0x7EADBEEF  # placeholder in the program for the process's own pid

# BPF_LD|W|ABS, JMP|JEQ, JMP|JSET, JMP|JGE, JMP|JA and RET, all with a constant
LOAD, EQUAL, ANY_BIT, AT_LEAST, JUMP, RETURN = 0x20, 0x15, 0x45, 0x35, 0x05, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
# the offsets of these in the data that a filter reads; an argument is two words, the low one first
NUMBER, ARCH, ARGUMENTS = 0, 4, 16
X32 = 0x40000000
INSTRUCTION = struct.Struct("=HBBI")  # what to do, how far to jump if so, if not, a number
MODE_FILTER = 2  # of prctl's SET_SECCOMP

Step = tuple[int, int, int, int]


@dataclass(frozen=True)
class Filter:
    """A filter program, and the offsets in it where the process writes its own pid."""

    code: bytes
    pids: tuple[int, ...]


def assemble(machine: Machine, opens: bool) -> Filter:
    """The filter of a child on this machine; without `opens`, nothing at all can be opened."""
    steps = list(_program(machine, opens))
    code = b"".join(INSTRUCTION.pack(*step) for step in steps)
    return Filter(code, tuple(INSTRUCTION.size * i + 4 for i, step in enumerate(steps) if step[3] == OWN_PID))


def prepare(program: Filter) -> Callable[[], None]:
    """A function that puts the process that calls it under the filter, for good. Needs no_new_privs."""
    code = ctypes.create_string_buffer(program.code, len(program.code))
    header = ctypes.create_string_buffer(
        struct.pack("@HP", len(program.code) // INSTRUCTION.size, ctypes.addressof(code))
    )

    def install() -> None:
        for at in program.pids:
            struct.pack_into("=I", code, at, os.getpid())
        prctl(SET_SECCOMP, MODE_FILTER, ctypes.addressof(header))

    return install


def _program(machine: Machine, opens: bool) -> Iterator[Step]:
    yield LOAD, 0, 0, ARCH
    yield EQUAL, 1, 0, machine.audit
    yield RETURN, 0, 0, KILL
    yield LOAD, 0, 0, NUMBER
    yield AT_LEAST, 0, 1, X32  # on aarch64 no number is as large
    yield RETURN, 0, 0, KILL
    free = [machine.numbers[name] for name in FREE if name in machine.numbers]
    for i, number in enumerate(free):
        yield EQUAL, len(free) - i, 0, number
    yield JUMP, 0, 0, 1
    yield RETURN, 0, 0, ALLOW
    for name, conditions in _conditions(opens).items():
        if name in machine.numbers:
            body = [step for condition in conditions for step in condition] + [(RETURN, 0, 0, ALLOW)]
            yield EQUAL, 0, len(body), machine.numbers[name]
            yield from body
    yield RETURN, 0, 0, ERRNO | errno.ENOSYS


def _conditions(opens: bool) -> dict[str, list[list[Step]]]:
    """The conditions on the arguments of each call that is not free; otherwise the call is refused."""
    own_pid = _one_of(0, OWN_PID)
    return {
        **{name: [_nothing_but(at, READING)] if opens else [[_no(errno.EACCES)]] for name, at in OPENS.items()},
        "fcntl": [_one_of(1, *FCNTL)],
        "ioctl": [_one_of(1, *IOCTL)],
        "kill": [own_pid],  # abort() is a signal to oneself
        "tgkill": [own_pid],
        "prlimit64": [_one_of(0, 0, OWN_PID), _one_of(2, 0), _one_of(2, 0, word=1)],  # asking, not setting
        **{name: [[_no(errno.EPERM)]] for name in REFUSED},
    }


def _no(error: int) -> Step:
    return RETURN, 0, 0, ERRNO | error


def _one_of(argument: int, *values: int, word: int = 0) -> list[Step]:
    tests = [(EQUAL, len(values) - i, 0, value) for i, value in enumerate(values)]
    return [(LOAD, 0, 0, ARGUMENTS + 8 * argument + 4 * word), *tests, _no(errno.EPERM)]


def _nothing_but(argument: int, bits: int) -> list[Step]:
    return [(LOAD, 0, 0, ARGUMENTS + 8 * argument), (ANY_BIT, 0, 1, ~bits & 0xFFFFFFFF), _no(errno.EACCES)]
