"""Asks a learner's file, whatever it does: every job comes back as a value or as the reason why not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from types import TracebackType
from typing import Any

import numpy as np

from quizgen.sandbox.codec import KEPT, Said, encode
from quizgen.sandbox.process import Child
from quizgen.sandbox.records import Failure, Job, Limits, Loaded, Result, printable
from quizgen.sandbox.wall import Wall

MOST = 500  # names, and skipped lines, that are listened to
ENDLESS = ("TIMED_OUT", "OUT_OF_MEMORY")


class Session:
    """A submission that can be asked several times, so that a later question may rest on an earlier answer."""

    def __init__(self, source: bytes, limits: Limits, wall: Wall) -> None:
        self._source = source
        self._limits = limits
        self._wall = wall
        self._wall.known.files += 1
        self._child: Child | None = None
        self._known = 0  # jobs that the child knows by number
        self._cautious = False
        self._loaded: Loaded | Failure | None = None
        self._dead: set[str] = set()
        self.output = ""  # the beginning of what was printed; known once the session is over

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._dismiss()

    @property
    def loaded(self) -> Loaded | Failure:
        """What the file defines, or why it cannot be loaded. A file that does not come to an end when it is loaded is
        tried once more for its definitions and constants alone."""
        if self._loaded is None:
            self._loaded = self._load()
            if isinstance(self._loaded, Failure) and self._loaded.verdict in ENDLESS:
                self._cautious = True
                second = self._load()
                self._loaded = second if isinstance(second, Loaded) else self._loaded
        return self._loaded

    def run(self, jobs: Sequence[Job]) -> tuple[Result, ...]:
        """One result for each job. The limits hold for each child, over all its jobs.

        A function that does not come back loses its later jobs (NOT_RUN); the others go on in a new child.
        """
        results: dict[int, Result] = {}
        while waiting := [i for i in range(len(jobs)) if i not in results]:
            if isinstance(self.loaded, Failure):
                return tuple(results.get(i, Result(failure=self.loaded)) for i in range(len(jobs)))
            skipped = [i for i in waiting if jobs[i].function in self._dead]
            for i in skipped:
                results[i] = Result(failure=Failure("NOT_RUN", "was not called again: an earlier call never came back"))
            if asked := [i for i in waiting if i not in results]:
                self._ask(jobs, asked, results)
        return tuple(results[i] for i in range(len(jobs)))

    def _ask(self, jobs: Sequence[Job], asked: Sequence[int], results: dict[int, Result]) -> None:
        """Sends jobs to the child and takes what comes back; if that ends early, it is the next job's doing."""
        if self._child is None and isinstance(failure := self._load(), Failure):
            results |= {i: Result(failure=failure) for i in asked}
            return
        assert self._child is not None
        message = self._wall.known.message([jobs[i] for i in asked], self._known)
        said = self._child.exchange(message, len(asked))
        for i, answer in zip(asked, said, strict=False):
            results[i] = self._result(jobs[i], answer)
        if (ending := self._child.ending) is not None:
            if len(said) < len(asked):
                culprit = asked[len(said)]
                results[culprit] = Result(failure=ending)
                self._dead.add(jobs[culprit].function)
            self._dismiss()

    def _load(self) -> Loaded | Failure:
        """Has a new child load the file; there is none if that fails."""
        self._child = self._wall.child(self._limits)
        self._known = self._wall.known.told
        said = self._child.exchange(encode((np.frombuffer(self._source, np.uint8), self._cautious)), 1)
        answer = said[0].value if said else None
        if isinstance(answer, dict) and "names" in answer:
            return _loaded(answer, len(self._source))
        failure = self._failure(answer) if said else self._child.ending or Failure("CRASHED", "did not load")
        self._dismiss()
        return replace(failure, why=f"could not be called: loading the file {failure.why}")

    def _dismiss(self) -> None:
        if self._child is not None:
            self._child.close()
            self.output = self.output or printable(self._child.printed.decode("utf-8", "replace"), keep="\n\t")
            self._child = None

    def _result(self, job: Job, said: Said) -> Result:
        result = (_given_before if said.common else _given)(job, said)
        return Result(failure=self._failure(said.value)) if result is None else result

    def _failure(self, said: Any) -> Failure:
        if not isinstance(said, dict):
            return Failure("CRASHED", "sent back what is not an answer")
        error, message, line, before = (said.get(key) for key in ("type", "message", "line", "before"))
        name = printable(error)[:80] if isinstance(error, str) else "an error"
        lines = self._source.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        at = line if type(line) is int and 0 < line <= len(lines) else None
        where = f" (line {at}: `{printable(lines[at - 1]).strip()[:120]}`)" if at else ""
        reached = f"was not reached: {printable(before)[:80]} " if isinstance(before, str) and before else ""
        if said.get("memory") is True:
            size = f"{self._limits.memory / (1 << 30):.3g} GiB"
            return Failure("OUT_OF_MEMORY", f"{reached}asked for more than {size} of memory{where}", name, at)
        words = " ".join(printable(message).split())[:500] if isinstance(message, str) else ""
        unfinished = said.get("unfinished") is True
        if said.get("astray") is True:
            return Failure("WRONG", f"{reached}{words}", "", None, unfinished)
        why = f"{reached}raised {name}{': ' if words else ''}{words}{where}"
        verdict = "FORBIDDEN" if said.get("forbidden") is True else "CRASHED"
        return Failure(verdict, why, name, at, unfinished)


