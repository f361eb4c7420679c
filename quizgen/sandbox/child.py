"""The far side of the wall: takes the learner's file and jobs, gives back what each job came to.

Runs as its own process; imports nothing of quizgen but its neighbours that do the work. What it says is never
believed: every judgement is made on the other side.
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from collections.abc import Iterator
from typing import Any

from quizgen.sandbox.absent import Finder, Refused, helpers
from quizgen.sandbox.codec import Frames, Other, encode
from quizgen.sandbox.load import File
from quizgen.sandbox.perform import Astray, Stopped, perform
from quizgen.sandbox.salvage import FILE


def main(jobs: int, answers: int, cpu: int, memory: int, file: int) -> None:
    """Serves within these limits."""
    _limit(cpu, memory, file)
    serve(jobs, answers)


def _limit(cpu: int, memory: int, file: int) -> None:
    """Soft CPU limit first (SIGXCPU), the hard one a second later (SIGKILL) for a file that ignores signals."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file, file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    if sys.platform != "darwin":  # macOS maps more than any limit before the first line runs, and refuses to set one
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def serve(jobs: int, answers: int) -> None:
    """Serves the descriptor `jobs` until it ends: first [the file's bytes, cautious or not], then one frame a job."""
    for name in [name for name in sys.modules if name.split(".")[0] == "quizgen"]:
        del sys.modules[name]
    sys.meta_path.insert(0, Finder)
    sys.modules["rnn_utils"] = helpers()
    incoming = _incoming(jobs)
    source, cautious = next(incoming)
    try:
        file = File(source.tobytes(), cautious=cautious)
        said = file.told()
    except BaseException as error:
        _send(answers, _describe(error))
        return
    _send(answers, said)
    for steps, gives, watch in incoming:
        try:
            answer: object = perform(file.names, steps, gives, watch)
        except BaseException as error:
            answer = _describe(error, file)
        _send(answers, answer)


def _incoming(jobs: int) -> Iterator[Any]:
    frames = Frames()
    while chunk := os.read(jobs, 1 << 16):
        yield from frames.feed(chunk)


def _describe(error: BaseException, file: File | None = None) -> dict[str, Any]:
    """Type, message and the deepest line of the learner's own file."""
    before = ""
    if isinstance(error, Stopped) and error.__cause__ is not None:
        before, error = error.before, error.__cause__
    line = error.lineno if isinstance(error, SyntaxError) and error.filename == FILE else None
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == FILE:
            line = step.tb_lineno
        step = step.tb_next
    try:
        message = str(error.msg if isinstance(error, SyntaxError) else error)[:1000]
        if isinstance(error, NameError) and file is not None:
            message += file.reason(error.name)
    except BaseException:
        message = ""
    return {
        "type": type(error).__name__,
        "message": message,
        "line": line,
        "before": before,
        "astray": isinstance(error, Astray),
        "memory": isinstance(error, MemoryError),
        "forbidden": isinstance(error, Refused),
        "unfinished": isinstance(error, NotImplementedError) or (isinstance(error, Astray) and error.unfinished),
    }


def _send(answers: int, said: object) -> None:
    with contextlib.suppress(BaseException):  # the file may have put anything in the place of stdout
        sys.stdout.flush()
    try:
        frame = encode(said)
    except BaseException as error:
        frame = encode([Other(f"something that cannot be read ({type(error).__name__})")])
    while frame:
        frame = frame[os.write(answers, frame) :]
