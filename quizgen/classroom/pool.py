"""Workers that grade side by side. One that dies costs nobody a grade, and a submission at most itself.

Workers are forked before the parent has imported much, so that their walls get ready while it imports and opens the
store; and again where one has died. Forking is safe because the parent has one thread only (the progress bar has none),
and a worker leaves by os._exit, so that nothing of the parent's is closed or written twice.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection, Pipe, wait
from types import TracebackType
from typing import TYPE_CHECKING

from quizgen.classroom.tasks import Outcome, Task, performed
from quizgen.errors import Hopeless
from quizgen.sandbox.records import NoWall

if TYPE_CHECKING:
    from quizgen.sandbox.wall import Wall

SAFE = 1 << 15  # bytes that fit into a pipe with room to spare: a second task may wait there without blocking anybody
TRIES = 2  # a worker may have died of what another program did
FULL = "No process can be started here ({}). Raise the limit (ulimit -u), or end other programs, then try again."
DIED = "the process that graded it died twice ({})"
Judge = Callable[[Task, "Wall"], Outcome]


class Worker:
    """One process that grades, and our end of the pipe to it."""

    def __init__(self, others: Iterable[Worker], unsafe: bool, judge: Judge) -> None:
        self.pipe, theirs = Pipe()
        self.given: deque[Task] = deque()
        self.pid = os.fork()
        if not self.pid:
            try:
                signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, whose end ends this process
                for pipe in (self.pipe, *(other.pipe for other in others)):
                    pipe.close()  # or the others would not hear of the parent's end
                serve(theirs, unsafe, judge)
            finally:
                os._exit(0)
        theirs.close()

    def give(self, task: Task) -> None:
        """Hands it a task; that it died meanwhile is heard when it is listened to."""
        self.given.append(task)
        with suppress(OSError):
            self.pipe.send(task)

    def end(self) -> int:
        """Sees it off: at once if it is at something, and what it started ends with it; its exit status."""
        if self.given:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self.pipe.close()
        return os.waitstatus_to_exitcode(status)


def serve(pipe: Connection, unsafe: bool, judge: Judge) -> None:
    """Grades what comes until nobody asks any more."""
    from quizgen.sandbox.wall import Wall

    with suppress(OSError):  # of the pipe: nobody listens any more
        try:
            with Wall(unsafe=unsafe) as wall:
                import_module("quizgen.submissions")  # with NumPy: as long as the wall takes to get ready
                while True:
                    pipe.send(judge(pipe.recv(), wall))
        except EOFError:
            pass
        except NoWall as error:
            pipe.send(error)
        except Exception:
            pipe.send(traceback.format_exc())


class Pool:
    """Workers, from `with` to its end; the first is hired with the first task, if nobody was before.

    `judge` is what they do with a task.
    """

    def __init__(self, jobs: int = 0, *, unsafe: bool = False, judge: Judge = performed) -> None:
        self._unsafe, self._judge = unsafe, judge
        self._workers: list[Worker] = []
        self._again = deque[Task]()
        self._failures = Counter[int]()
        self.hire(jobs)

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.pipe.close()  # who has nothing to do goes by itself, and ends what it started
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def hire(self, jobs: int) -> None:
        """Sees to it that there are so many workers at least, or as many as the system allows. Hopeless: it allows none."""
        while len(self._workers) < jobs:
            if not hasattr(os, "fork"):  # then there is no wall either, and this one says so
                from quizgen.sandbox.wall import Wall

                Wall(self._unsafe)
            try:
                self._workers.append(Worker(self._workers, self._unsafe, self._judge))
            except OSError as error:
                if self._workers:
                    return
                raise Hopeless(FULL.format(error.strerror)) from error

    def outcomes(self, items: Iterable[Task | Outcome]) -> Iterator[Outcome]:
        """What becomes of the tasks, in the order in which they are done; an outcome among them is handed through.

        Of the items no more are taken than there is work for, so that a class of any size takes the memory of a few files.
        """
        coming = iter(items)
        for item in coming:
            if isinstance(item, Task):
                self._again.append(item)
                self.hire(1)
                break
            yield item
        while True:
            yield from self._handed_out(coming)
            busy = {worker.pipe: worker for worker in self._workers if worker.given}
            if not busy:
                return
            for pipe in wait(list(busy)):
                assert isinstance(pipe, Connection)
                yield from self._heard(busy[pipe])

    def _handed_out(self, coming: Iterator[Task | Outcome]) -> Iterator[Outcome]:
        """Gives every worker a task, and then a second one to wait at its door; what is no task is handed through."""
        for depth in (0, 1):
            for worker in self._workers:
                while len(worker.given) == depth:
                    item = self._again.popleft() if self._again else next(coming, None)
                    if item is None:
                        return
                    if isinstance(item, Outcome):
                        yield item
                    elif depth and len(item.handed.data) > SAFE:
                        self._again.appendleft(item)
                        return
                    else:
                        worker.give(item)

    def _heard(self, worker: Worker) -> Iterator[Outcome]:
        """The outcome that a worker sends, or what follows from its end."""
        try:
            said = worker.pipe.recv()
        except (EOFError, OSError):
            said = None
        if isinstance(said, NoWall):
            raise said
        if isinstance(said, Outcome):
            task = worker.given.popleft()
            yield from self._failed(task, said) if said.fault else (said,)
            return
        self._workers.remove(worker)
        task, *waiting = worker.given
        self._again.extend(waiting)
        fault = said or DIED.format(said_of(worker.end()))
        yield from self._failed(task, Outcome(task.place, fault=fault))
        self.hire(len(self._workers) + 1)

    def _failed(self, task: Task, outcome: Outcome) -> Iterator[Outcome]:
        """A fault of ours: the task is tried once more, then the fault is told."""
        self._failures[task.place] += 1
        if self._failures[task.place] < TRIES:
            self._again.append(task)
        else:
            yield outcome


def said_of(status: int) -> str:
    """An exit status in words."""
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
