"""The records of the sandbox: jobs and their steps, limits, what a file defines, and results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

READ_AS_LATIN_1 = "is not UTF-8; it was read as Latin-1"  # a note on a line that was not skipped


def printable(text: str, keep: str = "") -> str:
    """Text of the learner's that cannot move a terminal's cursor; characters in `keep` stay."""
    return text if text.isprintable() else "".join(c if c.isprintable() or c in keep else " " for c in text)


class NoWall(RuntimeError):
    """This machine cannot isolate a stranger's file. The message is a sentence for the person who grades."""


@dataclass(frozen=True)
class Protection:
    """How well this machine can isolate a stranger's file; `why` is a sentence."""

    level: Literal["full", "strict", "none"]
    why: str


@dataclass(frozen=True)
class Limits:
    """What one child may use. CPU time is the limit that counts; elapsed time only ends what waits without computing."""

    cpu: float = 1.0  # seconds of CPU, by the child's own clock
    memory: int = 1 << 30  # bytes of address space
    file: int = 1 << 20  # bytes of any file it writes
    output: int = 4096  # bytes kept of what it prints; the rest is read and dropped
    idle: float = 1.0  # seconds of elapsed time for which it may sleep without computing anything
    hung: int = 30  # functions that may end their child at a limit; after that none is called
    why_short: str = ""  # why `idle` is shorter than usual: the end of a sentence

    @property
    def wall(self) -> float:
        """Seconds of elapsed time; on a busy machine a second of CPU time takes several of these."""
        return 3.0 * self.cpu + 5.0


@dataclass(frozen=True)
class Ref:
    """The result of a step of the same job, or a part of it: Ref(0, (1,)) is result 0's [1]. A negative step counts
    from the last. A part is an item of a tuple or list by number, of a dict by key, an attribute of an object by name. "0 or dx" is
    item 0, or the entry dx of a dict; "dx or 0" is the entry dx, or item 0 of a tuple without a dict in it."""

    step: int
    path: tuple[int | str, ...] = ()


@dataclass(frozen=True, eq=False)
class Step:
    """One thing done in the child.

    call: the file's global `name` with `args`, a class to make an object; "Class.method" of an object made for it.
    method: the same of the object `on`.
    set: the global `name`, or the attribute of `on`, becomes args[0]; "name or other" sets both
    attributes, or the one that there can be. get: the global or attribute is the result.
    put: the same of several at once: args are two lists, the path of each below `on`, or the name of a global in a list of one,
    and its value; a path ends with a name as for set, or with the number of an item.
    replace: as a job's first step, before those that references count: for this job the global `name` becomes a function
    of STUBS, made with `args`.
    define: likewise as the first step; for this job args[0], Python from its line args[1] on, is run in the file's names.
    build: the result is what a function of BUILT makes of `args`: a function for a later step to be given, or a report.
    trace: as a job's first step, before those that references count: the last step is traced, and the result is what
    quizgen.sandbox.traced reads.
    edits: as a job's only step, the result is what quizgen.sandbox.edits makes of the statements around line args[0].
    lines: as a job's only step, the result is what quizgen.sandbox.statement_lines says of the file.
    An argument is None, a number, text, an array, a list, tuple or dict of them, or a Ref, which is never copied.
    """

    name: str
    args: tuple[Any, ...] = ()
    kind: Literal["call", "method", "set", "put", "get", "replace", "define", "build", "edits", "lines", "trace"] = (
        "call"
    )
    on: Ref | None = None


@dataclass(frozen=True, eq=False)
class Job:
    """Steps done in order, with fresh copies of their arguments; their results live as long as the job.

    A `function` that never came back loses its later jobs. `gives` is what is sent back: of the results, only that
    crosses the wall. `watch` has the last step's arguments compared after it ran, for Result.changed.
    """

    function: str
    steps: tuple[Step, ...]
    gives: Ref | tuple[Ref, ...] = Ref(-1)
    watch: bool = False


def call(function: str, *args: Any, watch: bool = False) -> Job:
    """The simple case: one call by position."""
    return Job(function, (Step(function, args),), watch=watch)


@dataclass(frozen=True)
class Loaded:
    """What a file says it defines. Nothing in here is believed beyond being text.

    `names` maps a top-level name to its positional parameters, None for what cannot be called; a class has those of its
    __init__, and its methods are listed beside it as "Class.method", all without self. `skipped` lists the lines that were
    not run, each with why; `beside` those of the other files: (file, line, why). `stand_ins` are the libraries that
    stand-ins took the place of, `helpers` the modules of a course; `old_numpy` the names that NumPy no longer has, with the
    line and the file ("" for the graded one); `unfinished` the lines that hold None in the place of code, by function.
    """

    names: Mapping[str, tuple[str, ...] | None]
    skipped: tuple[tuple[int, str], ...] = ()
    beside: tuple[tuple[str, int, str], ...] = ()
    stand_ins: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    old_numpy: tuple[tuple[str, int, str], ...] = ()
    unfinished: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Outline:
    """The statements of a program as numbers, for each function: equal numbers are equal code under any names."""

    functions: Mapping[str, frozenset[int]]

    @property
    def statements(self) -> frozenset[int]:
        """Those of all functions."""
        return frozenset().union(*self.functions.values())


@dataclass(frozen=True)
class Failure:
    """Why a job gave no value. `verdict` is TIMED_OUT, OUT_OF_MEMORY, CRASHED, FORBIDDEN, WRONG (a later step wants a
    part that an earlier one did not return) or NOT_RUN; `why` ends a sentence that begins with the function's name.
    `error` is the exception's type, empty where there was none. `place` and `statement`: where `line` stands, for people, and
    what it says; `why` has them too."""

    verdict: str
    why: str
    error: str = ""
    line: int | None = None
    unfinished: bool = False  # raise NotImplementedError, or None: the skeleton was left as it is
    place: str = ""
    statement: str = ""

    @property
    def where(self) -> str:
        """The part of `why` that names the line; "" where none is known."""
        return f" ({self.place}: `{self.statement}`)" if self.place else ""


@dataclass(frozen=True, eq=False)
class Result:
    """What a job gave, or why it did not; `changed` lists the positions of the last step's arguments it wrote into.
    Where a Ref of `gives` leads nowhere, there is an Other in its place that says so.

    A `common` one is small, is never written into, and it is the same object when the job gives the same to another
    file: what follows from it can be remembered. `note` is a sentence on what was accepted in it."""

    value: Any = None
    failure: Failure | None = None
    changed: tuple[int, ...] = ()
    common: bool = False
    note: str = ""
