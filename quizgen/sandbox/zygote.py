"""Stands ready with NumPy imported, and forks one confined child for each request: a fork is quicker than a start.

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
from quizgen.sandbox.protocol import FORK, READY, REPLY, REQUEST, TELL, kill
from quizgen.sandbox.records import Limits

JOBS, ANSWERS, PRINTS = 3, 4, 5  # the lowest that are free, as long as nothing else is there
CONTROL, GRADER = 10, 11
GRACE = 1.0  # seconds in which a child that has closed its end dies of whatever it dies of
SEED = 1  # of every child's random numbers: the same file gets the same grade

COMMON = (
    "__future__", "abc", "bisect", "cmath", "collections.abc", "contextlib", "copy", "dataclasses", "enum",
    "functools", "heapq", "io", "itertools", "json", "math", "numbers", "operator", "os.path", "random", "re",
    "string", "struct", "sys", "textwrap", "time", "timeit", "traceback", "types", "typing", "warnings", "weakref",
    "numpy", "numpy.linalg", "numpy.random",
)  # fmt: skip
RARE = (  # is imported where it is asked for, if it can be opened then
    "argparse", "array", "ast", "csv", "datetime", "decimal", "fractions", "hashlib", "inspect", "logging", "pathlib",
    "pickle", "pprint", "statistics", "unittest", "numpy.fft", "numpy.ma", "numpy.polynomial", "numpy.testing",
    "numpy.typing",
)  # fmt: skip

_ours: list[object] = []  # the modules of this side, which no file shall find; without them their functions fall apart


def main(control: int, grader: int, layers: frozenset[str], packages: str) -> None:
    """Gets ready, then serves. Below `packages` is NumPy; nothing else that stands there will be readable."""
    fewest = min(confine.DESCRIPTORS, confine.ceiling(resource.RLIMIT_NOFILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (fewest, fewest))
    os.dup2(control, CONTROL)
    os.closerange(JOBS, CONTROL)
    os.closerange(CONTROL + 1, max(control + 1, confine.DESCRIPTORS))
    readable = [*confine.library(sys.path), os.path.join(packages, "numpy")]
    for name in (*COMMON, *RARE) if "no-opens" in layers else COMMON:
        importlib.import_module(name)
    random.seed(SEED)
    sys.modules["numpy"].random.seed(SEED)
    builtins.exit = builtins.quit = sys.exit  # type: ignore[assignment]  # site makes them, and was not asked in
    sys.dont_write_bytecode = True
    child.settle()
    warm_up.warm_up()
    _ours.extend(sys.modules.pop(name) for name in [*sys.modules] if name.partition(".")[0] == "quizgen")
    assert _threads() == 1, "a fork takes one thread along, and the locks of all"
    confined = confine.give_up(layers, readable)
    gc.collect()
    gc.freeze()  # a collection in a child would write into every page of it
    _serve(socket.socket(fileno=CONTROL), grader, confined)


def _threads() -> int:
    return len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1


def _serve(control: socket.socket, grader: int, confined: Callable[[Limits], None]) -> None:
    ends = select.poll()
    ends.register(control, select.POLLIN)
    with contextlib.suppress(OSError, AttributeError):  # the socket's end is the other sign, and the usual one
        found = os.pidfd_open(grader)
        os.dup2(found, GRADER)
        os.close(found)
        ends.register(GRADER, select.POLLIN)
    children: set[int] = set()
    with contextlib.suppress(ConnectionError):  # the grader went away in the middle of a sentence
        while not any(fd != CONTROL for fd, _ in ends.poll()):
            said, fds, _, _ = socket.recv_fds(control, REQUEST.size, 3, socket.MSG_WAITALL)
            if len(said) < REQUEST.size:
                break
            what, pid, cpu, memory, file = REQUEST.unpack(said)
            if what == FORK:
                children = {one for one in children if not _gone(one)}
                assert fds == [JOBS, ANSWERS, PRINTS]
                pid = _fork(Limits(cpu, memory, file), confined)
                if pid > 0:
                    children.add(pid)
                os.closerange(JOBS, CONTROL)
                control.sendall(REPLY.pack(pid, 0, 0))
            elif what == TELL:
                child.prepare(control.recv(pid, socket.MSG_WAITALL))
                gc.freeze()
                control.sendall(REPLY.pack(0, 0, 0))
            else:
                control.sendall(REPLY.pack(pid, *_end(pid)))
                children.discard(pid)
    for one in children:
        kill(one)
    os._exit(0)


def _fork(limits: Limits, confined: Callable[[Limits], None]) -> int:
    """The pid of a new child, which never comes back from here; a negative errno if there is none."""
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
        confined(limits)
        os.write(ANSWERS, READY)
        child.serve(JOBS, ANSWERS)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def _gone(pid: int) -> bool:
    """Whether it is gone by now. It has been killed already; one that is still on its way is not waited for."""
    kill(pid)
    return os.waitpid(pid, os.WNOHANG)[0] == pid


def _end(pid: int) -> tuple[int, int]:
    """How a child ended; one that does not end although it closed its end of the answers is killed."""
    until = time.monotonic() + GRACE
    while (
        alive := os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    ) and time.monotonic() < until:
        time.sleep(0.0005)
    kill(pid)  # what it has started, even if it is dead itself
    return os.waitpid(pid, 0)[1], alive
