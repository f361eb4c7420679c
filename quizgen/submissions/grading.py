"""Grades a submission: all checks of its functions in one session, then an explanation for every point lost."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

import numpy as np

from quizgen.errors import UserError
from quizgen.model import Cause, Grade, Mark, Verdict
from quizgen.sandbox.host import Session
from quizgen.sandbox.records import Limits, NoWall
from quizgen.sandbox.source import Source
from quizgen.sandbox.wall import Wall
from quizgen.submissions.causes import causes_of, whole_function
from quizgen.submissions.checks import CHECKS
from quizgen.submissions.diagnosis import (
    Explanations,
    blame_lines,
    excuse_backward,
    excuse_forward,
    excuse_gradients,
    excuse_with_stubs,
    explain_failures,
    uncounted_checks,
)
from quizgen.submissions.interfaces import ASKED_BY_NAME, HEADINGS, display_name, other_layouts_of
from quizgen.submissions.marks import is_unfinished, mark_missing, marks_of
from quizgen.submissions.notebook import source_of
from quizgen.submissions.session import AdaptedSubmission, CheckSession
from quizgen.submissions.submitted_file import SubmittedFile

MAX_SOURCE = 1 << 18  # bytes; a hundred times any honest solution
MAX_MODULES = 100  # files beside the graded one
MAX_NAMED = 4  # functions that a sentence names
PUBLIC = "Only the public checks: what holds of any right function, and no number that it should return."


def grade(
    source: Source | bytes,
    name: str,
    *,
    wall: Wall | None = None,
    functions: Sequence[str] | None = None,
    interface: str | None = None,
    public: bool = False,
    complete: bool = False,
    student: str = "",
    quiz: str = "",
    limits: Limits | None = None,
) -> Grade:
    """The grade of one submission: of the functions it defines, or of all `functions`, where a missing one earns nothing.

    `name` is what the report calls the source; `functions` are the chapter's names; `interface` is the name of one, or
    None to recognise it. `public` runs only the checks that give nothing away. `complete`: all `functions` count in every
    file, also in one that has none of them, and those that a recognised interface lacks. Without a `wall` one is opened for
    this file alone. Raises UserError where there is nothing to grade: none of the interface's functions in the file, a file
    too large, or a system that cannot isolate a stranger's file; ValueError for a function that no interface has.
    """
    if unknown := set(functions or ()) - set(HEADINGS):
        raise ValueError(f"No interface has {', '.join(sorted(unknown))}.")
    source = source if isinstance(source, Source) else source_of(source)
    if len(source.modules) > MAX_MODULES:
        why = f"{name} has {len(source.modules):,} files beside it, a submission at most {MAX_MODULES}"
        raise UserError(f"{why}: are they all its own?")
    if source.size > MAX_SOURCE:
        raise UserError(f"{name} has {source.size:,} bytes, a submission at most {MAX_SOURCE:,}: is it the right file?")
    with contextlib.ExitStack() as stack:
        try:
            wall = stack.enter_context(Wall()) if wall is None else wall
        except NoWall as none:
            raise UserError(str(none)) from none
        sandbox = stack.enter_context(Session(source, limits or Limits(), wall))
        file = SubmittedFile.read(sandbox, interface, functions)
        counted = ASKED_BY_NAME if complete and interface is None else file.offered
        known = dict.fromkeys((*file.offered, *ASKED_BY_NAME))
        graded = file.functions if functions is None else [f for f in known if f in {*functions} & {*counted}]
        if not graded or (complete and not file.is_python):
            wanted = dict.fromkeys(file.interface.functions.get(f, f) for f in functions or file.offered)
            more = f" and {len(wanted) - MAX_NAMED} more" if len(wanted) > MAX_NAMED else ""
            sentence = f"{name} defines none of the functions to grade: {', '.join([*wanted][:MAX_NAMED])}{more}"
            raise UserError(sentence + file.why_nothing(wanted))
        session = CheckSession()
        judged = list(_judged(file, graded, sandbox, session, public))
    titles = {f: f"{display_name(f, file.interface)} · {HEADINGS[f]}" for f in graded}
    taken = dict.fromkeys(result.note for result in session.results.values() if result.note)
    marks = tuple(mark for found, _ in judged for mark in found)
    causes = tuple(cause for _, found in judged for cause in found)
    missing = {cause.line.number for cause in causes if cause.line and cause.explains == (cause.function,)}
    notes = ((PUBLIC,) if public else ()) + file.notes(missing) + tuple(taken)
    interface_name = file.interface.name
    return Grade(name, "code", quiz, student, marks, titles, interface=interface_name, notes=notes, causes=causes)


def _judged(
    file: SubmittedFile, functions: Sequence[str], sandbox: Session, session: CheckSession, public: bool
) -> Iterator[tuple[list[Mark], list[Cause]]]:
    """The marks of each of these functions, in their order, and why it lost points."""
    omitted = file.interface.omitted_checks
    checks = {
        function: [c for c in CHECKS[function] if f"{c.function}.{c.id}" not in omitted and (c.public or not public)]
        for function in functions
    }
    callable_ones = [function for function in functions if file.is_callable(function)]
    submission, explanations = AdaptedSubmission(sandbox, file.interface), Explanations()
    with np.errstate(all="ignore"):  # an overflow in the learner's numbers is theirs
        session.run_checks(submission, [check for function in callable_ones for check in checks[function]])
        session.excused = excuse_gradients(session, submission)
        if not public:
            session.excused |= excuse_forward(session, submission) | excuse_backward(session, submission)
        session.excused |= excuse_with_stubs(session, submission)
        if not public:
            others = {
                function: [AdaptedSubmission(sandbox, other) for other in other_layouts_of(function, file.interface)]
                for function in callable_ones
            }
            explanations = explain_failures(session, submission, file.interface, others)
            blame_lines(session, submission, explanations)
            for function in callable_ones:
                diagnosis = explanations.diagnoses.get(function)
                explained = function in explanations.layouts or (diagnosis is not None and not diagnosis.arrays)
                session.uncounted |= uncounted_checks(session, submission, function, explained=explained)
        for function in functions:
            if function in callable_ones:
                marks = marks_of(function, session, explanations, file.interface)
                if (why := file.why_unfinished(function)) and is_unfinished(function, marks, session):
                    mark = mark_missing(function, checks[function], Verdict.NOT_DONE, why)
                    yield [mark], [whole_function(mark, None)]
                    continue
                yield marks, causes_of(function, marks, session, explanations, file.interface)
            else:
                mark = mark_missing(function, checks[function], *file.why_missing(function))
                yield [mark], [whole_function(mark, file.line_of(function))]
