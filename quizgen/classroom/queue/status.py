"""What waits, runs and failed."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.classroom.queue.app import QUEUE, engine
from quizgen.store import Store

STATES = {"todo": "waiting", "doing": "running", "failed": "failed"}  # procrastinate's word -> ours


@dataclass(frozen=True)
class State:
    """Jobs, and the submissions of theirs that have no answer yet, by "waiting", "running", "failed"; and refusals."""

    jobs: dict[str, int]
    submissions: dict[str, int]
    refused: tuple[tuple[str, str, str], ...]  # name, student, why it cannot be graded


def state(store: Store) -> State:
    """The queue as it is now."""
    left = store.unanswered_counts()
    jobs, submissions = dict.fromkeys(STATES.values(), 0), dict.fromkeys(STATES.values(), 0)
    with engine(store).open() as app:
        for job in app.job_manager.list_jobs(queue=QUEUE):
            batch, name = job.task_kwargs["batch"], STATES.get(job.status or "")
            assert isinstance(batch, int)
            if name and (batch in left or name != "failed"):  # what failed and was graded later is of no interest
                jobs[name] += 1
                submissions[name] += left.get(batch, 0)
    return State(jobs, submissions, tuple(store.refused()))
