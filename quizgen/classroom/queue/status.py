"""What is in the queue: how many jobs and submissions wait, run or failed."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.classroom.queue.app import QUEUE, queue_app
from quizgen.store import Store

STATUS_NAMES = {"todo": "waiting", "doing": "running", "failed": "failed"}  # procrastinate's name -> ours


@dataclass(frozen=True)
class QueueStatus:
    """Numbers of jobs, and of their submissions without an answer, by "waiting", "running", "failed"; and refusals."""

    jobs: dict[str, int]
    submissions: dict[str, int]
    refused: tuple[tuple[str, str, str], ...]  # name, student, why it cannot be graded


def queue_status(store: Store) -> QueueStatus:
    """The queue as it is now."""
    unanswered = store.unanswered_counts()
    jobs, submissions = dict.fromkeys(STATUS_NAMES.values(), 0), dict.fromkeys(STATUS_NAMES.values(), 0)
    with queue_app(store).open() as app:
        for job in app.job_manager.list_jobs(queue=QUEUE):
            batch, name = job.task_kwargs["batch"], STATUS_NAMES.get(job.status or "")
            assert isinstance(batch, int)
            if name and (batch in unanswered or name != "failed"):  # not what failed first and was graded later
                jobs[name] += 1
                submissions[name] += unanswered.get(batch, 0)
    return QueueStatus(jobs, submissions, tuple(store.refused()))
