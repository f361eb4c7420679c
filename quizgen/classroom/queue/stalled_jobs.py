"""Jobs that nobody is at any more: procrastinate knows them by their worker's silence, and leaves them to us."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

from quizgen.classroom.queue.app import QUEUE

HEARTBEAT = 1.0  # seconds between two signs of life
SILENCE = 4.0  # seconds without one after which a worker's jobs are given to others
WATCH = 1.0  # seconds between two looks for such jobs, and for jobs that were given back
FORGET = 60.0  # seconds without a sign of life after which a worker itself is forgotten
LIVES = 10  # a job that so many workers did not survive is tried no more
TRIES = 2  # a job with faults of ours is tried once more


class Stopped(Exception):
    """The worker was asked to stop: the rest of the job goes to others."""


class Fault(Exception):
    """Something failed that was no fault of what was graded; it was told."""


class Again(BaseRetryStrategy):
    """A job given back is done by others at once; one with faults of ours is tried once more."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        return RetryDecision() if isinstance(exception, Stopped) or job.attempts + 1 < TRIES else None


async def watch(app: App) -> None:
    """Gives the jobs of silent workers to others, for ever.

    Every worker does so; where two are at it at the same moment a job may be done twice, which doubles no grade.
    """
    while True:
        await asyncio.sleep(WATCH)
        for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=SILENCE):
            with suppress(ConnectorException):  # another worker was quicker
                if job.attempts + 1 < LIVES:
                    await app.job_manager.retry_job(job)
                else:
                    await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
