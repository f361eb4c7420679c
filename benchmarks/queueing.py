"""What the queue costs a submission: jobs that are handed over, taken and finished, and nothing graded or kept in them.

python benchmarks/queueing.py      (PostgreSQL's server programs must be installed)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

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
    """Of an action, a submission."""
    began = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - began) / COUNT


def kept_alone(store: Store, tasks: list[Task]) -> None:
    """The same submissions kept, without a job to do them."""
    for first in range(0, COUNT, BATCH_SIZE):
        store.submit([task.submission for task in tasks[first : first + BATCH_SIZE]], {}, NOW)


def at_work(store: Store) -> None:
    run_worker(store, lambda: NOW, str, wait=False)


def main() -> None:
    BatchGrader.__call__ = lambda self, batch: None  # type: ignore[method-assign]
    tasks = [Task(n, Submission(f"{n}.py", f"student {n}", b"x = %d" % n)) for n in range(COUNT)]
    times: dict[str, list[float]] = {"kept": [], "begun": [], "handed": [], "done": []}
    for _ in range(ROUNDS):
        with Store.open(server().url(server().empty())) as store:
            times["kept"].append(milliseconds(partial(kept_alone, store, tasks)))
        with Store.open(server().url(server().empty())) as store:
            times["begun"].append(milliseconds(partial(at_work, store)))
            times["handed"].append(milliseconds(partial(submit, store, tasks, NOW)))
            times["done"].append(milliseconds(partial(at_work, store)))
            assert not any(queue_status(store).jobs.values())
    kept, begun, handed, done = (median(all_times) for all_times in times.values())
    print(f"{COUNT} submissions in jobs of {BATCH_SIZE}; milliseconds a submission, median of {ROUNDS}")
    print(f"kept in the database, without a job  {kept:.3f}")
    print(f"jobs handed over with them           {handed - kept:.3f}")
    print(f"jobs taken and finished              {done - begun:.3f}")
    print(f"so the engine costs                  {handed - kept + done - begun:.3f}   aim <= 0.1")


if __name__ == "__main__":
    main()
