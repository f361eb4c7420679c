"""Jobs that are asked of one file after the other: a zygote reads them once, and its children find them in memory."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from quizgen.sandbox.codec import encode
from quizgen.sandbox.records import Job

MOST = 4096  # jobs that a zygote keeps


class Known:
    """What one zygote has been told. A job is worth telling once a second file is asked it."""

    def __init__(self) -> None:
        self.told = 0  # how many jobs the zygote has read, so how many its next child knows
        self.files = 0
        self._frames: WeakKeyDictionary[Job, tuple[bytes, int]] = WeakKeyDictionary()  # with the file asked first
        self._numbers: WeakKeyDictionary[Job, int] = WeakKeyDictionary()
        self._worth: list[bytes] = []

    def untold(self) -> bytes:
        """The frames to be told before the next child; from here on they count as told."""
        frames = b"".join(self._worth[self.told :])
        self.told = len(self._worth)
        return frames

    def message(self, jobs: Sequence[Job], known: int) -> bytes:
        """The frames that ask a child which knows that many: a list of numbers for what it knows, else the job."""
        frames: list[bytes] = []
        numbers: list[int] = []
        for job in jobs:
            number = self._numbers.get(job, known)
            if number < known:
                numbers.append(number)
                continue
            if numbers:
                frames.append(encode(numbers))
                numbers = []
            frames.append(self._frame(job))
        return b"".join([*frames, encode(numbers)] if numbers else frames)

    def _frame(self, job: Job) -> bytes:
        frame, file = self._frames.get(job, (b"", self.files))
        if not frame:
            steps = [(step.kind, step.name, step.on, step.args) for step in job.steps]
            frame = encode((steps, job.gives, job.watch))
            self._frames[job] = frame, file
        elif file != self.files and job not in self._numbers and len(self._worth) < MOST:
            self._numbers[job] = len(self._worth)
            self._worth.append(frame)
        return frame
