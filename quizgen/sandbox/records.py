"""What is asked of the learner's functions, within which limits, and what became of each call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


def printable(text: str, keep: str = "") -> str:
    """Text of the learner's that cannot move a terminal's cursor; characters in `keep` stay."""
    return "".join(c if c.isprintable() or c in keep else " " for c in text)


class NoWall(RuntimeError):
    """This platform cannot limit what a child process takes."""


@dataclass(frozen=True)
class Limits:
    """What one child may take. CPU time is the limit that judges; wall time only ends what waits without computing."""

    cpu: int = 3  # seconds of CPU, whole seconds because the kernel counts them so
    memory: int = 1 << 30  # bytes of address space
    file: int = 1 << 20  # bytes of any file it writes
    output: int = 4096  # bytes kept of what it prints; the rest is read and dropped

    @property
    def wall(self) -> float:
        """Seconds; generous, because on a busy machine a second of CPU takes several of these."""
        return 3.0 * self.cpu + 5.0


@dataclass(frozen=True, eq=False)
class Call:
    """One call by position; an argument is None, a number, text, an array, or a list, tuple or dict of them."""

    function: str
    args: tuple[Any, ...]


@dataclass(frozen=True)
class Failure:
    """Why a call gave no value. `verdict` is TIMED_OUT, OUT_OF_MEMORY, CRASHED, FORBIDDEN or NOT_RUN; `why` ends a
    sentence that begins with the function's name. `error` is the exception's type, empty where there was none."""

    verdict: str
    why: str
    error: str = ""
    line: int | None = None
    unfinished: bool = False  # raise NotImplementedError: the skeleton was left as it is


@dataclass(frozen=True, eq=False)
class Result:
    """What a call returned, or why it did not; `changed` lists the positions of arguments it wrote into."""

    value: Any = None
    failure: Failure | None = None
    changed: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Report:
    """The results in the order of the calls, and the beginning of what was printed."""

    results: tuple[Result, ...]
    output: str = ""
