"""Jobs that every file is asked to run: the zygote decodes them once, and its children find them in memory."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from quizgen.sandbox.codec import encode
from quizgen.sandbox.records import Job

MAX_JOBS = 4096  # jobs that a zygote keeps in memory


class PreloadedJobs:
    """The jobs that one zygote keeps. A job is sent to it once a second file is asked to run it."""

    def __init__(self) -> None:
        self.sent = 0  # how many jobs the zygote has, and so its next child
        self.files = 0
        self._frames: WeakKeyDictionary[Job, tuple[bytes, int]] = (
            WeakKeyDictionary()
        )  # with the number of the first file
        self._numbers: WeakKeyDictionary[Job, int] = WeakKeyDictionary()
        self._frames_to_send: list[bytes] = []

    def new_frames(self) -> bytes:
        """The frames to send before the next child starts; from here on they count as sent."""
        frames = b"".join(self._frames_to_send[self.sent :])
        self.sent = len(self._frames_to_send)
        return frames

    def message(self, jobs: Sequence[Job], preloaded: int) -> bytes:
        """The frames for a child with `preloaded` jobs: a list of numbers for those, the job itself for others."""
        frames: list[bytes] = []
        numbers: list[int] = []
        for job in jobs:
            number = self._numbers.get(job, preloaded)
            if number < preloaded:
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
            steps = [[step.kind, step.name, step.on, step.args] for step in job.steps]
            frame = encode((steps, job.gives, job.watch))
            self._frames[job] = frame, file
        elif file != self.files and job not in self._numbers and len(self._frames_to_send) < MAX_JOBS:
            self._numbers[job] = len(self._frames_to_send)
            self._frames_to_send.append(frame)
        return frame
