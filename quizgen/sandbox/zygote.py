"""The zygote: a process that has NumPy imported and forks one confined child for each request, quicker than a start.

It is started by exec, so that nothing of the grader's is in its memory, and it never sees a submission. Its control
socket carries one request and one reply at a time; it ends when that closes, or when the grader is gone.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import os
import random
import resource
import select
import socket
import sys
import time
import traceback
from collections.abc import Callable

from quizgen.sandbox import child, confine, warm_up
from quizgen.sandbox.answers import Answers
from quizgen.sandbox.protocol import FORK, PRELOAD, READY, REPLY, REQUEST, kill
from quizgen.sandbox.records import Limits

JOBS, ANSWERS, ROUNDS, PRINTS = 3, 4, 5, 6  # the lowest free descriptors, if no other is open
CONTROL, GRADER = 10, 11
UNREAPED = -1  # no wait status
GRACE = 1.0  # seconds that a child has to end after it has closed its connection
SEED = 1  # of every child's random numbers: the same file gets the same grade

COMMON = (
    "__future__", "abc", "bisect", "cmath", "collections.abc", "contextlib", "copy", "dataclasses", "enum",
    "functools", "heapq", "io", "itertools", "json", "math", "numbers", "operator", "os.path", "random", "re",
    "string", "struct", "sys", "textwrap", "time", "timeit", "traceback", "types", "typing", "warnings", "weakref",
    "numpy", "numpy.linalg", "numpy.random",
)  # fmt: skip
UNCOMMON = (  # imported by the child that asks for it, if it can open files
    "argparse", "array", "ast", "csv", "datetime", "decimal", "fractions", "hashlib", "inspect", "logging", "pathlib",
    "pickle", "pprint", "statistics", "unittest", "numpy.fft", "numpy.ma", "numpy.polynomial", "numpy.testing",
    "numpy.typing",
)  # fmt: skip

_removed: list[object] = []  # our own modules, which no file shall find; kept, since their functions need them


def main(controls: list[int], grader: int, layers: frozenset[str], packages: str) -> None:
    """Prepares, then serves. NumPy is below `packages`; nothing else there will be readable.

    Of several controls each is served by a process of its own, forked once all is prepared."""
    fewest = min(confine.DESCRIPTORS, confine.hard_limit(resource.RLIMIT_NOFILE))
    readable = [*confine.readable_library(sys.path), os.path.join(packages, "numpy")]
    for name in (*COMMON, *UNCOMMON) if "no-opens" in layers else COMMON:
        importlib.import_module(name)
    random.seed(SEED)
    sys.modules["numpy"].random.seed(SEED)
    builtins.exit = builtins.quit = sys.exit  # type: ignore[assignment]  # made by site, which -S leaves out
    sys.dont_write_bytecode = True
    child.prepare_environment()
    warm_up.warm_up()
    _removed.extend(sys.modules.pop(name) for name in [*sys.modules] if name.partition(".")[0] == "quizgen")
    assert _threads() == 1, "a fork takes one thread along, and the locks of all"
    confined = confine.drop_rights(layers, readable)
    gc.collect()
    gc.freeze()  # a collection in a child would write into every page of it
    control, *others = controls
    while others and os.fork():
        control, *others = others
    os.dup2(control, CONTROL)
    os.closerange(JOBS, CONTROL)
    os.closerange(CONTROL + 1, max(*controls, confine.DESCRIPTORS) + 1)
    resource.setrlimit(resource.RLIMIT_NOFILE, (fewest, fewest))
    _serve(socket.socket(fileno=CONTROL), grader, confined)


def _threads() -> int:
    return len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1


def _serve(control: socket.socket, grader: int, confined: Callable[[Limits, int], None]) -> None:
    ends = select.poll()
    ends.register(control, select.POLLIN)
    with contextlib.suppress(OSError, AttributeError):  # the usual sign is that the socket closes
        pidfd = os.pidfd_open(grader)
        os.dup2(pidfd, GRADER)
        os.close(pidfd)
        ends.register(GRADER, select.POLLIN)
    children: set[int] = set()
    with contextlib.suppress(ConnectionError):  # the grader ended in the middle of a request
        while not any(fd != CONTROL for fd, _ in ends.poll()):
            request, fds, _, _ = socket.recv_fds(control, REQUEST.size, 4, socket.MSG_WAITALL)
            if len(request) < REQUEST.size:
                break
            what, pid, cpu, memory, file = REQUEST.unpack(request)
            if what == FORK:
                children = {one for one in children if not _has_ended(one)}
                assert fds == [JOBS, ANSWERS, ROUNDS, PRINTS]
                pid = _fork(Limits(cpu, memory, file), confined)
                if pid > 0:
                    children.add(pid)
                os.closerange(JOBS, CONTROL)
                control.sendall(REPLY.pack(pid, 0, 0))
            elif what == PRELOAD:
                child.preload(control.recv(pid, socket.MSG_WAITALL))
                gc.freeze()
                control.sendall(REPLY.pack(0, 0, 0))
            else:
                control.sendall(REPLY.pack(pid, *_end(pid)))
                children.discard(pid)
    for one in children:
        kill(one)
    os._exit(0)


def _fork(limits: Limits, confined: Callable[[Limits, int], None]) -> int:
    """The pid of a new child, which does not return from here; a negative errno if there is none."""
    zygote = os.getpid()
    try:
        pid = os.fork()
    except OSError as error:
        return -(error.errno or 1)
    if pid:
        return pid
    try:
        os.dup2(PRINTS, 1)
        os.dup2(PRINTS, 2)
        os.closerange(PRINTS, confine.DESCRIPTORS)
        confined(limits, zygote)
        os.write(ANSWERS, READY)
        child.serve(JOBS, Answers(ANSWERS, ROUNDS))
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def _has_ended(pid: int) -> bool:
    """Whether a child, which has been killed already, has ended; one that has not is not waited for."""
    kill(pid)
    return os.waitpid(pid, os.WNOHANG)[0] == pid


def _end(pid: int) -> tuple[int, int]:
    """The wait status of a child, and whether it had to be killed: it had closed its connection and did not end."""
    until = time.monotonic() + GRACE
    while (status := _status(pid)) is None and time.monotonic() < until:
        time.sleep(0.0005)
    kill(pid)  # the processes it has started too, even if it has ended itself
    return (os.waitpid(pid, 0)[1] if status in (None, UNREAPED) else status), status is None


def _status(pid: int) -> int | None:
    """The wait status of a child that has ended, UNREAPED where it can be left for later; None if it has not ended."""
    if hasattr(os, "waitid"):  # it leaves the number to the child, so that its group can still be killed
        return None if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None else UNREAPED
    found, status = os.waitpid(pid, os.WNOHANG)  # macOS before Python 3.13
    return status if found else None
