"""One child process, from its start to its certain end. How a child is started is decided here and nowhere else."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from quizgen.sandbox.codec import BadFrame, Frames
from quizgen.sandbox.records import Failure, Limits, NoWall

ROOT = str(Path(__file__).resolve().parents[2])
BOOT = (
    "import sys; path, *numbers = sys.argv[1:]; sys.path.insert(0, path)\n"
    "from quizgen.sandbox.child import main; sys.path.remove(path); main(*map(int, numbers))"
)
CHUNK = 1 << 16
GLANCE = 0.1  # seconds between two looks at whether a silent child still lives


class Child:
    """A running child and our ends of its pipes. `ending` is None as long as it can be asked."""

    def __init__(self, limits: Limits) -> None:
        """Starts the process. Raises NoWall where no limits can be set, OSError where no process can be started."""
        if os.name != "posix":
            raise NoWall("Grading code needs Linux or macOS: this system has no way to limit what a process takes.")
        self.limits = limits
        self.ending: Failure | None = None
        self.printed = b""
        self._frames = Frames()
        self._folder = tempfile.TemporaryDirectory(prefix="quizgen-", ignore_cleanup_errors=True)
        jobs, self._jobs = os.pipe()
        self._answers, answers = os.pipe()
        numbers = (jobs, answers, limits.cpu, limits.memory, limits.file)
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", BOOT, ROOT, *map(str, numbers)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(jobs, answers),
            cwd=self._folder.name,
            env=_environment(self._folder.name),
            start_new_session=True,
        )
        os.close(jobs)
        os.close(answers)
        assert self._process.stdout is not None
        self._prints = self._process.stdout.fileno()
        for end in (self._jobs, self._answers, self._prints):
            os.set_blocking(end, False)
        self._until = time.monotonic() + limits.wall

    def exchange(self, message: bytes, wanted: int) -> list[Any]:
        """Sends `message`, reads until `wanted` values have come. Fewer come if it dies; `ending` says of what."""
        values: list[Any] = []
        with selectors.DefaultSelector() as ends:
            ends.register(self._jobs, selectors.EVENT_WRITE)
            ends.register(self._answers, selectors.EVENT_READ)
            ends.register(self._prints, selectors.EVENT_READ)
            while len(values) < wanted and self.ending is None:
                ready = {key.fd for key, _ in ends.select(GLANCE)}
                if self._jobs in ready:
                    message = self._write(message)
                    if not message:
                        ends.unregister(self._jobs)
                if self._prints in ready and not self._drain():
                    ends.unregister(self._prints)
                if self._answers in ready:
                    values += self._read()
                elif not ready and self._process.poll() is not None:
                    self._end(self._obituary())
                elif time.monotonic() > self._until:
                    waited = f"{self.limits.wall:.0f} s"
                    self._end(Failure("TIMED_OUT", f"gave no answer in {waited}: it waits for something"))
        return values[:wanted]

    def _write(self, message: bytes) -> bytes:
        """What is still to be written; nothing once nobody reads."""
        try:
            return message[os.write(self._jobs, message[:CHUNK]) :]
        except BrokenPipeError:
            return b""

    def _drain(self) -> bool:
        """Takes what was printed off its hands, keeps the beginning; False at the end."""
        chunk = os.read(self._prints, CHUNK)
        self.printed += chunk[: self.limits.output - len(self.printed)]
        return bool(chunk)

    def _read(self) -> list[Any]:
        values: list[Any] = []
        chunk = os.read(self._answers, CHUNK)
        if not chunk:
            self._end(self._obituary())
        try:
            for value in self._frames.feed(chunk):
                values.append(value)
        except BadFrame as error:
            self._end(Failure("CRASHED", f"sent back what is not an answer ({error})"))
        return values

    def _obituary(self) -> Failure:
        """What it died of. A status is never proof of success: whoever reads this has already lost the call."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        status = self._process.returncode
        if status is None:
            return Failure("CRASHED", "closed the connection instead of returning")
        if status >= 0:
            return Failure("CRASHED", f"ended the whole program (exit status {status}) instead of returning")
        if -status == signal.SIGXCPU or (-status == signal.SIGKILL and self._cpu_spent()):
            return Failure("TIMED_OUT", f"gave no answer in {self.limits.cpu} s of computing: an endless loop?")
        if -status == signal.SIGKILL:
            return Failure("OUT_OF_MEMORY", "was killed by the system, as it does when memory runs out")
        return Failure("CRASHED", f"was ended by the signal {signal.Signals(-status).name}")

    def _cpu_spent(self) -> bool:
        """Whether a SIGKILL came from the hard CPU limit; then that much wall time has passed at least."""
        return time.monotonic() - (self._until - self.limits.wall) > self.limits.cpu

    def _end(self, failure: Failure) -> None:
        self.ending = failure
        self.close()

    def close(self) -> None:
        """Ends it and every process of its group, and frees what it held. Twice is as good as once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdout is not None and not self._process.stdout.closed:
            with contextlib.suppress(BlockingIOError):
                while self._drain():
                    pass
            self._process.stdout.close()
            os.close(self._jobs)
            os.close(self._answers)
            self._folder.cleanup()


def _environment(folder: str) -> dict[str, str]:
    """All the child is told of the machine. One thread: more cost address space and slow small products down."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder, **threads}
