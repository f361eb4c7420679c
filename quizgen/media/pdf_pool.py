"""Compiles many Typst documents to PDF in worker processes; each ends after some papers, before its caches are large."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import IO

import quizgen
from quizgen.errors import UserError
from quizgen.media.pdf import ACCESSIBLE, pdf_and_boxes
from quizgen.model import Box

CHUNK = 25  # papers of one worker
WORKER = "import sys; sys.path.insert(0, sys.argv[1]); from quizgen.media.pdf_worker import main; main()"
ONE_THREAD = {
    "RAYON_NUM_THREADS": "1"
}  # of Typst: threads within a paper cost a fifth more CPU, and the processes fill the cores
FULL = 74  # the exit status of a worker that could not write
DIED = "A process that makes PDFs has died ({}). What is written stays. Close other programs, then run the same again."
NO_ROOM = "Cannot write to {}: {}. What is written stays. Make room there, then run the same again."


@dataclass(frozen=True)
class Job:
    """A document to compile: what it is called, its Typst source, what that finds in sys.inputs, and the standards of its PDF.

    `files` are pictures that it shows, by their names. With the input "boxes" as "yes" the places of its answers are wanted too.
    """

    name: str
    source: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    standards: tuple[str, ...] = ACCESSIBLE
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Compiled:
    """The PDF of a job, and where its answers are written."""

    name: str
    data: bytes
    boxes: tuple[Box, ...] = ()


def compile_all(jobs: Iterable[Job], processes: int) -> Generator[Compiled, None, None]:
    """The PDF of each job, in order, made by so many processes; jobs are taken as they are needed.

    Raises UserError for words in a script that no font here can set, and when a process has died.
    """
    coming = iter(jobs)
    first = tuple(islice(coming, 2))
    if len(first) == 1:
        yield compiled(first[0])
        return
    coming = chain(first, coming)
    running: deque[Worker] = deque()
    try:
        while some := list(islice(coming, CHUNK)):
            done = running[0].wait() if len(running) >= processes else None
            running.append(Worker(some))
            if done:
                yield from done.results()
                running.popleft().end()
        while running:
            yield from running[0].wait().results()
            running.popleft().end()
    finally:
        for worker in running:
            worker.end()


class Worker:
    """A process that compiles some jobs. It reads and writes files, so that neither side ever waits for the other."""

    def __init__(self, jobs: list[Job]) -> None:
        self.count = len(jobs)
        self.made: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (open until `end`)
        self.said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        try:
            with tempfile.TemporaryFile() as orders:
                pickle.dump(jobs, orders)
                orders.seek(0)
                command = [sys.executable, "-c", WORKER, str(quizgen.HERE.parent)]
                self.process = subprocess.Popen(
                    command, stdin=orders, stdout=self.made, stderr=self.said, env=os.environ | ONE_THREAD
                )
        except OSError as error:
            raise UserError(NO_ROOM.format(tempfile.gettempdir(), error.strerror)) from error

    def wait(self) -> Worker:
        """This worker, when its process has ended."""
        self.process.wait()
        return self

    def results(self) -> Iterator[Compiled]:
        """What it has made; raises what went wrong. To be called when its process has ended."""
        self.made.seek(0)
        for _ in range(self.count):
            try:
                one = pickle.load(self.made)
            except (EOFError, pickle.UnpicklingError):
                raise self.death() from None
            if isinstance(one, Exception):
                raise one
            yield one

    def death(self) -> Exception:
        """The error of a process that has not done its jobs: what it said, or that something ended it."""
        self.said.seek(0)
        said = self.said.read().decode(errors="replace").strip()
        code = self.process.returncode
        if code == FULL:
            return UserError(NO_ROOM.format(tempfile.gettempdir(), "no room is left"))
        return (
            RuntimeError(said) if said and code > 0 else UserError(DIED.format(f"signal {-code}" if code < 0 else code))
        )

    def end(self) -> None:
        """Ends the process, if it runs."""
        self.process.kill()
        self.process.wait()
        self.made.close()
        self.said.close()


def compiled(job: Job) -> Compiled:
    """A job done in this process. Raises the error that names the job."""
    try:
        data, boxes = pdf_and_boxes(job.source, job.inputs, job.standards, job.files)
    except OSError:
        raise
    except UserError as error:
        raise UserError(f"{job.name}: {error}") from None
    except Exception as error:
        raise RuntimeError(f"{job.name} cannot be set: {getattr(error, 'diagnostic', error)}") from error
    return Compiled(job.name, data, tuple(Box(**box) for box in boxes))
