"""One worker: takes jobs, grades them, and requeues the jobs of workers that have died."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from procrastinate import App, JobContext
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from quizgen.classroom.queue.app import QUEUE, TASK, queue_app
from quizgen.classroom.queue.batch_grader import BatchGrader, GradeFunction
from quizgen.classroom.queue.retries import (
    FORGET_AFTER,
    HEARTBEAT,
    POLL_INTERVAL,
    JobsInHand,
    RetryPolicy,
    requeue_lost_jobs,
)
from quizgen.classroom.tasks import grade_task
from quizgen.errors import UserError
from quizgen.store import Store

GONE = "The database no longer answers. Start the worker again when it does; the job it had is done by others."


def run_worker(
    store: Store,
    clock: Callable[[], datetime],
    report: Callable[[str], None],
    *,
    unsafe: bool = False,
    wait: bool = True,
    grade: GradeFunction = grade_task,
) -> None:
    """Grades what is in the queue until SIGTERM or Ctrl-C, or without `wait` until the queue is empty.

    When it is stopped, it finishes the current submission and gives the rest of the job back. `report` gets a line per job.
    UserError: the store is not on PostgreSQL, or stops answering. NoWall: this machine cannot isolate submitted code.
    """
    grader = BatchGrader(store, grade, clock, report, unsafe)
    try:
        asyncio.run(_run(queue_app(store), grader, wait))
    except ConnectorException as error:
        raise UserError(GONE) from error
    if wait and not grader.stopping.is_set():  # procrastinate stops by itself if a heartbeat cannot be stored
        raise UserError(GONE)


async def _run(app: App, grader: BatchGrader, wait: bool) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_ignore_lost_updates)
    in_hand = JobsInHand()
    with ThreadPoolExecutor(1) as thread:
        in_thread = partial(loop.run_in_executor, thread)

        async def grade(context: JobContext, batch: int) -> None:
            in_hand.start(context.job)
            try:
                await in_thread(grader, batch)
            finally:
                in_hand.end(context.job)

        app.task(name=TASK, queue=QUEUE, retry=RetryPolicy(), pass_context=True)(grade)
        try:
            await in_thread(grader.open)
            async with app.open_async():
                await _work(app, grader, in_hand, wait)
        finally:
            await in_thread(grader.close)


def _ignore_lost_updates(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Ignores that the status of a job could not be updated: others finished it, or it is requeued."""
    if not isinstance(context.get("exception"), ConnectorException):
        loop.default_exception_handler(context)


async def _work(app: App, grader: BatchGrader, in_hand: JobsInHand, wait: bool) -> None:
    worker = Worker(
        app,
        queues=[QUEUE],
        wait=wait,
        delete_jobs="successful",
        install_signal_handlers=False,
        fetch_job_polling_interval=POLL_INTERVAL,
        update_heartbeat_interval=HEARTBEAT,
        stalled_worker_timeout=FORGET_AFTER,
    )
    working = asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]  # procrastinate does not annotate it

    def stop() -> None:
        if not grader.stopping.is_set():  # a second Ctrl-C would interrupt what the first has started
            grader.stopping.set()
            working.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    requeueing = asyncio.create_task(requeue_lost_jobs(app, worker, in_hand))
    try:
        with suppress(asyncio.CancelledError):
            await working
    finally:
        requeueing.cancel()
