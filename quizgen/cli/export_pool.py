"""The processes that score questions for a platform and make its items of them, in the order in which the quizzes come."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from quizgen.documents.platform_file import Made
    from quizgen.model import Quiz, ScoredQuestion

ALONE = 100  # questions for which no process is started: that takes as long as they do
AHEAD = 2  # quizzes in memory for each process


class ItemPool:
    """So many processes that make items of quizzes, few quizzes in memory at a time; this one draws and writes meanwhile."""

    def __init__(self, file_format: str, count: int) -> None:
        self.file_format, self.count = file_format, count
        self.executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> ItemPool:
        gc.freeze()  # looking through all that is loaded, for each few questions again, takes a third of the time of drawing
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.executor:
            self.executor.shutdown(wait=True, cancel_futures=kind is not None)
        gc.unfreeze()

    def of(self, quizzes: Iterable[tuple[Quiz, str]]) -> Iterator[tuple[str, list[Made]]]:
        """The items of quizzes, each with its pool ("" for none), after the id of the quiz, in this order."""
        coming: deque[tuple[Quiz, str, Future[list[Made] | None] | None]] = deque()
        alone = 0
        for quiz, pool in quizzes:
            if self.count <= 1 or alone < ALONE:
                alone += len(quiz.variants)
                yield quiz.id, made_items(self.file_format, quiz, pool)
                continue
            coming.append((quiz, pool, self.submitted(quiz, pool)))
            if len(coming) > AHEAD * self.count:
                yield self.finished(*coming.popleft())
        while coming:
            yield self.finished(*coming.popleft())

    def submitted(self, quiz: Quiz, pool: str) -> Future[list[Made] | None] | None:
        """The items of a quiz that another process will make; None: the system has ended one, after which there is none."""
        from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

        if self.executor is None:
            self.executor = ProcessPoolExecutor(self.count, initializer=begin)
        try:
            return self.executor.submit(items_or_none, self.file_format, quiz, pool)
        except BrokenExecutor:
            return None

    def finished(self, quiz: Quiz, pool: str, items: Future[list[Made] | None] | None) -> tuple[str, list[Made]]:
        """The items of a quiz. Where another process could not make them they are made here, where an error is seen in full."""
        try:
            found = items.result() if items else None
        except Exception:  # it was ended by the system, or something in the quiz cannot be sent to it
            found = None
        return quiz.id, made_items(self.file_format, quiz, pool) if found is None else found


def begin() -> None:
    """A process begins: Ctrl-C is for the parent, which ends it; what the parent holds is not looked through for garbage."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()


def items_or_none(file_format: str, quiz: Quiz, pool: str) -> list[Made] | None:
    """The items of a quiz; None on any error."""
    try:
        return made_items(file_format, quiz, pool)
    except Exception:
        return None


def made_items(file_format: str, quiz: Quiz, pool: str) -> list[Made]:
    """The items of a quiz for the platform of this format."""
    from quizgen.documents.platform_file import made
    from quizgen.media import platforms

    platform = platforms()[file_format]
    return [made(platform, question) for question in scored_questions(quiz, pool)]


def scored_questions(quiz: Quiz, pool: str = "") -> Iterator[ScoredQuestion]:
    """The questions of a quiz under their numbers; `pool`: of which a platform draws one."""
    from quizgen.grading.scored import scored

    for number, variant in enumerate(quiz.variants, 1):
        yield scored(variant, f"{quiz.id}.q{number}", pool)
