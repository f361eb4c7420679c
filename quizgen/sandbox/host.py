"""Asks the learner's functions, whatever they do: every call comes back as a value or as the reason why not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any

import numpy as np

from quizgen.sandbox.codec import encode
from quizgen.sandbox.process import Child
from quizgen.sandbox.records import Call, Failure, Limits, Report, Result, printable


def run(source: bytes, calls: Sequence[Call], limits: Limits | None = None) -> Report:
    """Loads `source` in a child process and makes `calls` there, in order, each with fresh copies of its arguments.

    A function that does not come back loses its later calls (NOT_RUN); the others go on in a new child. Raises NoWall
    where no limits can be set.
    """
    with Session(source, limits or Limits()) as session:
        results = session.run(calls)
    return Report(results, session.output)


class Session:
    """A submission that can be asked several times, so that a later question may rest on an earlier answer."""

    def __init__(self, source: bytes, limits: Limits) -> None:
        self._source = source
        self._lines = source.decode("utf-8", "replace").splitlines()
        self._limits = limits
        self._child: Child | None = None
        self._unloadable: Failure | None = None
        self._dead: set[str] = set()
        self.output = ""  # the beginning of what was printed; known once the session is over

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._dismiss()

    def run(self, calls: Sequence[Call]) -> tuple[Result, ...]:
        """One result for each call. The limits of `Limits` hold for each child, over all its calls."""
        results: dict[int, Result] = {}
        while waiting := [i for i in range(len(calls)) if i not in results]:
            skipped = [i for i in waiting if calls[i].function in self._dead]
            for i in skipped:
                results[i] = Result(failure=Failure("NOT_RUN", "was not called again: an earlier call never came back"))
            asked = [i for i in waiting if i not in skipped]
            child = self._loaded() if asked else None
            if child is None:
                results |= {i: Result(failure=self._unloadable) for i in asked}
                continue
            jobs = b"".join(encode({"function": calls[i].function, "args": calls[i].args}) for i in asked)
            said = child.exchange(jobs, len(asked))
            results |= {i: self._result(calls[i], answer) for i, answer in zip(asked, said, strict=False)}
            if child.ending is not None:
                if len(said) < len(asked):
                    culprit = asked[len(said)]
                    results[culprit] = Result(failure=child.ending)
                    self._dead.add(calls[culprit].function)
                self._dismiss()
        return tuple(results[i] for i in range(len(calls)))

    def _loaded(self) -> Child | None:
        """A child that has loaded the file; None if the file cannot be loaded, and `_unloadable` says why."""
        if self._child is None and self._unloadable is None:
            self._child = Child(self._limits)
            said = self._child.exchange(encode(np.frombuffer(self._source, np.uint8)), 1)
            if not said:
                self._unloadable = self._child.ending or Failure("CRASHED", "did not load")
            elif isinstance(said[0], dict) and "error" in said[0]:
                self._unloadable = self._failure(said[0]["error"])
            if (failure := self._unloadable) is not None:
                self._unloadable = replace(failure, why=f"could not be called: loading the file {failure.why}")
                self._dismiss()
        return self._child

    def _dismiss(self) -> None:
        if self._child is not None:
            self._child.close()
            self.output = self.output or printable(self._child.printed.decode("utf-8", "replace"), keep="\n\t")
            self._child = None

    def _result(self, call: Call, answer: Any) -> Result:
        """Nothing is taken for granted of `answer`: the far side may have written anything."""
        if not isinstance(answer, dict):
            return Result(failure=Failure("CRASHED", "sent back what is not an answer"))
        if "error" in answer:
            return Result(failure=self._failure(answer["error"]))
        args = answer.get("args")
        after = args if isinstance(args, tuple) and len(args) == len(call.args) else (None,) * len(call.args)
        pairs = zip(call.args, after, strict=True)
        changed = tuple(i for i, (ours, theirs) in enumerate(pairs) if _differ(ours, theirs))
        return Result(answer.get("value"), changed=changed)

    def _failure(self, said: Any) -> Failure:
        said = said if isinstance(said, dict) else {}
        error, message, line = (said.get(key) for key in ("type", "message", "line"))
        name = printable(error)[:80] if isinstance(error, str) else "an error"
        known = isinstance(line, int) and 0 < line <= len(self._lines)
        where = f" (line {line}: `{printable(self._lines[line - 1]).strip()[:120]}`)" if known else ""
        if said.get("memory") is True:
            size = f"{self._limits.memory / (1 << 30):.3g} GiB"
            return Failure("OUT_OF_MEMORY", f"asked for more than {size} of memory{where}", name, line)
        words = " ".join(printable(message).split())[:300] if isinstance(message, str) else ""
        why = f"raised {name}{': ' if words else ''}{words}{where}"
        verdict = "FORBIDDEN" if said.get("forbidden") is True else "CRASHED"
        return Failure(verdict, why, name, line if known else None, said.get("unfinished") is True)


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
