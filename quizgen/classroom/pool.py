"""Worker processes that grade in parallel. If one dies, its submission is tried again, and the others are graded.

Several workers are forked once the parent has imported what grades, which they share with it, while their sandboxes start,
which are prepared once for all; a single worker before that, so that it imports while the parent opens the store. A worker
is forked again if one has died. Forking is safe because the parent has a single thread (the progress bar has none), and a
worker ends with os._exit, so that nothing of the parent's is closed or written twice.
"""

from __future__ import annotations

import gc
import os
import signal
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection, Pipe, wait
from socket import socket
from subprocess import Popen
from types import TracebackType

from quizgen.classroom.tasks import Outcome, Task, grade_task
from quizgen.errors import FatalUserError
from quizgen.sandbox.records import NoWall
from quizgen.sandbox.wall import Wall, choose_layers, start_zygotes, wait_for

CHECKS = "quizgen.submissions"  # and NumPy with it
PIPE_BYTES = 1 << 15  # surely fit into a pipe: a second task of this size may wait there without blocking the parent
GARBAGE = 20_000  # objects made before a worker looks for cycles among them; grading makes few
ATTEMPTS = 2  # a worker may have died for a reason outside the task
NO_PROCESS = "No process can be started here ({}). Raise the limit (ulimit -u), or end other programs, then try again."
DIED = "the process that graded it died twice ({})"
GradeFunction = Callable[[Task, "Wall"], Outcome]


class Worker:
    """A worker process, and the parent's end of the pipe to it."""

    def __init__(
        self, others: Iterable[Worker], unsafe: bool, grade: GradeFunction, controls: Sequence[socket] = ()
    ) -> None:
        """`controls`: the first is the connection to this worker's zygote, if that was started for it; the others are not for
        it."""
        self.pipe, theirs = Pipe()
        self.assigned: deque[Task] = deque()
        self.pid = os.fork()
        if not self.pid:
            try:
                signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent; this process ends with it
                for pipe in (self.pipe, *(other.pipe for other in others)):
                    pipe.close()  # otherwise the other workers would not notice the end of the parent
                for control in controls[1:]:
                    control.close()  # otherwise a zygote would not notice the end of its worker
                work(theirs, unsafe, grade, *controls[:1])
            finally:
                os._exit(0)
        theirs.close()

    def assign(self, task: Task) -> None:
        """Sends it a task. If it has died, the parent notices when it receives."""
        self.assigned.append(task)
        with suppress(OSError):
            self.pipe.send(task)

    def end(self) -> int:
        """Waits for its end, and kills it (and what it started) if it has a task. Returns its exit status."""
        if self.assigned:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self.pipe.close()
        return os.waitstatus_to_exitcode(status)


def work(pipe: Connection, unsafe: bool, grade: GradeFunction, control: socket | None = None) -> None:
    """The worker process: grades tasks until the parent closes the pipe."""
    with suppress(OSError):  # of the pipe: the parent has ended
        try:
            with Wall(unsafe=unsafe, control=control) as wall:
                gc.set_threshold(GARBAGE)
                import_module(CHECKS)
                gc.freeze()  # what was imported stays, and is not looked through for cycles
                while True:
                    pipe.send(grade(pipe.recv(), wall))
        except EOFError:
            pass
        except NoWall as error:
            pipe.send(error)
        except Exception:
            pipe.send(traceback.format_exc())


class Pool:
    """Worker processes for the length of a `with` block; the first is started with the first task, if not before.

    `grade` is the function that they call for each task.
    """

    def __init__(self, jobs: int = 0, *, unsafe: bool = False, grade: GradeFunction = grade_task) -> None:
        self._unsafe, self._grade = unsafe, grade
        self._workers: list[Worker] = []
        self._retries = deque[Task]()
        self._failures = Counter[int]()
        self._zygotes: Popen[bytes] | None = None  # those that were started for several workers
        self.start(jobs)

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.pipe.close()  # an idle worker then ends, with what it started
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        if self._zygotes is not None:
            wait_for(self._zygotes)

    def start(self, jobs: int) -> None:
        """Starts workers until there are at least `jobs`, or as many as the system allows. FatalUserError: it allows none."""
        if jobs and not hasattr(os, "fork"):  # then there is no sandbox either, and Wall says so
            Wall(self._unsafe)
        controls = self._prepare(jobs) if jobs > 1 and not self._workers else []
        try:
            while len(self._workers) < jobs:
                self._workers.append(Worker(self._workers, self._unsafe, self._grade, controls))
                if controls:
                    controls.pop(0).close()
        except OSError as error:
            if not self._workers:
                raise FatalUserError(NO_PROCESS.format(error.strerror)) from error
        finally:
            for control in controls:
                control.close()

    def _prepare(self, jobs: int) -> list[socket]:
        """Starts the zygotes of several workers and imports what these share; the connections to the zygotes, none where there
        is no sandbox, of which each worker then says why."""
        try:
            self._zygotes, controls = start_zygotes(jobs, choose_layers(self._unsafe))
        except NoWall:
            return []
        import_module(CHECKS)  # takes as long as a zygote takes to start
        gc.freeze()  # what was imported stays, and is not looked through for cycles
        return controls

    def outcomes(self, items: Iterable[Task | Outcome]) -> Iterator[Outcome]:
        """The outcomes of the tasks, in the order in which they are done; outcomes among the items are passed on.

        Items are taken only when a worker needs one, so that a class of any size takes the memory of a few files.
        """
        coming = iter(items)
        for item in coming:
            if isinstance(item, Task):
                self._retries.append(item)
                self.start(1)
                break
            yield item
        while True:
            yield from self._assign(coming)
            busy = {worker.pipe: worker for worker in self._workers if worker.assigned}
            if not busy:
                return
            for pipe in wait(list(busy)):
                assert isinstance(pipe, Connection)
                yield from self._receive(busy[pipe])

    def _assign(self, coming: Iterator[Task | Outcome]) -> Iterator[Outcome]:
        """Gives every worker a task, then a second one that waits in its pipe; outcomes are passed on."""
        for depth in (0, 1):
            for worker in self._workers:
                while len(worker.assigned) == depth:
                    item = self._retries.popleft() if self._retries else next(coming, None)
                    if item is None:
                        return
                    if isinstance(item, Outcome):
                        yield item
                    elif depth and len(item.submission.data) > PIPE_BYTES:
                        self._retries.appendleft(item)
                        return
                    else:
                        worker.assign(item)

    def _receive(self, worker: Worker) -> Iterator[Outcome]:
        """The outcome that a worker sends; if it has died, a new worker and a new attempt."""
        try:
            received = worker.pipe.recv()
        except (EOFError, OSError):
            received = None
        if isinstance(received, NoWall):
            raise received
        if isinstance(received, Outcome):
            task = worker.assigned.popleft()
            yield from self._retry_or_report(task, received) if received.fault else (received,)
            return
        self._workers.remove(worker)
        task, *waiting = worker.assigned
        self._retries.extend(waiting)
        fault = received or DIED.format(describe_status(worker.end()))
        yield from self._retry_or_report(task, Outcome(task.index, fault=fault))
        self.start(len(self._workers) + 1)

    def _retry_or_report(self, task: Task, outcome: Outcome) -> Iterator[Outcome]:
        """After a fault of quizgen's own: the task is tried once more, then the fault is reported."""
        self._failures[task.index] += 1
        if self._failures[task.index] < ATTEMPTS:
            self._retries.append(task)
        else:
            yield outcome


def describe_status(status: int) -> str:
    """An exit status in words."""
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
