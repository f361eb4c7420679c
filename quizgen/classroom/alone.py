"""One submission, graded in this process: starting a second one for it would take longer than grading it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from importlib import import_module
from types import TracebackType

from quizgen.classroom.tasks import Outcome, Task, performed


class Alone:
    """Does one task after the other. What takes time besides the file is done side by side with its process.

    `meanwhile` is called once, when that process is on its way.
    """

    def __init__(self, *, unsafe: bool = False, meanwhile: Callable[[], None] = lambda: None) -> None:
        self._unsafe, self._meanwhile = unsafe, meanwhile
        self._open = ExitStack()

    def __enter__(self) -> Alone:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def outcomes(self, items: Iterable[Task | Outcome]) -> Iterator[Outcome]:
        """What becomes of the tasks, in order; an outcome among them is handed through."""
        wall = None
        for item in items:
            if isinstance(item, Outcome):
                yield item
                continue
            if wall is None:
                from quizgen.sandbox.wall import Wall

                wall = self._open.enter_context(Wall(self._unsafe))
                import_module("quizgen.submissions")  # with NumPy: as long as the wall takes to get ready
                self._meanwhile()
            yield performed(item, wall)
