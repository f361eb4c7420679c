"""Grades a submission: all checks of its functions in one conversation, then a reason for every loss."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.model import Grade, UserError
from quizgen.sandbox.host import Session
from quizgen.sandbox.records import Limits, NoWall
from quizgen.submissions.checks import CHECKS
from quizgen.submissions.conversation import Conversation
from quizgen.submissions.interface import FUNCTIONS, functions_in
from quizgen.submissions.marks import marks_of, missing

MAX_SOURCE = 1 << 18  # bytes; a hundred times any honest solution


def grade(
    source: bytes,
    name: str,
    *,
    functions: Sequence[str] | None = None,
    student: str = "",
    quiz: str = "",
    limits: Limits | None = None,
) -> Grade:
    """The grade of one submission: its functions, or all of `functions`, where a missing one earns nothing.

    `name` is what the source is called in the report. Raises UserError where there is nothing to grade: none of the
    interface's functions in the file, a file too large, or a system without limits for child processes.
    """
    if unknown := set(functions or ()) - set(FUNCTIONS):
        raise ValueError(f"The chapter's interface has no {', '.join(sorted(unknown))}.")
    if len(source) > MAX_SOURCE:
        raise UserError(f"{name} has {len(source):,} bytes, a submission at most {MAX_SOURCE:,}: is it the right file?")
    defined = functions_in(source)
    asked = [f for f in FUNCTIONS if f in (defined if functions is None else functions)]
    if not asked:
        raise UserError(f"{name} defines none of the functions to grade: {', '.join(functions or FUNCTIONS)}.")
    heard = Conversation()
    try:
        with Session(source, limits or Limits()) as session:
            heard.hold(session, [check for f in asked if f in defined for check in CHECKS[f]])
            heard.ask_for_reasons(session)
    except NoWall as wall:
        raise UserError(str(wall)) from wall
    marks = [mark for f in asked for mark in (marks_of(f, heard) if f in defined else missing(f, source))]
    titles = {f: f"{f} · {FUNCTIONS[f].heading}" for f in asked}
    return Grade(name, "code", quiz, student, tuple(marks), titles)
