"""One piece of work to grade, how it is asked, and what came of it."""

from __future__ import annotations

import functools
import json
import traceback
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.errors import UserError

if TYPE_CHECKING:
    from quizgen.classroom.collect import Handed
    from quizgen.model import Grade
    from quizgen.sandbox.wall import Wall

CHECKS = ("quizgen/submissions", "quizgen/sandbox", "reference_rnn")  # the code that a grade depends on


@dataclass(frozen=True)
class Asking:
    """How submissions are asked: which functions (none: those they define), by which names and layout, and how openly."""

    functions: tuple[str, ...] = ()
    interface: str | None = None
    public: bool = False


@dataclass(frozen=True)
class Task:
    """A submission to grade; `place` is its place among all that were found."""

    place: int
    handed: Handed
    asking: Asking = Asking()
    quiz: str = ""

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the file, of how it is asked, and of the checks themselves."""
        import hashlib  # takes longer than what is imported here together, and the workers wait for it

        asked = json.dumps([asdict(self.asking), self.quiz, edition()]).encode()
        return hashlib.sha256(asked + b"\0" + self.handed.data).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """What became of one piece of work: a grade, or why there is none, or that it is graded already as number `kept`."""

    place: int
    grade: Grade | None = None
    why: str = ""
    fault: str = ""  # our own: the traceback
    kept: int | None = None


def performed(task: Task, wall: Wall) -> Outcome:
    """Grades one submission. Whatever happens is an outcome, and NoWall the only exception: nothing could be graded then."""
    from quizgen import submissions
    from quizgen.model import Verdict
    from quizgen.sandbox.records import NoWall

    try:
        grade = submissions.grade(
            task.handed.data,
            task.handed.name,
            wall=wall,
            functions=task.asking.functions or None,
            interface=task.asking.interface,
            public=task.asking.public,
            student=task.handed.student,
            quiz=task.quiz,
        )
        ours = any(mark.verdict is Verdict.OUR_FAULT for mark in grade.marks)  # then the next run tries once more
        return Outcome(task.place, replace(grade, digest="" if ours else task.digest))
    except NoWall:
        raise
    except UserError as error:
        return Outcome(task.place, why=str(error))
    except Exception:
        return Outcome(task.place, fault=traceback.format_exc())


@functools.cache
def edition() -> str:
    """SHA-256 (hex) of the checks as they are installed: no number that somebody would have to remember to raise."""
    import hashlib

    root = Path(__file__).resolve().parents[2]
    found = hashlib.sha256()
    for folder in CHECKS:
        for path in sorted((root / folder).rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()
