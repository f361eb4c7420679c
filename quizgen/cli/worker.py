"""quizgen worker: grades what is in the queue."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

import click

from quizgen.cli.common import open_store
from quizgen.cli.grade import THREAD_VARIABLES, cores


@click.command("worker")
@click.option(
    "--jobs",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    metavar="N",
    help="Workers to run at once; 0 is one for each core.",
)
@click.option(
    "--unsafe-no-sandbox", "unsafe", is_flag=True, help="Run submissions even where this machine cannot isolate them."
)
def command(jobs: int, unsafe: bool) -> None:
    """Grade what is in the queue, on this machine, until it is stopped.

    Any number of machines may do so. Ctrl-C or SIGTERM finishes the submission at hand and leaves the rest to others;
    what a worker was at when it was killed is taken over by others within ten seconds.
    """
    from quizgen.errors import UserError
    from quizgen.sandbox.records import NoWall
    from quizgen.sandbox.wall import choose_layers

    try:
        choose_layers(unsafe)
    except NoWall as error:
        raise UserError(str(error)) from error
    os.environ.update({name: os.environ.get(name, "1") for name in THREAD_VARIABLES})  # before NumPy is imported
    if jobs == 1:
        work(unsafe)
    else:
        side_by_side(jobs or cores(), lambda: work(unsafe))


def work(unsafe: bool) -> None:
    """One worker, until it is stopped; it prints a line for each job."""
    from datetime import UTC, datetime

    from quizgen.classroom import queue

    with open_store() as store:
        queue.run_worker(store, lambda: datetime.now(UTC), click.echo, unsafe=unsafe)


def side_by_side(count: int, one: Callable[[], None]) -> None:
    """Runs this number of processes, which end when this one does; returns the worst of their exit statuses.

    SIGTERM and Ctrl-C go to all of them, and wait until all have been started. One that has not begun to work ends at once.
    """
    from quizgen.errors import UserError
    from quizgen.sandbox.syscalls import SET_PDEATHSIG, prctl

    stops = (signal.SIGTERM, signal.SIGINT)
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)

    started = []
    for _ in range(count):
        if pid := os.fork():
            started.append(pid)
            continue
        status = 1
        try:
            for sign in stops:
                signal.signal(sign, lambda *_: os._exit(0))  # until the worker is ready to finish what it has begun
            if sys.platform == "linux":
                prctl(SET_PDEATHSIG, signal.SIGTERM)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, stops)
            one()
            status = 0
        except UserError as error:
            click.echo(f"quizgen: {error}", err=True)
            status = 2
        finally:
            os._exit(status)

    def forward_signal(sign: int, _: object) -> None:
        for pid in started:
            with suppress(ProcessLookupError):
                os.kill(pid, sign)

    for sign in stops:
        signal.signal(sign, forward_signal)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, stops)
    statuses = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in started]
    if any(statuses):
        raise SystemExit(max(abs(status) for status in statuses))
