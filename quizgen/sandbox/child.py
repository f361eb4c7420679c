"""The child's side of the sandbox: loads the learner's file, runs jobs, and sends back what each of them gave.

Runs as its own process and imports nothing of quizgen but the modules beside it. Nothing that it sends is trusted:
every judgement is made by the grader.
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

from quizgen.sandbox.answers import Answers
from quizgen.sandbox.codec import HEAD, Frames, decode
from quizgen.sandbox.edits import edits
from quizgen.sandbox.load import File
from quizgen.sandbox.missing_modules import ForbiddenImport, install
from quizgen.sandbox.outline import outline
from quizgen.sandbox.own_modules import BESIDE
from quizgen.sandbox.partial_parse import FILE
from quizgen.sandbox.run_job import BrokenReference, StepFailed, run_job
from quizgen.sandbox.source import Cell, Source
from quizgen.sandbox.statement_lines import statement_lines
from quizgen.sandbox.trace import Tracer

_preloaded: list[Any] = []  # jobs that the zygote read before this child was forked


def preload(frames: bytes) -> None:
    """In the zygote: decodes jobs that every file will be asked to run, so that no child has to."""
    at = 0
    while at < len(frames):
        _, tree, buffers = HEAD.unpack_from(frames, at)
        middle = at + HEAD.size + tree
        at = middle + buffers
        _preloaded.append(decode(frames[middle - tree : middle], frames[middle:at]))


def prepare_environment() -> None:
    """In the zygote, once all is imported: prepares what a file finds when it is loaded."""
    sys.argv[:] = sys.orig_argv[:] = [FILE]  # the zygote's own arguments name folders of the grader's
    warnings.simplefilter("ignore")  # the child has no reader for them
    if hasattr(os, "uname"):  # what numpy.testing, uuid and platform ask when they are imported; the kernel refuses it
        os.uname = functools.partial(os.uname_result, (sys.platform, "", "", "", os.uname().machine))
    install()


def serve(jobs: int, answers: Answers) -> None:
    """Serves the descriptor `jobs` until it ends: the first frame has the file's bytes, its cells, whether to be cautious and
    the modules beside it, each later one a job, or a list of the numbers of preloaded jobs. If only the outline is wanted,
    nothing is run."""
    incoming = _incoming(jobs, answers)
    text, cells, cautious, only_outline, *more = next(incoming)
    modules = {path: data.tobytes() for path, data in more[0].items()} if more else {}
    source = Source(text.tobytes(), modules, cells=tuple(Cell(*one) for one in cells.tolist()))
    try:
        if only_outline:
            return answers.send(outline(source))
        file = File(source, cautious=cautious)
        reply = file.summary()
    except BaseException as error:
        return answers.send(_describe(error))
    answers.send(reply)
    for frame in incoming:
        for job in map(_preloaded.__getitem__, frame) if type(frame) is list else (frame,):
            answers.send(_run(file, *job))


def _run(file: File, steps: list[Any], gives: Any, watch: bool) -> object:
    try:
        if steps[0][0] == "lines":
            return [statement_lines(file.text)]
        if steps[0][0] == "edits":
            return [edits(file.text, *steps[0][3])]
        fresh = [(*frame_of_traceback, _copy(args)) for *frame_of_traceback, args in steps]
        return _trace(file, fresh[1:]) if steps[0][0] == "trace" else run_job(file.names, fresh, gives, watch)
    except BaseException as error:
        return _describe(error, file)


def _trace(file: File, steps: list[Any]) -> list[Any]:
    """Which line of the last step held which numbers, up to its end or to its error."""
    tracer = Tracer()
    with contextlib.suppress(StepFailed):
        run_job(file.names, steps, (), False, tracer.call)
    return [tracer.report()]


def _copy(value: Any) -> Any:
    """A copy of an argument, so that an earlier call of the learner's cannot have changed it."""
    kind = type(value)
    if kind is np.ndarray:
        return value.copy()
    if kind is tuple:
        return tuple(map(_copy, value))
    if kind is list:
        return [*map(_copy, value)]
    return {key: _copy(item) for key, item in value.items()} if kind is dict else value


def _incoming(jobs: int, answers: Answers) -> Iterator[Any]:
    frames = Frames(math.inf)
    while chunk := os.read(jobs, 1 << 16):
        yield from frames.feed(chunk)
        answers.end_round()


def _describe(error: BaseException, file: File | None = None) -> dict[str, Any]:
    """Type, message and the deepest line of the learner's own file."""
    earlier_step = ""
    if isinstance(error, StepFailed) and error.__cause__ is not None:
        earlier_step, error = error.earlier_step, error.__cause__
    line = error.lineno if isinstance(error, SyntaxError) and _is_own(error.filename) else None
    name = (error.filename if isinstance(error, SyntaxError) and line else None) or FILE
    frame_of_traceback = error.__traceback__
    while frame_of_traceback is not None:
        if _is_own(frame_of_traceback.tb_frame.f_code.co_filename):
            name, line = frame_of_traceback.tb_frame.f_code.co_filename, frame_of_traceback.tb_lineno
        frame_of_traceback = frame_of_traceback.tb_next
    try:
        message = str(error.msg if isinstance(error, SyntaxError) else error)[:1000]
        if isinstance(error, NameError) and file is not None:
            message += file.beside.get(name, file).why_missing(error.name)
    except BaseException:
        message = ""
    return {
        "type": type(error).__name__,
        "message": message,
        "line": line,
        "file": "" if name == FILE else name.removeprefix(BESIDE),
        "before": earlier_step,
        "broken_reference": isinstance(error, BrokenReference),
        "memory": isinstance(error, MemoryError),
        "forbidden": isinstance(error, ForbiddenImport),
        "unfinished": isinstance(error, NotImplementedError)
        or (isinstance(error, BrokenReference) and error.unfinished),
    }


def _is_own(name: str | None) -> bool:
    """Whether a file that a traceback names is the learner's."""
    return name is not None and (name == FILE or name.startswith(BESIDE))
