"""One wall for all tests of a module, and what a file behind it defines and returns."""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.sandbox.host import Session
from quizgen.sandbox.probe import probe
from quizgen.sandbox.records import Job, Limits, Loaded, Result, call
from quizgen.sandbox.syscalls import machine
from quizgen.sandbox.wall import Wall

TIGHT = Limits(cpu=0.5)
linux = pytest.mark.skipif(sys.platform != "linux" or machine() is None, reason="only Linux has this wall")
needs_landlock = pytest.mark.skipif(probe().level != "full", reason="this kernel has no Landlock")


@functools.cache
def wall() -> Wall:
    """The wall of this module; tests/sandbox/conftest.py closes it."""
    return Wall()


def close_wall() -> None:
    """Closes the wall, if a test has opened it."""
    if wall.cache_info().currsize:
        wall().close()
        wall.cache_clear()


def loaded(source: str | bytes) -> Loaded:
    """What a file defines, where it can be loaded."""
    with Session(source if isinstance(source, bytes) else source.encode(), Limits(), wall()) as session:
        assert isinstance(session.loaded, Loaded), session.loaded
        return session.loaded


def run(source: str | bytes, jobs: list[Job], limits: Limits = TIGHT) -> tuple[tuple[Result, ...], str]:
    """The results, and what was printed."""
    with Session(source if isinstance(source, bytes) else source.encode(), limits, wall()) as session:
        results = session.run(jobs)
    return results, session.output


def returned(source: str | bytes, function: str = "f", *args: object) -> Result:
    """The result of one call, by default of f(1)."""
    [[result], _] = run(source, [call(function, *(args or (1,)))], Limits())
    return result


def why(result: Result) -> str:
    """The verdict and the reason of a call that gave no value."""
    assert result.failure is not None, result.value
    return f"{result.failure.verdict} {result.failure.why}"


def body_result(within: Wall, body: str, limits: Limits = TIGHT, before: str = "") -> Result:
    """The result of a function with this body behind a wall, in a file that begins with the lines `before`."""
    lines = "\n    ".join(["import errno, os, socket, sys, threading, time, resource", *body.splitlines()])
    with Session(f"{before}\ndef f():\n    {lines}\n".encode(), limits, within) as session:
        [result] = session.run([call("f")])
    return result


def process_status(pid: int) -> bytes:
    """What the kernel says of a process."""
    return Path(f"/proc/{pid}/status").read_bytes()


def is_alive(pid: int) -> bool:
    """Whether a process runs and is no zombie."""
    try:
        return b"State:\tZ" not in process_status(pid)
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(true: Callable[[], object], seconds: float = 20) -> None:
    """Waits until something is true; fails if it does not become true."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.005)
