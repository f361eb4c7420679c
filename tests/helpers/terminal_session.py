"""A real process at a terminal of its own, read and typed to as a person would."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time


class TerminalSession:
    """A real process at a terminal of its own, read and typed to as a person would."""

    def __init__(self, *words: str) -> None:
        self.terminal, inside = pty.openpty()
        command = [sys.executable, "-m", "quizgen", *words]
        self.process = subprocess.Popen(
            command, stdin=inside, stdout=inside, stderr=inside, start_new_session=True, preexec_fn=_own_terminal
        )
        os.close(inside)
        self.seen = ""
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")  # a read may end within a character

    def until(self, words: str, times: int = 1) -> None:
        """Reads on until the words have been printed `times` times."""
        deadline = time.monotonic() + 30
        while self.seen.count(words) < times:
            assert time.monotonic() < deadline, f"{words!r} never came:\n{self.seen}"
            if select.select([self.terminal], [], [], 0.2)[0]:
                self.seen += self.decoder.decode(os.read(self.terminal, 65536))

    def type(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def end(self) -> int:
        """Reads to the end; the exit status.

        A signal that falls between Python's look for signals and its wait for input is seen only when the wait ends: as a
        person would, press Ctrl-C again when nothing happens.
        """
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if not select.select([self.terminal], [], [], 3)[0]:
                if "Stopped." not in self.seen:
                    self.type("\x03")
                continue
            try:
                if not (more := os.read(self.terminal, 65536)):
                    break
            except OSError:  # how a terminal says that the other side was closed
                break
            self.seen += self.decoder.decode(more)
        os.close(self.terminal)
        return self.process.wait(30)


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
