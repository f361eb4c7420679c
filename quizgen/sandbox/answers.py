"""The child's end of the answers: each is written as soon as it is there, and the grader is woken once for a round of them.

A pipe keeps what a child has written when the child ends, so no answer is lost to what a later job does. What wakes the
grader is a byte in a second pipe.
"""

from __future__ import annotations

import contextlib
import os
import sys

from quizgen.sandbox.codec import Other, encode

MAX_UNREAD = (
    1 << 14
)  # bytes; a pipe holds 64 KiB, but as little as half of that if each write is a bit over half a page


class Answers:
    """Writes answers to one pipe, and to another a byte each time that the grader has something to read."""

    def __init__(self, answers: int, rounds: int) -> None:
        self._answers, self._rounds = answers, rounds
        self._unread = 0

    def send(self, reply: object) -> None:
        """Writes one answer. The grader is woken first if the pipe might be full with it."""
        with contextlib.suppress(BaseException):  # the file may have replaced stdout by anything
            sys.stdout.flush()
        try:
            frame = encode(reply)
        except BaseException as error:
            frame = encode([Other(f"something that cannot be read ({type(error).__name__})")])
        self._unread += len(frame)
        if self._unread > MAX_UNREAD:
            self.end_round()
        while frame:
            frame = frame[os.write(self._answers, frame) :]

    def end_round(self) -> None:
        """Wakes the grader, if there is anything for it to read. It then reads all that comes, until its round is over."""
        if self._unread:
            self._unread = 0
            os.write(self._rounds, b"\0")
