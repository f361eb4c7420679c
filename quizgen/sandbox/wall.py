"""The wall around submissions: starts a zygote, keeps it as long as there is something to grade, and asks it for children."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import socket
import subprocess
import sys
import threading
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from quizgen.sandbox.layers import FULL, STRICT, UNSAFE
from quizgen.sandbox.platforms import can_start_children, runs_own_files
from quizgen.sandbox.probe import probe
from quizgen.sandbox.protocol import END, FORK, PRELOAD, REPLY, REQUEST, WallFailed
from quizgen.sandbox.records import Limits, NoWall
from quizgen.sandbox.syscalls import SET_DUMPABLE, prctl

if TYPE_CHECKING:
    from quizgen.sandbox.preloaded import PreloadedJobs
    from quizgen.sandbox.process import Child

ROOT = str(Path(__file__).resolve().parents[2])
# Modules register hooks for a fork because of threads, and to get different random numbers. There are no threads here, the
# numbers shall not differ, and the hooks would cost more than the fork does. Few files make so
# many objects that a search for cycles among them begins.
BOOT = """import gc, os, sys
gc.set_threshold(20_000)
os.register_at_fork = lambda **hooks: None
root, packages, layers, controls, grader = sys.argv[1:]
own = [*sys.path]
sys.path += [root, packages]
from quizgen.sandbox.zygote import main
sys.path[:] = own
main([*map(int, controls.split())], int(grader), frozenset(layers.split()), packages)"""
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")  # one more costs 40 MiB of address space
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/"} | dict.fromkeys(THREADS, "1")

ZYGOTE_DIED = "The process that starts the graded ones has died. That is no fault of what was graded; try again."


class Wall:
    """Serves many sessions, one child at a time. Opening it takes no longer than starting a process does."""

    def __init__(
        self, unsafe: bool = False, *, layers: frozenset[str] | None = None, control: socket.socket | None = None
    ) -> None:
        """Raises NoWall where a stranger's file cannot be isolated, unless `unsafe`. Choosing `layers` is for tests.

        `control`: the connection to a zygote that was started already, by `start_zygotes`."""
        self._layers = choose_layers(unsafe) if layers is None else layers
        self._zygote: subprocess.Popen[bytes] | None = None
        if control is None:
            self._start()
        else:
            self._control = control
        _count_open_walls(+1)

    def __enter__(self) -> Wall:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @cached_property
    def preloaded(self) -> PreloadedJobs:
        """The jobs that the zygote keeps."""
        from quizgen.sandbox.preloaded import PreloadedJobs  # imports NumPy, at the same time as the zygote

        return PreloadedJobs()

    def close(self) -> None:
        """Ends the zygote and all that it started."""
        if self._control.fileno() >= 0:
            self._stop()
            _count_open_walls(-1)

    def child(self, limits: Limits) -> Child:
        """A new child, once the one before is closed. A zygote that has died is replaced once."""
        try:
            return self._child(limits)
        except WallFailed:
            self._stop()
            self._start()
            self.preloaded.sent = 0
            return self._child(limits)

    def _child(self, limits: Limits) -> Child:
        if frames := self.preloaded.new_frames():
            self._ask(PRELOAD, len(frames), limits, more=frames)
        jobs, *from_child = os.pipe(), os.pipe(), os.pipe(), os.pipe()  # answers, rounds, prints
        far = (jobs[0], *(writes for _, writes in from_child))
        near = (jobs[1], *(reads for reads, _ in from_child))
        try:
            pid, _, _ = self._ask(FORK, 0, limits, far)
        except BaseException:
            for end in near:
                os.close(end)
            raise
        finally:
            for end in far:
                os.close(end)
        from quizgen.sandbox.process import Child

        return Child(limits, pid, near, lambda: self._ask(END, pid, limits)[1:])

    def _ask(
        self, what: int, pid: int, limits: Limits, fds: tuple[int, ...] = (), more: bytes = b""
    ) -> tuple[int, int, int]:
        request = REQUEST.pack(what, pid, limits.cpu, limits.memory, limits.file)
        try:
            socket.send_fds(self._control, [request], fds)
            self._control.sendall(more)
            reply = self._control.recv(REPLY.size, socket.MSG_WAITALL)
        except ConnectionError as error:
            raise WallFailed(ZYGOTE_DIED) from error
        except BaseException:
            self._hang_up()  # or its reply would be read as that to the next request
            raise
        if len(reply) < REPLY.size:
            raise WallFailed(ZYGOTE_DIED)
        pid, status, killed = REPLY.unpack(reply)
        if pid < 0:
            raise OSError(-pid, f"no process can be started: {os.strerror(-pid)}")
        return pid, status, killed

    def _start(self) -> None:
        self._zygote, [self._control] = start_zygotes(1, self._layers)

    def _hang_up(self) -> None:
        """Shuts the connection down; closing is not enough, as a process forked from this one may have the same end open."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)

    def _stop(self) -> None:
        self._hang_up()
        self._control.close()
        if self._zygote is not None:
            wait_for(self._zygote)


def start_zygotes(count: int, layers: frozenset[str]) -> tuple[subprocess.Popen[bytes], list[socket.socket]]:
    """Starts a zygote, which forks itself until there are `count` once it is ready; the connection to each.

    Preparing takes a fifth of a second of CPU, which all of them share; after that they have nothing in common."""
    found = importlib.util.find_spec("numpy")  # found and not imported: the grader has other things to do first
    assert found is not None and found.origin is not None
    packages = str(Path(found.origin).parents[1])
    ours, theirs = zip(*(socket.socketpair() for _ in range(count)), strict=True)
    controls = [end.fileno() for end in theirs]
    try:
        arguments = (ROOT, packages, " ".join(layers), " ".join(map(str, controls)), str(os.getpid()))
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", BOOT, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # its errors are ours, and go to our stderr
            pass_fds=controls,
            cwd="/",
            env=ENVIRONMENT,
            start_new_session=True,
        )
    finally:
        for end in theirs:
            end.close()
    return process, [*ours]


def wait_for(zygote: subprocess.Popen[bytes]) -> None:
    """Waits for the end of a zygote whose connection is closed."""
    try:
        zygote.wait(5)
    except subprocess.TimeoutExpired:
        zygote.kill()
        zygote.wait()


def advice() -> str:
    """What to do on a machine that cannot isolate a stranger's file."""
    if not can_start_children():
        return "Grade code on Linux; a Windows machine can run it in WSL."
    named = "A file of your own is graded here if you name it alone. " if runs_own_files() else ""
    return (
        f"Other people's code could do here all that you can. {named}If you trust the files, add --unsafe-no-sandbox; "
        "otherwise grade them on Linux."
    )


def choose_layers(unsafe: bool) -> frozenset[str]:
    """The layers that this machine offers. Raises NoWall where they cannot isolate a stranger's file, unless `unsafe`."""
    protection = probe()
    if protection.level == "none" and not (unsafe and can_start_children()):
        raise NoWall(f"{protection.why} {advice()}")
    return {"full": FULL, "strict": STRICT, "none": UNSAFE}[protection.level]


_open_walls = 0
_counting = threading.Lock()


def _count_open_walls(step: int) -> None:
    """Counts the open walls. As long as there is one, no process of the same user may read this process's memory, where
    the expected answers are."""
    global _open_walls
    with _counting:
        _open_walls += step
        if sys.platform == "linux":
            prctl(SET_DUMPABLE, 0 if _open_walls else 1)
