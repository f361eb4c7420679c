"""One worker: takes jobs, grades them, and requeues the jobs of workers that have died."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

import psycopg
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

RECONNECT_FOR = 60.0  # seconds to wait for a database that went away
RECONNECT_INTERVAL = 1.0  # seconds between two attempts to connect
WAITING = f"The database does not answer. Trying again for {RECONNECT_FOR:.0f} seconds."
GONE = "The database no longer answers. Start the worker again when it does; other workers do the job that it had."


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
    asyncio.run(_run(store, BatchGrader(store, grade, clock, report, unsafe), report, wait))


async def _run(store: Store, grader: BatchGrader, report: Callable[[str], None], wait: bool) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_ignore_lost_updates)
    stop = asyncio.Event()

    def request_stop() -> None:
        grader.stopping.set()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, request_stop)
    with ThreadPoolExecutor(1) as thread:
        in_thread = partial(loop.run_in_executor, thread)
        try:
            app = await asyncio.to_thread(queue_app, store)
            await in_thread(grader.open)
            while not await _work(app, partial(in_thread, grader), stop, wait):
                if stop.is_set():
                    raise UserError(GONE)
                report(WAITING)
                app = await _reconnected(store, stop)
        finally:
            await in_thread(grader.close)


async def _work(app: App, grade_batch: Callable[[int], Awaitable[None]], stop: asyncio.Event, wait: bool) -> bool:
    """Works until it is asked to stop, or without `wait` until the queue is empty; False if it stopped for the database."""
    in_hand = JobsInHand()

    async def grade(context: JobContext, batch: int) -> None:
        in_hand.start(context.job)
        try:
            await grade_batch(batch)
        finally:
            in_hand.end(context.job)

    app.task(name=TASK, queue=QUEUE, retry=RetryPolicy(), pass_context=True)(grade)
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
    try:
        async with app.open_async():
            working = asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]  # procrastinate does not annotate it
            helpers = [asyncio.create_task(requeue_lost_jobs(app, worker, in_hand)), asyncio.create_task(stop.wait())]
            try:
                await asyncio.wait([working, helpers[1]], return_when=asyncio.FIRST_COMPLETED)
                working.cancel()  # it then finishes the current submission
                with suppress(asyncio.CancelledError):
                    await working
            finally:
                for helper in helpers:
                    helper.cancel()
    except ConnectorException:
        return False
    return stop.is_set() or not wait  # procrastinate also stops by itself, if a heartbeat cannot be stored


async def _reconnected(store: Store, stop: asyncio.Event) -> App:
    """The app, once the database answers again. UserError if it does not for a minute, or if the worker is asked to stop."""
    end = time.monotonic() + RECONNECT_FOR
    while True:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(stop.wait(), RECONNECT_INTERVAL)
        if stop.is_set() or time.monotonic() > end:
            raise UserError(GONE)
        with suppress(psycopg.OperationalError):
            return await asyncio.to_thread(queue_app, store)


def _ignore_lost_updates(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Ignores that the status of a job could not be updated: others finished it, or it is requeued."""
    if not isinstance(context.get("exception"), ConnectorException):
        loop.default_exception_handler(context)
