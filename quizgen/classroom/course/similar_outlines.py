"""The outlines of stored submissions, made behind the wall: what is compared in place of files that nobody trusts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quizgen.classroom.course.similar_code import Program
from quizgen.errors import UserError
from quizgen.model import Quiz
from quizgen.sandbox.host import Session
from quizgen.sandbox.records import Failure, Limits, Outline
from quizgen.sandbox.wall import Wall
from quizgen.submissions.interfaces import ASKED_BY_NAME, INTERFACES
from quizgen.submissions.notebook import source_of
from quizgen.submissions.starter import starter

LIMITS = Limits(cpu=2.0)


@dataclass(frozen=True)
class NotCompared:
    """A file that is not compared, and why, as the end of a sentence."""

    student: str
    source: str
    why: str


def outlined(files: Iterable[tuple[str, str, bytes]], wall: Wall) -> tuple[list[Program], list[NotCompared]]:
    """The outlines of files (student, source, content), and the files that have none."""
    programs: list[Program] = []
    left_out: list[NotCompared] = []
    for student, source, content in files:
        found = outline(content, wall)
        if isinstance(found, Outline):
            programs.append(Program(student, source, found))
        else:
            why = found.why.removeprefix(f"raised {found.error}: ")
            left_out.append(
                NotCompared(student, source, f"it cannot be read: {why}" if why != found.why else f"it {why}")
            )
    return programs, left_out


def given_outlines(quizzes: Iterable[Quiz], wall: Wall) -> list[Outline]:
    """The outlines of what students are given: the starters of all interfaces, and the code to repair of these quizzes."""
    texts = {starter([f for f in ASKED_BY_NAME if f in one.functions], name) for name, one in INTERFACES.items()}
    texts |= {text for quiz in quizzes for v in quiz.variants for ask in v.asks for text in ask.given_code.values()}
    found = [outline(text.encode(), wall) for text in sorted(texts)]
    return [one for one in found if isinstance(one, Outline)]


def outline(content: bytes, wall: Wall) -> Outline | Failure:
    """The outline of one file, or why there is none."""
    try:
        source = source_of(content)
    except UserError as error:
        return Failure("CRASHED", f"cannot be read: {error}")
    with Session(source, LIMITS, wall) as session:
        return session.outline()
