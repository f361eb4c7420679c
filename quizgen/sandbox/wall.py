"""The near end of a zygote: kept open as long as there is something to grade, and asked for one child after the other."""

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

from quizgen.sandbox import confine
from quizgen.sandbox.probe import probe
from quizgen.sandbox.protocol import END, FORK, REPLY, REQUEST, TELL, Fallen
from quizgen.sandbox.records import Limits, NoWall
from quizgen.sandbox.syscalls import prctl

if TYPE_CHECKING:
    from quizgen.sandbox.preloaded import Known
    from quizgen.sandbox.process import Child

ROOT = str(Path(__file__).resolve().parents[2])
# What modules want done after a fork is for threads, and for random numbers that differ. Here are no threads, the numbers
# shall not differ, and it would cost more than the fork does.
BOOT = """import os, sys
os.register_at_fork = lambda **hooks: None
root, packages, layers, control, grader = sys.argv[1:]
own = [*sys.path]
sys.path += [root, packages]
from quizgen.sandbox.zygote import main
sys.path[:] = own
main(int(control), int(grader), frozenset(layers.split()), packages)"""
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")  # one more costs 40 MiB of address space
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/"} | dict.fromkeys(THREADS, "1")

FALLEN = "The process that starts the graded ones has died. That is no fault of what was graded; try again."


class Wall:
    """Serves many sessions, one child at a time. Opening it takes no longer than starting a process does."""

    def __init__(self, unsafe: bool = False, *, layers: frozenset[str] | None = None) -> None:
        """Raises NoWall where nothing holds a strange file in, unless `unsafe`. Choosing the layers is for tests."""
        self._layers = _layers(unsafe) if layers is None else layers
        self._start()
        _hide(+1)

    def __enter__(self) -> Wall:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @cached_property
    def known(self) -> Known:
        """What the zygote has been told."""
        from quizgen.sandbox.preloaded import Known  # NumPy is imported while the zygote does the same

        return Known()

    def close(self) -> None:
        """Ends the zygote and whatever it started."""
        if self._control.fileno() >= 0:
            self._stop()
            _hide(-1)

    def child(self, limits: Limits) -> Child:
        """A new child; the one before is over. A zygote that has died is replaced once."""
        try:
            return self._child(limits)
        except Fallen:
            self._stop()
            self._start()
            self.known.told = 0
            return self._child(limits)

    def _child(self, limits: Limits) -> Child:
        if frames := self.known.untold():
            self._ask(TELL, len(frames), limits, more=frames)
        jobs, answers, prints = os.pipe(), os.pipe(), os.pipe()
        far, near = (jobs[0], answers[1], prints[1]), (jobs[1], answers[0], prints[0])
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
            said = self._control.recv(REPLY.size, socket.MSG_WAITALL)
        except ConnectionError as error:
            raise Fallen(FALLEN) from error
        except BaseException:
            self._hang_up()  # or the reply, which is still to come, would be taken for that to the next request
            raise
        if len(said) < REPLY.size:
            raise Fallen(FALLEN)
        pid, status, killed = REPLY.unpack(said)
        if pid < 0:
            raise OSError(-pid, f"no process can be started: {os.strerror(-pid)}")
        return pid, status, killed

    def _start(self) -> None:
        found = importlib.util.find_spec("numpy")  # found, not imported: the grader has other things to do first
        assert found is not None and found.origin is not None
        packages = str(Path(found.origin).parents[1])
        self._control, theirs = socket.socketpair()
        with theirs:
            told = (ROOT, packages, " ".join(self._layers), str(theirs.fileno()), str(os.getpid()))
            self._zygote = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", BOOT, *told],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # its errors are ours, and go where ours go
                pass_fds=(theirs.fileno(),),
                cwd="/",
                env=ENVIRONMENT,
                start_new_session=True,
            )

    def _hang_up(self) -> None:
        """Closing is not enough: a process forked from this one may hold the same end."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)

    def _stop(self) -> None:
        self._hang_up()
        self._control.close()
        try:
            self._zygote.wait(5)
        except subprocess.TimeoutExpired:
            self._zygote.kill()
            self._zygote.wait()


def advice() -> str:
    """What to do where nothing holds a strange file in."""
    if os.name != "posix":
        return "Grade code on Linux."
    return (
        "A file of somebody else's could do here whatever you can. If you trust the files, as your own, add "
        "--unsafe-no-sandbox; otherwise grade them on Linux."
    )


def _layers(unsafe: bool) -> frozenset[str]:
    protection = probe()
    if protection.level == "none" and (not unsafe or os.name != "posix"):
        raise NoWall(f"{protection.why} {advice()}")
    return {"full": confine.FULL, "strict": confine.STRICT, "none": confine.UNSAFE}[protection.level]


_walls = 0
_counting = threading.Lock()


def _hide(step: int) -> None:
    """As long as a wall is open, no process of the same user may look into this one: the answers are in its memory."""
    global _walls
    with _counting:
        _walls += step
        if sys.platform == "linux":
            prctl(confine.SET_DUMPABLE, 0 if _walls else 1)
