"""The grading of a job, in a thread of its own, so that the worker's loop goes on saying that it lives.

It is always the same thread, since what the wall starts ends with the thread that started it. Each grade is kept in a
transaction of its own and once for ever, so a job that is done twice, or taken over from a worker that was only slow,
doubles nothing.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from quizgen.classroom.collect import Handed
from quizgen.classroom.queue.stalled_jobs import Fault, Stopped
from quizgen.classroom.tasks import Asking, Outcome, Task
from quizgen.errors import UserError
from quizgen.sandbox.wall import Wall
from quizgen.store import Store
from quizgen.store.submissions import PendingSubmission

Judge = Callable[[Task, Wall], Outcome]


class Grading:
    """Grades batches behind a wall and keeps what comes of it; `told` hears a line a job, and why one failed."""

    def __init__(
        self, store: Store, judge: Judge, clock: Callable[[], datetime], told: Callable[[str], None], unsafe: bool
    ) -> None:
        self._store, self._judge, self._clock, self._told = store, judge, clock, told
        self._unsafe = unsafe
        self._wall: Wall | None = None
        self.stopping = threading.Event()

    def open(self) -> None:
        """Starts the wall. NoWall where there can be none."""
        self._wall = Wall(unsafe=self._unsafe)

    def close(self) -> None:
        """Ends what the wall started."""
        if self._wall:
            self._wall.close()

    def __call__(self, batch: int) -> None:
        """Grades what is left of a batch. Stopped where others have to go on, Fault where something of ours failed."""
        began, counts = time.monotonic(), Counter[str]()
        try:
            for one in self._store.pending(batch):
                if self.stopping.is_set():
                    raise Stopped
                counts[self._answered(one)] += 1
        except Stopped:
            counts["given back"] = len(self._store.pending(batch))
            raise
        except UserError as error:  # the database: it is locked, full, gone
            self._told(str(error))
            raise Fault from error
        except Exception:
            self._told(traceback.format_exc())
            raise
        finally:
            said = ", ".join(f"{count} {what}" for what, count in counts.most_common()) or "nothing left to do"
            self._told(f"job {batch}: {said} ({time.monotonic() - began:.1f} s)")
        if counts["failed"]:
            raise Fault

    def _answered(self, one: PendingSubmission) -> str:
        """Grades one submission and keeps its answer; what became of it."""
        assert self._wall is not None
        outcome = self._judge(task_of(one), self._wall)
        if outcome.grade:
            mine = self._store.append(outcome.grade, self._clock(), submission=one.id)
            return "graded by others meanwhile" if mine is None else "graded"
        if outcome.fault:
            self._told(f"{one.name}: {outcome.fault}")
            return "failed"
        self._store.refuse(one.id, outcome.why, self._clock())
        return "not to be graded"


def task_of(one: PendingSubmission) -> Task:
    """A submission as it was handed over."""
    asked: dict[str, Any] = {**one.settings, "functions": tuple(one.settings["functions"])}
    quiz = asked.pop("quiz")
    return Task(one.id, Handed(one.name, one.student, one.data), Asking(**asked), quiz)
