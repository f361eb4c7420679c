"""The far side of the wall: takes the learner's file and calls, gives back what each call returned.

Started by host.py as its own process; imports nothing of quizgen but the codec. What it says is never believed:
every judgement is made on the other side.
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys
import types
from collections.abc import Iterator
from typing import Any

from quizgen.sandbox.codec import Frames, Other, encode

FILE = "submission.py"


def main(jobs: int, answers: int, cpu: int, memory: int, file: int) -> None:
    """Serves within these limits."""
    _limit(cpu, memory, file)
    serve(jobs, answers)


def serve(jobs: int, answers: int) -> None:
    """Serves the descriptor `jobs` until it ends: first the file's bytes, then one frame a job."""
    for name in [name for name in sys.modules if name.split(".")[0] == "quizgen"]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Refusal())
    incoming = _incoming(jobs)
    try:
        functions = _load(next(incoming).tobytes())
    except BaseException as error:
        _send(answers, {"error": _describe(error)})
        return
    _send(answers, {"loaded": True})
    for job in incoming:
        _send(answers, _answer(functions, job["function"], job["args"]))


class Refused(ImportError):
    """A module that a submission is not to import."""


class _Refusal:
    """Importing the reference is not implementing it. This stops the idle, not the determined."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] in ("quizgen", "reference_rnn"):
            raise Refused(f"{name} is not for submissions: write the function yourself")


def _limit(cpu: int, memory: int, file: int) -> None:
    """Soft CPU limit first (SIGXCPU), the hard one a second later (SIGKILL) for a file that ignores signals."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file, file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    if sys.platform != "darwin":  # macOS maps more than any limit before the first line runs, and refuses to set one
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _incoming(jobs: int) -> Iterator[Any]:
    frames = Frames()
    while chunk := os.read(jobs, 1 << 16):
        yield from frames.feed(chunk)


def _load(source: bytes) -> dict[str, Any]:
    module = types.ModuleType("submission")
    sys.modules["submission"] = module  # dataclasses and typing look a class's module up
    exec(compile(source, FILE, "exec", dont_inherit=True), module.__dict__)
    return module.__dict__


def _answer(functions: dict[str, Any], name: str, args: tuple[Any, ...]) -> dict[str, Any]:
    try:
        if name not in functions:
            raise NameError(f"the file defines no {name} when it is imported")
        return {"value": functions[name](*args), "args": args}
    except BaseException as error:
        return {"error": _describe(error)}


def _describe(error: BaseException) -> dict[str, Any]:
    """Type, message and the deepest line of the learner's own file."""
    line = error.lineno if isinstance(error, SyntaxError) and error.filename == FILE else None
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == FILE:
            line = step.tb_lineno
        step = step.tb_next
    try:
        message = str(error.msg if isinstance(error, SyntaxError) else error)[:1000]
    except BaseException:
        message = ""
    return {
        "type": type(error).__name__,
        "message": message,
        "line": line,
        "memory": isinstance(error, MemoryError),
        "forbidden": isinstance(error, Refused),
        "unfinished": isinstance(error, NotImplementedError),
    }


def _send(answers: int, said: dict[str, Any]) -> None:
    with contextlib.suppress(BaseException):  # the file may have put anything in the place of stdout
        sys.stdout.flush()
    try:
        frame = encode(said)
    except BaseException as error:
        frame = encode({"value": Other(f"something that cannot be read ({type(error).__name__})"), "args": ()})
    while frame:
        frame = frame[os.write(answers, frame) :]
