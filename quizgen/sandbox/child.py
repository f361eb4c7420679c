"""The far side of the wall: takes the learner's file and jobs, gives back what each job came to.

Runs as its own process; imports nothing of quizgen but its neighbours that do the work. What it says is never
believed: every judgement is made on the other side.
"""

from __future__ import annotations

import contextlib
import functools
import math
import os
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from quizgen.sandbox.codec import HEAD, Frames, Other, decode, encode
from quizgen.sandbox.load import File
from quizgen.sandbox.missing_modules import Finder, Refused, helpers
from quizgen.sandbox.partial_parse import FILE
from quizgen.sandbox.run_job import Astray, Stopped, perform

_known: list[Any] = []  # jobs that the zygote read before this child was forked


def prepare(frames: bytes) -> None:
    """In the zygote: reads jobs that file after file will be asked, so that no child has to."""
    at = 0
    while at < len(frames):
        _, tree, buffers = HEAD.unpack_from(frames, at)
        middle = at + HEAD.size + tree
        at = middle + buffers
        _known.append(decode(frames[middle - tree : middle], frames[middle:at]))


def settle() -> None:
    """In the zygote, once all is imported: what a file shall find when it is loaded."""
    sys.argv[:] = sys.orig_argv[:] = [FILE]  # what the zygote was started with names folders of the grader's
    warnings.simplefilter("ignore")  # nobody is there to read them
    if hasattr(os, "uname"):  # what numpy.testing, uuid and platform ask when they are imported; the kernel refuses it
        os.uname = functools.partial(os.uname_result, (sys.platform, "", "", "", os.uname().machine))
    sys.meta_path.insert(0, Finder)
    sys.modules["rnn_utils"] = helpers()


def serve(jobs: int, answers: int) -> None:
    """Serves the descriptor `jobs` until it ends: first the file's bytes and whether to be cautious, then a job a
    frame, or a list of the numbers of jobs that are known."""
    incoming = _incoming(jobs)
    source, cautious = next(incoming)
    try:
        file = File(source.tobytes(), cautious=cautious)
        said = file.told()
    except BaseException as error:
        _send(answers, _describe(error))
        return
    _send(answers, said)
    for frame in incoming:
        for job in map(_known.__getitem__, frame) if type(frame) is list else (frame,):
            _send(answers, _answer(file, *job))


def _answer(file: File, steps: list[Any], gives: Any, watch: bool) -> object:
    try:
        return perform(file.names, [(*step, _fresh(args)) for *step, args in steps], gives, watch)
    except BaseException as error:
        return _describe(error, file)


def _fresh(value: Any) -> Any:
    """A copy of an argument that no earlier call of the learner's has touched."""
    kind = type(value)
    if kind is np.ndarray:
        return value.copy()
    if kind is tuple or kind is list:
        return kind([_fresh(item) for item in value])
    return {key: _fresh(item) for key, item in value.items()} if kind is dict else value


def _incoming(jobs: int) -> Iterator[Any]:
    frames = Frames(math.inf)
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
