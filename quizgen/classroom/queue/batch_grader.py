"""Grades the submissions of a job, in a thread of its own, so that the worker's event loop keeps sending heartbeats.

It is always the same thread, because the processes of a sandbox end with the thread that started them. Each grade is stored
in a transaction of its own, and only if the submission has no answer yet. So a job that runs twice, or that is taken over
from a slow worker, duplicates nothing.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from quizgen.classroom.collect import Submission
from quizgen.classroom.course.course_appender import CourseAppender
from quizgen.classroom.queue.retries import DatabaseFailed, OurFault, Stopped
from quizgen.classroom.tasks import GradingOptions, Outcome, Task
from quizgen.errors import UserError
from quizgen.sandbox.wall import Wall
from quizgen.store import Store
from quizgen.store.submissions import PendingSubmission

GradeFunction = Callable[[Task, Wall], Outcome]


class BatchGrader:
    """Grades batches in a sandbox and stores the grades; `report` gets a line per job, and the reason if one failed."""

    def __init__(
        self,
        store: Store,
        grade: GradeFunction,
        clock: Callable[[], datetime],
        report: Callable[[str], None],
        unsafe: bool,
    ) -> None:
        self._store, self._grade, self._clock, self._report = store, grade, clock, report
        self._append = CourseAppender(store)
        self._unsafe = unsafe
        self._wall: Wall | None = None
        self.stopping = threading.Event()

    def open(self) -> None:
        """Starts the sandbox. NoWall if this machine has none."""
        self._wall = Wall(unsafe=self._unsafe)

    def close(self) -> None:
        """Ends the sandbox and its processes."""
        if self._wall:
            self._wall.close()

    def __call__(self, batch: int) -> None:
        """Grades the submissions of a batch that have no answer yet.

        Stopped: another worker has to go on. DatabaseFailed: the store could not be read or written. OurFault: a grading failed.
        """
        start, counts = time.monotonic(), Counter[str]()
        try:
            for submission in self._store.pending(batch):
                if self.stopping.is_set():
                    raise Stopped
                counts[self._answer(submission)] += 1
            if counts["failed"]:
                raise OurFault
        except Stopped:
            counts["given back"] = len(self._store.pending(batch))
            raise
        except UserError as error:  # the database is locked, full or gone
            self._report(str(error))
            raise DatabaseFailed from error
        except OurFault:
            raise
        except Exception:
            self._report(traceback.format_exc())
            raise
        finally:
            summary = ", ".join(f"{count} {result}" for result, count in counts.most_common()) or "nothing left to do"
            self._report(f"job {batch}: {summary} ({time.monotonic() - start:.1f} s)")

    def _answer(self, submission: PendingSubmission) -> str:
        """Grades one submission and stores its grade, or why there is none; returns the result in words."""
        assert self._wall is not None
        outcome = self._grade(task_of(submission), self._wall)
        if outcome.grade:
            _, number = self._append(outcome.grade, self._clock(), submission=submission.id, content=outcome.content)
            return "graded by others meanwhile" if number is None else "graded"
        if outcome.fault:
            self._report(f"{submission.name}: {outcome.fault}")
            return "failed"
        self._store.refuse(submission.id, outcome.why, self._clock())
        return "not to be graded"


def task_of(submission: PendingSubmission) -> Task:
    """The task of a queued submission."""
    settings: dict[str, Any] = {**submission.settings, "functions": tuple(submission.settings["functions"])}
    quiz, assignment = settings.pop("quiz"), settings.pop("assignment", "")
    work = Submission(submission.name, submission.student, submission.data, submission.submitted_at)
    return Task(submission.id, work, GradingOptions(**settings), quiz, assignment)
