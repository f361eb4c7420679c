"""The processes that read scanned pages."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

from quizgen.errors import UserError

if TYPE_CHECKING:
    from quizgen.classroom.scan.records import PageImage
    from quizgen.classroom.scan.scanned_exam import KeptPage

AHEAD = 2  # pages in memory for each process


class Pool:
    """So many processes that read pages, few pages in memory at a time. One is this process itself."""

    def __init__(self, count: int, *given: Any) -> None:
        self.count, self.given = count, given  # what `read_image` takes besides a page
        self.executor: ProcessPoolExecutor | None = None
        self.coming: dict[Future[KeptPage], str] = {}  # and the file of each

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.executor:
            self.executor.shutdown(wait=True, cancel_futures=kind is not None)

    def add(self, image: PageImage, key: str, digest: str) -> Iterator[tuple[str, KeptPage]]:
        """Has a page of a file read; yields those that are done meanwhile, each with its file."""
        from quizgen.documents.exam.scan_job import read_image

        if self.count <= 1:
            yield digest, read_image(image, key, *self.given)
            return
        if self.executor is None:
            self.executor = ProcessPoolExecutor(self.count, initializer=begin, initargs=self.given)
        self.coming[self.executor.submit(work, image, key)] = digest
        if len(self.coming) >= AHEAD * self.count:
            yield from self._done(wait(self.coming, return_when=FIRST_COMPLETED).done)

    def rest(self) -> Iterator[tuple[str, KeptPage]]:
        """The pages that are still being read."""
        yield from self._done(wait(self.coming).done)

    def _done(self, done: set[Future[KeptPage]]) -> Iterator[tuple[str, KeptPage]]:
        for one in done:
            digest = self.coming.pop(one)
            yield digest, result_of(one)


def result_of(one: Future[KeptPage]) -> KeptPage:
    """The page that a worker read. UserError: the system has ended it."""
    try:
        return one.result()
    except BrokenProcessPool as error:
        raise UserError(
            "A process that reads pages has died. What was read is kept: close other programs, and run it again."
        ) from error


WORK: list[Any] = []  # of a worker process: what `read_image` takes besides a page


def begin(*given: Any) -> None:
    """A worker begins: Ctrl-C is for the parent, which ends it."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    WORK[:] = given


def work(image: PageImage, key: str) -> KeptPage:
    """A worker reads a page."""
    from quizgen.documents.exam.scan_job import read_image

    return read_image(image, key, *WORK)
