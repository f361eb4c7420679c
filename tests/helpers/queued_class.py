"""A class in the queue, and real workers that grade it, for the tests of the queue."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from quizgen.classroom.collect import Submission
from quizgen.classroom.queue import run_worker
from quizgen.classroom.tasks import GradingOptions, Outcome, Task
from quizgen.model import Grade, Mark, Verdict
from quizgen.store import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PLAIN = GradingOptions()
SLOW_WORKER = """
import sys, time
from datetime import UTC, datetime
from quizgen.classroom.queue import app, retries, run_worker, worker
from quizgen.classroom.tasks import Outcome
from quizgen.model import Grade, Mark, Verdict
from quizgen.store import Store

url, seconds, number, reconnect_for = sys.argv[1:]
worker.RECONNECT_FOR = float(reconnect_for)
# Everything is waited for, and everything is tried again, but after a fraction of the usual time.
worker.HEARTBEAT = worker.POLL_INTERVAL = retries.POLL_INTERVAL = worker.RECONNECT_INTERVAL = 0.2
retries.STALLED_AFTER = 1.5
app.CONNECT_TIMEOUT = 1.0

def slowly(task, wall):
    time.sleep(float(seconds))
    mark = Mark("rnn_step.F1", Verdict.RIGHT, 1, 1, typed=number)
    return Outcome(task.index, Grade(task.submission.name, "code", "", task.submission.student, (mark,), digest=task.digest))

with Store.open(url) as store:
    run_worker(store, lambda: datetime.now(UTC), lambda line: print(line, flush=True), grade=slowly)
"""


def full_marks(task: Task, wall: object) -> Outcome:
    """A grade with full marks for every task."""
    mark = Mark("rnn_step.F1", Verdict.RIGHT, 1, 1)
    grade = Grade(task.submission.name, "code", "", task.submission.student, (mark,), digest=task.digest)
    return Outcome(task.index, grade)


def class_of(count: int, options: GradingOptions = PLAIN, quiz: str = "") -> list[Task]:
    """A number of tasks, each of another student."""
    submissions = [Submission(f"{n:03}.py", f"student {n}", b"x = %d" % n) for n in range(count)]
    return [Task(n, submission, options, quiz) for n, submission in enumerate(submissions)]


def grade_here(store: Store, grade: Callable[[Task, object], Outcome] = full_marks) -> list[str]:
    """Grades what is in the queue in this process; returns the lines that the worker reports."""
    lines: list[str] = []
    run_worker(store, lambda: NOON, lines.append, wait=False, grade=grade)
    return lines


def all_answered(store: Store) -> bool:
    """Whether every submission in the queue has its answer."""
    return not store.unanswered_counts()


def each_graded_once(store: Store, tasks: list[Task]) -> bool:
    """Whether each submission has exactly one grade."""
    return sorted(r.grade.source for r in store.grades()) == sorted(task.submission.name for task in tasks)


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    """Waits for a condition, for a limited number of seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


class Workers:
    """Worker processes on one database, which give full marks."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.started: list[subprocess.Popen[str]] = []

    def start(self, seconds: float = 0.0, reconnect_for: float = 60.0) -> subprocess.Popen[str]:
        """Starts one that takes a number of seconds per submission; its marks have its own number as what was typed."""
        arguments = [self.url, str(seconds), str(len(self.started)), str(reconnect_for)]
        command = [sys.executable, "-c", SLOW_WORKER, *arguments]
        self.started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return self.started[-1]

    def kill(self) -> None:
        """Kills all that still run."""
        for process in self.started:
            process.kill()
            process.communicate(timeout=30)
