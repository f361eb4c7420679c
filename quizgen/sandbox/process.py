"""The grader's handle of one child process. How the child ended is observed from outside and never taken from it."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable

from quizgen.sandbox.codec import BadFrame, Decoded, Frames
from quizgen.sandbox.protocol import READY, WallFailed, kill
from quizgen.sandbox.records import Failure, Limits

CHUNK = 1 << 16
TOO_LONG = "gave no answer in {:g} s of computing: an endless loop?"
WAITING = "gave no answer and computes nothing: it waits for something"
LOOKS = 4  # at a child that sleeps, before it is ended: one look could fall on a moment in which it waits for us
NAPS = 2 * LOOKS  # at a child that sleeps each time, though it computes a little in between
MIN_INTERVAL = 0.001  # seconds between two readings of a child's clock
SUSPENDED = 1.0  # seconds by which a reading is late if this process was suspended, as after Ctrl-Z


class Child:
    """A running child and our ends of its pipes. `ending` is None as long as the child runs."""

    def __init__(self, limits: Limits, pid: int, ends: tuple[int, ...], ended: Callable[[], tuple[int, int]]) -> None:
        """`ends` are those of jobs, answers, rounds and prints; `ended` ends the child and returns its wait status and
        whether it had to be killed."""
        self.limits = limits
        self.pid = pid
        self.ending: Failure | None = None
        self.printed = b""
        self._jobs, self._answers, self._rounds, self._prints = ends
        self._ended = ended
        self._ready = False
        self._reaped = False
        self._closed = False
        self._frames = Frames()
        os.set_blocking(self._jobs, False)
        os.set_blocking(self._answers, False)
        self._cpu_used = -1.0  # seconds of CPU at the last look
        self._idle_looks = self._asleep_looks = 0  # one after the other that found no CPU used, or it asleep
        self._next_look = time.monotonic()
        self._deadline = self._next_look + limits.wall

    def exchange(self, message: bytes, wanted: int) -> list[Decoded]:
        """Sends `message` and reads until `wanted` frames have come. Fewer come if the child ends; `ending` says why.

        The answers are read once the child says that there are some, and from then on as they come; also before a limit
        ends it, so that no answer that was written counts as missing.
        """
        replies: list[Decoded] = []
        self._cpu_used, self._asleep_looks = -1.0, 0
        self._next_look = min(self._next_look, time.monotonic() + self.limits.idle / LOOKS)
        ends = select.poll()
        ends.register(self._answers, 0)  # tells when they are closed
        ends.register(self._rounds, select.POLLIN)
        ends.register(self._prints, select.POLLIN)
        if unsent := self._write(memoryview(message)):
            ends.register(self._jobs, select.POLLOUT)
        while len(replies) < wanted and self.ending is None:
            ready = {fd for fd, _ in ends.poll(max(0.0, self._next_look - time.monotonic()) * 1000 + 1)}
            if self._jobs in ready and not (unsent := self._write(unsent)):
                ends.unregister(self._jobs)
            if self._prints in ready and not self._drain():
                ends.unregister(self._prints)
            if self._rounds in ready:
                os.read(self._rounds, CHUNK)
                ends.unregister(self._rounds)
                ends.modify(self._answers, select.POLLIN)
            over = self._limit_reached()
            if over or ready & {self._rounds, self._answers}:
                replies += self._read()
            if over and self.ending is None and len(replies) < wanted:
                self._end(over)
        return replies[:wanted]

    def _write(self, message: memoryview) -> memoryview:
        """What is still to be written; nothing once the child has closed its end."""
        try:
            return message[os.write(self._jobs, message) :]
        except BlockingIOError:
            return message
        except BrokenPipeError:
            return message[:0]

    def _drain(self) -> bool:
        """Reads what was printed and keeps the beginning; False at the end."""
        chunk = os.read(self._prints, CHUNK)
        self.printed += chunk[: self.limits.output - len(self.printed)]
        return bool(chunk)

    def _read(self) -> list[Decoded]:
        """The answers that have been written by now."""
        replies: list[Decoded] = []
        try:
            chunk = os.read(self._answers, CHUNK)
        except BlockingIOError:
            return replies
        if not chunk:
            self._end(self._cause_of_end())
        elif not self._ready:
            self._ready, chunk = True, chunk[len(READY) :]
        try:
            for one in self._frames.decoded(chunk):
                replies.append(one)
        except BadFrame as error:
            self._end(Failure("CRASHED", f"sent back what is not an answer ({error})"))
        return replies

    def _limit_reached(self) -> Failure | None:
        """The limit that the child has reached. Its clock is read no sooner than a limit can be reached."""
        now = time.monotonic()
        if now < self._next_look:
            return None
        if now - self._next_look > SUSPENDED:  # its replies are not read yet, so its elapsed time starts again
            self._deadline, self._cpu_used = now + self.limits.wall, -1.0
        used = _cpu(self.pid)
        asleep = _idle(self.pid)
        self._idle_looks = self._idle_looks + 1 if asleep and 0 < used == self._cpu_used else 0
        self._asleep_looks = self._asleep_looks + 1 if asleep else 0
        self._cpu_used = used
        left = self.limits.cpu - used
        self._next_look = now + max(MIN_INTERVAL, min(left, self._deadline - now, self.limits.idle / LOOKS))
        if left <= 0:
            return Failure("TIMED_OUT", TOO_LONG.format(self.limits.cpu))
        if self._idle_looks == LOOKS - 1 or self._asleep_looks == NAPS:
            return Failure("TIMED_OUT", WAITING + self.limits.why_short)
        if now >= self._deadline:
            return Failure("TIMED_OUT", f"gave no answer in {self.limits.wall:.0f} s: it waits for something")
        return None

    def _cause_of_end(self) -> Failure:
        """Why the child ended. No status is proof of success: the call in hand has failed already."""
        self._reaped = True
        status, killed = self._ended()
        if not self._ready:
            self._drain()
            self.close()
            raise WallFailed(f"A child ended before it was asked anything: {self.printed.decode('utf-8', 'replace')}")
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
        """Kills the child and every process of its group, and closes the pipes. A second call does nothing.

        It does not wait: the pid stays the child's until the zygote has reaped it, which is before the next child.
        """
        if self._closed:
            return
        self._closed = True
        if not self._reaped:
            kill(self.pid)
        os.set_blocking(self._prints, False)
        with contextlib.suppress(BlockingIOError):
            self._drain()
        for end in (self._jobs, self._answers, self._rounds, self._prints):
            os.close(end)


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process has used, by its own clock; 0 where there is no such clock, and the kernel's limit counts.

    The clock's number is what clock_getcpuclockid(3) gives.
    """
    try:
        return time.clock_gettime(~pid << 3 | 2)
    except OSError:
        return 0.0


def _idle(pid: int) -> bool:
    """Whether a process sleeps or is stopped. One that waits for a processor or a disk does neither."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as replies:
            return replies.read().rpartition(b") ")[2][:1] in b"ST"
    except OSError:
        return False