def _given(job: Job, said: Said) -> Result | None:
    """What a job gave, None if nothing. Nothing is taken for granted: the far side may have written anything."""
    answer = said.value
    if type(answer) is not list or len(answer) != 1 + job.watch:
        return None
    value = answer[0]
    if isinstance(job.gives, tuple) and not (isinstance(value, tuple) and len(value) == len(job.gives)):
        return None
    if not job.watch:
        return Result(value, common=said.common)
    before, after = job.steps[-1].args, answer[1]
    if not (isinstance(after, tuple) and len(after) == len(before)):
        after = (None,) * len(before)
    pairs = zip(before, after, strict=True)
    changed = tuple(i for i, (ours, theirs) in enumerate(pairs) if _differ(ours, theirs))
    return Result(value, changed=changed, common=said.common)


_given_before = lru_cache(maxsize=KEPT)(_given)


def _loaded(said: dict[str, Any], size: int) -> Loaded:
    """What a file says it defines, as far as it has the form for that."""
    names: dict[str, tuple[str, ...] | None] = {}
    offered = said["names"] if isinstance(said["names"], dict) else {}
    for name, parameters in list(offered.items())[:MOST]:
        texts = isinstance(parameters, tuple) and all(isinstance(p, str) for p in parameters)
        names[printable(name)[:80]] = tuple(printable(p)[:80] for p in parameters) if texts else None
    entries = said.get("skipped") if isinstance(said.get("skipped"), list) else []
    skipped = [
        (entry[0], " ".join(printable(entry[1]).split())[:300])
        for entry in (entries or [])[:MOST]
        if isinstance(entry, list) and [type(part) for part in entry] == [int, str] and 0 < entry[0] <= size + 1
    ]
    return Loaded(names, tuple(skipped))


def _differ(ours: Any, theirs: Any) -> bool:
    """Whether an argument came back changed, to the last bit."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() != theirs.keys() or any(_differ(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, (list, tuple)) and isinstance(theirs, (list, tuple)):
        return len(ours) != len(theirs) or any(map(_differ, ours, theirs))
    if isinstance(ours, np.ndarray) and isinstance(theirs, np.ndarray):
        return ours.shape != theirs.shape or ours.dtype != theirs.dtype or ours.tobytes() != theirs.tobytes()
    if isinstance(ours, float) and isinstance(theirs, float):
        return ours != theirs and not (math.isnan(ours) and math.isnan(theirs))
    return type(ours) is not type(theirs) or bool(ours != theirs)
