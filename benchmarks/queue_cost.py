"""What the queue costs per submission: jobs are submitted, taken and finished, without grading or storing anything.

python benchmarks/queue_cost.py      (PostgreSQL's server programs must be installed)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "helpers"))

from postgres_server import server

from quizgen.classroom.collect import Submission
from quizgen.classroom.queue import queue_status, run_worker, submit
from quizgen.classroom.queue.batch_grader import BatchGrader
from quizgen.classroom.queue.submit import BATCH_SIZE
from quizgen.classroom.tasks import Task
from quizgen.store import Store

COUNT, ROUNDS = 3000, 7
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def milliseconds(action: Callable[[], object]) -> float:
    """How long an action takes, per submission."""
    began = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - began) / COUNT


def store_only(store: Store, tasks: list[Task]) -> None:
    """Store the same submissions without a job to grade them."""
    for first in range(0, COUNT, BATCH_SIZE):
        store.submit([task.submission for task in tasks[first : first + BATCH_SIZE]], {}, NOW)


def work(store: Store) -> None:
    """Run a worker until nothing is left to do."""
    run_worker(store, lambda: NOW, lambda line: None, wait=False)


def main() -> None:
    BatchGrader.__call__ = lambda self, batch: None  # type: ignore[method-assign]
    tasks = [Task(n, Submission(f"{n}.py", f"student {n}", b"x = %d" % n)) for n in range(COUNT)]
    times: dict[str, list[float]] = {"stored": [], "started": [], "submitted": [], "done": []}
    for _ in range(ROUNDS):
        with Store.open(server().url(server().empty())) as store:
            times["stored"].append(milliseconds(partial(store_only, store, tasks)))
        with Store.open(server().url(server().empty())) as store:
            times["started"].append(milliseconds(partial(work, store)))
            times["submitted"].append(milliseconds(partial(submit, store, tasks, NOW)))
            times["done"].append(milliseconds(partial(work, store)))
            assert not any(queue_status(store).jobs.values())
    stored, started, submitted, done = (median(all_times) for all_times in times.values())
    print(f"{COUNT} submissions in jobs of {BATCH_SIZE}; milliseconds a submission, median of {ROUNDS}")
    print(f"stored, without a job  {stored:.3f}")
    print(f"jobs submitted         {submitted - stored:.3f}")
    print(f"jobs taken and done    {done - started:.3f}")
    print(f"the queue in all       {submitted - stored + done - started:.3f}   aim <= 0.1")


if __name__ == "__main__":
    main()
