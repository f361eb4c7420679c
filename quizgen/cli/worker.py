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
    Signals are waited for, not handled: a handler that Python runs between two instructions is late for a call that blocks.
    """
    from quizgen.errors import UserError
    from quizgen.sandbox.syscalls import SET_PDEATHSIG, prctl

    stops = {signal.SIGTERM, signal.SIGINT}
    signal.signal(signal.SIGCHLD, lambda *_: None)  # one that is ignored cannot be waited for everywhere
    signal.pthread_sigmask(signal.SIG_BLOCK, {*stops, signal.SIGCHLD})

    started = set()
    for _ in range(count):
        if pid := os.fork():
            started.add(pid)
            continue
        status = 1
        try:
            for sign in (*stops, signal.SIGCHLD):
                signal.signal(sign, signal.SIG_DFL)  # until the worker is ready to finish what it has begun
            if sys.platform == "linux":
                prctl(SET_PDEATHSIG, signal.SIGTERM)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {*stops, signal.SIGCHLD})
            one()
            status = 0
        except UserError as error:
            click.echo(f"quizgen: {error}", err=True)
            status = 2
        finally:
            os._exit(status)

    statuses = set()
    stopped = False
    while started:
        received = signal.sigwait({*stops, signal.SIGCHLD})
        if received in stops:
            stopped = True
            for pid in started:
                with suppress(ProcessLookupError):
                    os.kill(pid, received)
        for pid in tuple(started):
            ended, how = os.waitpid(pid, os.WNOHANG)
            if ended:
                started.remove(pid)
                statuses.add(os.waitstatus_to_exitcode(how))
    if stopped:
        statuses -= {-sign for sign in stops}
    if any(statuses):
        raise SystemExit(max(abs(status) for status in statuses))
