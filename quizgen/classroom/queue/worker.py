"""One worker: takes a job, has it graded, and looks after the jobs of workers that have died."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from procrastinate import App
from procrastinate.exceptions import ConnectorException

from quizgen.classroom.queue.app import QUEUE, TASK, engine
from quizgen.classroom.queue.batch_grader import Grading, Judge
from quizgen.classroom.queue.stalled_jobs import FORGET, HEARTBEAT, WATCH, Again, watch
from quizgen.classroom.tasks import performed
from quizgen.errors import UserError
from quizgen.store import Store

GONE = "The database no longer answers. Start the worker again when it does; what it was at is done by others."


def work(
    store: Store,
    clock: Callable[[], datetime],
    told: Callable[[str], None],
    *,
    unsafe: bool = False,
    wait: bool = True,
    judge: Judge = performed,
) -> None:
    """Grades what is in the queue until SIGTERM or Ctrl-C, or without `wait` until there is nothing left.

    The submission at hand is finished then, and the rest of the job is given back. `told` hears one line a job.
    UserError: the store is not on PostgreSQL, or goes away. NoWall: nothing here can hold a strange file in.
    """
    grading = Grading(store, judge, clock, told, unsafe)
    try:
        asyncio.run(_worked(engine(store), grading, wait))
    except ConnectorException as error:
        raise UserError(GONE) from error
    if wait and not grading.stopping.is_set():  # the engine stops by itself when its signs of life cannot be kept
        raise UserError(GONE)


async def _worked(app: App, grading: Grading, wait: bool) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_unheard)
    with ThreadPoolExecutor(1) as thread:
        in_thread = partial(loop.run_in_executor, thread)

        async def grade(batch: int) -> None:
            await in_thread(grading, batch)

        app.task(name=TASK, queue=QUEUE, retry=Again())(grade)
        try:
            await in_thread(grading.open)
            async with app.open_async():
                await _at_work(app, grading, wait)
        finally:
            await in_thread(grading.close)


def _unheard(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What a task failed of and nobody asked: that a job cannot be finished, since others finished it, is no news."""
    if not isinstance(context.get("exception"), ConnectorException):
        loop.default_exception_handler(context)


async def _at_work(app: App, grading: Grading, wait: bool) -> None:
    engine_at_work = asyncio.create_task(
        app.run_worker_async(
            queues=[QUEUE],
            wait=wait,
            delete_jobs="successful",
            install_signal_handlers=False,
            fetch_job_polling_interval=WATCH,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=FORGET,
        )
    )

    def stop() -> None:
        if not grading.stopping.is_set():  # a second Ctrl-C would break off what the first has begun
            grading.stopping.set()
            engine_at_work.cancel()

    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop)
    watching = asyncio.create_task(watch(app))
    try:
        with suppress(asyncio.CancelledError):
            await engine_at_work
    finally:
        watching.cancel()
