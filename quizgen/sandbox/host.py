"""The grader's side of the sandbox: runs jobs in a learner's file, each with a value or the reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from types import TracebackType
from typing import Any

import numpy as np

from quizgen.sandbox.codec import MEMO_RESULTS, Decoded, encode
from quizgen.sandbox.old_numpy import REMOVED
from quizgen.sandbox.process import WAITING, Child
from quizgen.sandbox.records import Failure, Job, Limits, Loaded, Outline, Result, printable
from quizgen.sandbox.source import Source
from quizgen.sandbox.stand_ins import LIBRARIES
from quizgen.sandbox.wall import Wall

MAX_NAMES = 500  # names, and skipped lines, that are read of what a file reports
ENDED_BY_LIMIT = ("TIMED_OUT", "OUT_OF_MEMORY")
MAX_WAITING = 2  # functions that may wait, and compute nothing, for as long as the limits say
SHORT_WAIT = 0.2  # seconds that the others may
APART = 0.5  # seconds of CPU of a new child for jobs of which nothing remains
WHY_SHORT = f". It had {SHORT_WAIT} s for that, since two functions of this file had waited before"


class Session:
    """A submission that runs jobs in several rounds, so that later jobs may depend on earlier results."""

    def __init__(self, source: Source | bytes, limits: Limits, wall: Wall) -> None:
        self.source = source if isinstance(source, Source) else Source(source)
        self._limits = limits
        self._wall = wall
        self._wall.preloaded.files += 1
        self._child: Child | None = None
        self._preloaded = 0  # how many jobs the child can be asked by number
        self._cautious = False
        self._loaded: Loaded | Failure | None = None
        self._hung: set[str] = set()
        self._waiting = 0  # functions that waited and computed nothing
        self.output = ""  # the beginning of what was printed; known once the session is over

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close_child()

    @property
    def loaded(self) -> Loaded | Failure:
        """What the file defines, or why it cannot be loaded.

        A file that reaches a limit while it is loaded is loaded again with its definitions and constants alone."""
        if self._loaded is None:
            self._loaded = self._load()
            if isinstance(self._loaded, Failure) and self._loaded.verdict in ENDED_BY_LIMIT:
                self._cautious = True
                second = self._load()
                self._loaded = second if isinstance(second, Loaded) else self._loaded
        return self._loaded

    def outline(self) -> Outline | Failure:
        """The statements of the program, or why they cannot be known. Nothing of the file is run."""
        self._child = self._wall.child(self._limits)
        try:
            replies = self._child.exchange(self._first_frame(only_outline=True), 1)
            if not replies:
                ending = self._child.ending or Failure("CRASHED", "could not be read")
                slow = replace(ending, why=f"takes more than {self._limits.cpu:g} s to read")
                return slow if ending.verdict == "TIMED_OUT" else ending
            return _outline(replies[0].value) or self._failure(replies[0].value)
        finally:
            self._close_child()

    def run(self, jobs: Sequence[Job]) -> tuple[Result, ...]:
        """One result for each job. The limits hold for each child, over all its jobs.

        A function that does not come back loses its later jobs (NOT_RUN); the others go on in a new child.
        """
        results: dict[int, Result] = {}
        while waiting := [i for i in range(len(jobs)) if i not in results]:
            if isinstance(self.loaded, Failure):
                return tuple(results.get(i, Result(failure=self.loaded)) for i in range(len(jobs)))
            too_many = len(self._hung) >= self._limits.hung
            skipped = [i for i in waiting if too_many or jobs[i].function in self._hung]
            for i in skipped:
                results[i] = Result(failure=Failure("NOT_RUN", "was not called again: an earlier call never came back"))
            if asked := [i for i in waiting if i not in results]:
                self._ask(jobs, asked, results)
        return tuple(results[i] for i in range(len(jobs)))

    def run_apart(self, jobs: Sequence[Job]) -> tuple[Result, ...]:
        """The same, and nothing of it remains: neither what a function changed nor that it did not come back."""
        before = self._hung, self._waiting, self._limits
        self._hung = set()
        self._limits = replace(self._limits, cpu=min(self._limits.cpu, APART), idle=min(self._limits.idle, SHORT_WAIT))
        try:
            return self.run(jobs)
        finally:
            self._close_child()
            self._hung, self._waiting, self._limits = before

    def _ask(self, jobs: Sequence[Job], asked: Sequence[int], results: dict[int, Result]) -> None:
        """Sends jobs to the child and reads its replies; if they end early, the next job is the cause."""
        if self._child is None and isinstance(failure := self._load(), Failure):
            results |= {i: Result(failure=failure) for i in asked}
            return
        assert self._child is not None
        message = self._wall.preloaded.message([jobs[i] for i in asked], self._preloaded)
        replies = self._child.exchange(message, len(asked))
        for i, answer in zip(asked, replies, strict=False):
            results[i] = self._result(jobs[i], answer)
        if (ending := self._child.ending) is not None:
            if len(replies) < len(asked):
                cause = asked[len(replies)]
                results[cause] = Result(failure=ending)
                self._hung.add(jobs[cause].function)
                self._waiting += ending.why.startswith(WAITING)
                if self._waiting == MAX_WAITING:
                    self._limits = replace(self._limits, idle=SHORT_WAIT, why_short=WHY_SHORT)
            self._close_child()

    def _first_frame(self, *, only_outline: bool) -> bytes:
        modules = {path: np.frombuffer(data, np.uint8) for path, data in self.source.modules.items()}
        text = b"\n".join([self.source.text, *self.source.modules.values()]) if only_outline else self.source.text
        cells = [(cell.number, cell.first_line, cell.executed) for cell in self.source.cells]
        borders = np.array(cells, np.int64).reshape(-1, 3)
        more = (modules,) if modules and not only_outline else ()
        return encode((np.frombuffer(text, np.uint8), borders, self._cautious, only_outline, *more))

    def _load(self) -> Loaded | Failure:
        """Has a new child load the file; closes the child if that fails."""
        self._child = self._wall.child(self._limits)
        self._preloaded = self._wall.preloaded.sent
        replies = self._child.exchange(self._first_frame(only_outline=False), 1)
        answer = replies[0].value if replies else None
        if isinstance(answer, dict) and "names" in answer:
            return _loaded(answer, self.source)
        failure = self._failure(answer) if replies else self._child.ending or Failure("CRASHED", "did not load")
        self._close_child()
        return replace(failure, why=f"could not be called: loading the file {failure.why}")

    def _close_child(self) -> None:
        if self._child is not None:
            self._child.close()
            self.output = self.output or printable(self._child.printed.decode("utf-8", "replace"), keep="\n\t")
            self._child = None

    def _result(self, job: Job, reply: Decoded) -> Result:
        result = (_result_memo if reply.common else _result_of)(job, reply)
        return Result(failure=self._failure(reply.value)) if result is None else result

    def _failure(self, reply: Any) -> Failure:
        if not isinstance(reply, dict):
            return Failure("CRASHED", "sent back what is not an answer")
        error, message, line, before = (reply.get(key) for key in ("type", "message", "line", "before"))
        name = printable(error)[:80] if isinstance(error, str) else "an error"
        module = file if isinstance(file := reply.get("file"), str) else ""
        lines = self.source.lines(module) if not module or module in self.source.modules else []
        at = line if type(line) is int and 0 < line <= len(lines) else None
        place = self.source.place(at, module) if at else ""
        statement = self.source.statement(at, module) if at else ""
        at = None if module else at
        reached = f"was not reached: {printable(before)[:80]} " if isinstance(before, str) and before else ""
        if reply.get("memory") is True:
            size = f"{self._limits.memory / (1 << 30):.3g} GiB"
            failure = Failure("OUT_OF_MEMORY", "", name, at, False, place, statement)
            return replace(failure, why=f"{reached}asked for more than {size} of memory{failure.where}")
        words = " ".join(printable(message).split())[:500] if isinstance(message, str) else ""
        unfinished = reply.get("unfinished") is True
        if reply.get("broken_reference") is True:
            return Failure("WRONG", f"{reached}{words}", "", None, unfinished)
        verdict = "FORBIDDEN" if reply.get("forbidden") is True else "CRASHED"
        failure = Failure(verdict, "", name, at, unfinished, place, statement)
        return replace(failure, why=f"{reached}raised {name}{': ' if words else ''}{words}{failure.where}")


def _result_of(job: Job, reply: Decoded) -> Result | None:
    """What a job gave; None if the reply has another form. The child may have written anything."""
    answer = reply.value
    if type(answer) is not list or len(answer) != 1 + job.watch:
        return None
    value = answer[0]
    if isinstance(job.gives, tuple) and not (isinstance(value, tuple) and len(value) == len(job.gives)):
        return None
    if not job.watch:
        return Result(value, common=reply.common)
    before, after = job.steps[-1].args, answer[1]
    if not (isinstance(after, tuple) and len(after) == len(before)):
        after = (None,) * len(before)
    pairs = zip(before, after, strict=True)
    changed = tuple(i for i, (ours, theirs) in enumerate(pairs) if _differs(ours, theirs))
    return Result(value, changed=changed, common=reply.common)


_result_memo = lru_cache(maxsize=MEMO_RESULTS)(_result_of)


def _loaded(reply: dict[str, Any], source: Source) -> Loaded:
    """What a file says it defines, as far as the reply has the right form."""
    names: dict[str, tuple[str, ...] | None] = {}
    offered = reply["names"] if isinstance(reply["names"], dict) else {}
    for name, parameters in list(offered.items())[:MAX_NAMES]:
        texts = isinstance(parameters, tuple) and all(isinstance(p, str) for p in parameters)
        names[printable(name)[:80]] = tuple(printable(p)[:80] for p in parameters) if texts else None
    last = source.size + 1
    skipped = [(line, _words(why)) for line, why in _entries(reply.get("skipped"), int, str) if 0 < line <= last]
    beside = [
        (file, line, _words(why))
        for file, line, why in _entries(reply.get("beside"), str, int, str)
        if file in source.modules and 0 < line <= last
    ]
    old = [
        (name, line, file)
        for name, line, file in _entries(reply.get("old_numpy"), str, int, str)
        if name in REMOVED and 0 < line <= last and (not file or file in source.modules)
    ]
    unfinished = [(printable(n)[:80], at) for n, at in _entries(reply.get("unfinished"), str, int) if 0 < at <= last]
    stand_ins = tuple(dict.fromkeys(name for name in _texts(reply.get("stand_ins")) if name in LIBRARIES))
    helpers = tuple(_words(name)[:80] for name in _texts(reply.get("helpers")))
    return Loaded(names, tuple(skipped), tuple(beside), stand_ins, helpers, tuple(old), tuple(unfinished))


def _entries(found: Any, *types: type) -> list[Any]:
    """Those of a list's entries that are lists of these types."""
    entries = found[:MAX_NAMES] if isinstance(found, list) else []
    return [one for one in entries if isinstance(one, list) and [type(part) for part in one] == [*types]]


