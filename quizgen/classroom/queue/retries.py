"""Which jobs run again: those that failed for a passing reason, and those that no worker is working on any more."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.worker import Worker

from quizgen.classroom.queue.app import QUEUE

HEARTBEAT = 1.0  # seconds between two heartbeats of a worker
STALLED_AFTER = 4.0  # seconds without a heartbeat after which a worker's jobs go to others
POLL_INTERVAL = 1.0  # seconds between two searches for such jobs, and for new ones
FORGET_AFTER = 60.0  # seconds without a heartbeat after which a worker's row is deleted
MAX_RUNS = 10  # a job that was interrupted so often is not tried again
MAX_FAULTS = 2  # a job with faults of quizgen's own is tried once more


class Stopped(Exception):
    """The worker was asked to stop: the rest of the job goes to others."""


class DatabaseFailed(Exception):
    """The store could not be read or written, and the worker has reported why."""


class OurFault(Exception):
    """The grading of a submission failed by a fault of quizgen's own, and the worker has reported it."""


class RetryPolicy(BaseRetryStrategy):
    """A job that was given back runs again at once; one that failed runs again later, a limited number of times."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, Stopped):
            return RetryDecision()
        if isinstance(exception, DatabaseFailed):
            return RetryDecision(retry_in={"seconds": 1}) if job.attempts + 1 < MAX_RUNS else None
        return RetryDecision() if job.attempts + 1 < MAX_FAULTS else None


class JobsInHand:
    """The ids of the jobs that this worker is working on."""

    def __init__(self) -> None:
        self._ids: set[int | None] = set()
        self._orphans: set[tuple[int | None, int]] = set()

    def start(self, job: Job) -> None:
        """The worker starts a job."""
        self._ids.add(job.id)

    def end(self, job: Job) -> None:
        """The worker has done a job, and is about to record so."""
        self._ids.discard(job.id)

    def orphans(self, running: list[Job]) -> list[Job]:
        """Of the jobs that the database says this worker runs, those that it does not, nor did at the last call.

        That is so if the database was away when the end, or the start, of a job was to be recorded. A job that has just ended
        may look so once, until its end is recorded.
        """
        before, found = self._orphans, [job for job in running if job.id not in self._ids]
        self._orphans = {(job.id, job.attempts) for job in found}
        return [job for job in found if (job.id, job.attempts) in before]


async def requeue_lost_jobs(app: App, worker: Worker, in_hand: JobsInHand) -> None:
    """Puts jobs of silent workers, and this worker's own that it is not working on, back into the queue; runs for ever.

    Every worker does so. If two do so at the same moment, a job may run twice, which duplicates no grade.
    """
    while True:
        await asyncio.sleep(POLL_INTERVAL)
        try:
            jobs = app.job_manager
            lost = list(await jobs.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED_AFTER))
            if worker.worker_id is not None:
                own = await jobs.list_jobs_async(queue=QUEUE, status="doing", worker_id=worker.worker_id)
                lost += in_hand.orphans(list(own))
        except ConnectorException:  # the database is away: look again later
            continue
        for job in lost:
            with suppress(ConnectorException):  # another worker was quicker
                await requeue(app, job)


async def requeue(app: App, job: Job) -> None:
    """Puts a job back into the queue, or marks it as failed if it was interrupted too often."""
    if job.attempts + 1 < MAX_RUNS:
        await app.job_manager.retry_job(job)
    else:
        await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
