"""One child process, from its start to its certain end. Only what is observed from outside says how it ended."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable

from quizgen.sandbox.codec import BadFrame, Frames, Said
from quizgen.sandbox.protocol import READY, Fallen, kill
from quizgen.sandbox.records import Failure, Limits

CHUNK = 1 << 16
TOO_LONG = "gave no answer in {:g} s of computing: an endless loop?"
WAITS = "gave no answer and computes nothing: it waits for something"
STILL = 0.9  # seconds in which nothing is computed: long for a nap, and short for a class
SOONEST = 0.001  # seconds between two looks at a child's clock
AWAY = 1.0  # seconds that a look comes too late if this process stood still, as after Ctrl-Z


class Child:
    """A running child and our ends of its pipes. `ending` is None as long as it can be asked."""

    def __init__(
        self, limits: Limits, pid: int, ends: tuple[int, int, int], ended: Callable[[], tuple[int, int]]
    ) -> None:
        """`ends` are those of jobs, answers and prints; `ended` sees to its end, gives its wait status and whether it
        had to be killed."""
        self.limits = limits
        self.pid = pid
        self.ending: Failure | None = None
        self.printed = b""
        self._jobs, self._answers, self._prints = ends
        self._ended = ended
        self._ready = False
        self._buried = False
        self._closed = False
        self._frames = Frames()
        os.set_blocking(self._jobs, False)
        self._used, self._since = -1.0, 0.0  # seconds of CPU at the last look of this exchange, and since when so many
        self._look_at = time.monotonic()
        self._until = self._look_at + limits.wall

    def exchange(self, message: bytes, wanted: int) -> list[Said]:
        """Sends `message`, reads until `wanted` frames have come. Fewer come if it dies; `ending` says of what."""
        said: list[Said] = []
        self._used = -1.0
        ends = select.poll()
        ends.register(self._answers, select.POLLIN)
        ends.register(self._prints, select.POLLIN)
        if unsent := self._write(memoryview(message)):
            ends.register(self._jobs, select.POLLOUT)
        while len(said) < wanted and not self._overdue():
            ready = {fd for fd, _ in ends.poll(max(0.0, self._look_at - time.monotonic()) * 1000 + 1)}
            if self._jobs in ready and not (unsent := self._write(unsent)):
                ends.unregister(self._jobs)
            if self._prints in ready and not self._drain():
                ends.unregister(self._prints)
            if self._answers in ready:
                said += self._read()
        return said[:wanted]

    def _write(self, message: memoryview) -> memoryview:
        """What is still to be written; nothing once nobody reads."""
        try:
            return message[os.write(self._jobs, message) :]
        except BlockingIOError:
            return message
        except BrokenPipeError:
            return message[:0]

    def _drain(self) -> bool:
        """Takes what was printed off its hands, keeps the beginning; False at the end."""
        chunk = os.read(self._prints, CHUNK)
        self.printed += chunk[: self.limits.output - len(self.printed)]
        return bool(chunk)

    def _read(self) -> list[Said]:
        said: list[Said] = []
        chunk = os.read(self._answers, CHUNK)
        if not chunk:
            self._end(self._obituary())
        elif not self._ready:
            self._ready, chunk = True, chunk[len(READY) :]
        try:
            for one in self._frames.said(chunk):
                said.append(one)
        except BadFrame as error:
            self._end(Failure("CRASHED", f"sent back what is not an answer ({error})"))
        return said

    def _overdue(self) -> bool:
        """Whether it is over, because its time is up or otherwise. It is looked at no sooner than its time can be up."""
        now = time.monotonic()
        if self.ending is None and now >= self._look_at:
            if now - self._look_at > AWAY:  # what it answered meanwhile is not read yet, so its wall time starts anew
                self._until, self._used = now + self.limits.wall, -1.0
            if (used := _cpu(self.pid)) != self._used:
                self._used, self._since = used, now
            left = self.limits.cpu - used
            if left <= 0:
                self._end(Failure("TIMED_OUT", TOO_LONG.format(self.limits.cpu)))
            elif used and now - self._since >= STILL and _idle(self.pid):
                self._end(Failure("TIMED_OUT", WAITS))
            elif now >= self._until:
                self._end(Failure("TIMED_OUT", f"gave no answer in {self.limits.wall:.0f} s: it waits for something"))
            self._look_at = now + max(SOONEST, min(left, self._until - now))
        return self.ending is not None

    def _obituary(self) -> Failure:
        """What it died of. A status is never proof of success: whoever reads this has already lost the call."""
        self._buried = True
        status, killed = self._ended()
        if not self._ready:
            self._drain()
            self.close()
            raise Fallen(f"A child ended before it was asked anything: {self.printed.decode('utf-8', 'replace')}")
        if killed:
            return Failure("CRASHED", "closed the connection instead of returning")
        code = os.waitstatus_to_exitcode(status)
        if code >= 0:
            return Failure("CRASHED", f"ended the whole program (exit status {code}) instead of returning")
        if -code == signal.SIGXCPU:
            return Failure("TIMED_OUT", TOO_LONG.format(self.limits.cpu))
        if -code == signal.SIGKILL:
            return Failure("OUT_OF_MEMORY", "was killed by the system, as it does when memory runs out")
        if -code == signal.SIGSYS:
            return Failure("FORBIDDEN", "called the operating system in a way that no submission needs")
        return Failure("CRASHED", f"was ended by the signal {signal.Signals(-code).name}")

    def _end(self, failure: Failure) -> None:
        self.ending = failure
        self.close()

    def close(self) -> None:
        """Kills it and every process of its group, and frees what it held. Twice is as good as once.

        It is not waited for: its number is its own until the zygote has buried it, which is before the next child.
        """
        if self._closed:
            return
        self._closed = True
        if not self._buried:
            kill(self.pid)
        os.set_blocking(self._prints, False)
        with contextlib.suppress(BlockingIOError):
            self._drain()
        for end in (self._jobs, self._answers, self._prints):
            os.close(end)


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process has used, by its own clock; 0 where there is no such clock, and the kernel judges.

    The clock's number is what clock_getcpuclockid(3) gives.
    """
    try:
        return time.clock_gettime(~pid << 3 | 2)
    except OSError:
        return 0.0


def _idle(pid: int) -> bool:
    """Whether a process sleeps or has stopped. One that waits for its turn on a busy machine, or for a disk, does neither."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as said:
            return said.read().rpartition(b") ")[2][:1] in b"ST"
    except OSError:
        return False