def _texts(found: Any) -> list[str]:
    return [one for one in found[:MAX_NAMES] if isinstance(one, str)] if isinstance(found, list) else []


def _words(text: str) -> str:
    return " ".join(printable(text).split())[:300]


def _outline(reply: Any) -> Outline | None:
    """The statements that a child found; None if the reply has another form."""
    if not (isinstance(reply, dict) and reply.keys() == {"functions", "statements", "owners"}):
        return None
    names, numbers, owners = reply["functions"], reply["statements"], reply["owners"]
    arrays = all(isinstance(one, np.ndarray) and one.dtype == np.int64 and one.ndim == 1 for one in (numbers, owners))
    if not (arrays and len(numbers) == len(owners) and isinstance(names, list)):
        return None
    if not all(isinstance(name, str) for name in names) or not ((owners >= 0) & (owners < len(names))).all():
        return None
    order = np.argsort(owners, kind="stable")
    groups = np.split(numbers[order], np.searchsorted(owners[order], np.arange(1, len(names))))
    found: dict[str, frozenset[int]] = {}
    for name, group in zip(names, groups, strict=False):
        shown = printable(name)
        found[shown] = found.get(shown, frozenset()) | frozenset(group.tolist())
    return Outline(found)


def _differs(ours: Any, theirs: Any) -> bool:
    """Whether an argument was changed, to the last bit."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() != theirs.keys() or any(_differs(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, (list, tuple)) and isinstance(theirs, (list, tuple)):
        return len(ours) != len(theirs) or any(map(_differs, ours, theirs))
    if isinstance(ours, np.ndarray) and isinstance(theirs, np.ndarray):
        return ours.shape != theirs.shape or ours.dtype != theirs.dtype or ours.tobytes() != theirs.tobytes()
    if isinstance(ours, float) and isinstance(theirs, float):
        return ours != theirs and not (math.isnan(ours) and math.isnan(theirs))
    return type(ours) is not type(theirs) or bool(ours != theirs)
