"""One submission to grade, the options for grading it, and the outcome."""

from __future__ import annotations

import functools
import json
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.errors import UserError

if TYPE_CHECKING:
    from quizgen.classroom.collect import Submission
    from quizgen.model import Grade
    from quizgen.sandbox.wall import Wall

CHECKED_BY = ("quizgen/submissions", "quizgen/sandbox", "reference_rnn")  # the code that a grade depends on


@dataclass(frozen=True)
class GradingOptions:
    """Which functions to grade (empty: those defined), under which names and layout, and whether with public checks only.

    `complete`: a file is graded on all these functions even if it has none of them.
    """

    functions: tuple[str, ...] = ()
    interface: str | None = None
    public: bool = False
    complete: bool = False


@dataclass(frozen=True)
class Task:
    """A submission to grade; `index` is its position among all that were found."""

    index: int
    submission: Submission
    options: GradingOptions = GradingOptions()
    quiz: str = ""
    assignment: str = ""

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the file, of the options, and of the code that grades."""
        import hashlib  # slower to import than everything above, and workers wait for it

        options = json.dumps([asdict(self.options), self.quiz, checks_digest()]).encode()
        return hashlib.sha256(options + b"\0" + self.submission.data).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """The result of one task: a grade, or why there is none, or the number of the stored grade of an unchanged file."""

    index: int
    grade: Grade | None = None
    content: bytes = b""  # of the file that was graded
    why: str = ""
    fault: str = ""  # the traceback of a fault of quizgen's own
    unchanged: int | None = None
    number: int | None = None  # of the grade in the store, once it is there
    titles: Mapping[str, str] = field(default_factory=dict)  # of the misconceptions in a grade of code, by their ids


def grade_task(task: Task, wall: Wall) -> Outcome:
    """Grades one submission. Every error is an outcome, except NoWall: then nothing can be graded."""
    from quizgen import submissions
    from quizgen.model import Verdict
    from quizgen.sandbox.records import NoWall

    try:
        grade = submissions.grade(
            task.submission.data,
            task.submission.name,
            wall=wall,
            functions=task.options.functions or None,
            interface=task.options.interface,
            public=task.options.public,
            complete=task.options.complete,
            student=task.submission.student,
            quiz=task.quiz,
        )
        our_fault = any(mark.verdict is Verdict.OUR_FAULT for mark in grade.marks)  # then the next run grades it again
        grade = replace(
            grade,
            digest="" if our_fault else task.digest,
            assignment=task.assignment,
            submitted_at=task.submission.submitted_at,
        )
        return Outcome(task.index, grade, task.submission.data, titles=submissions.misconception_titles(grade))
    except NoWall:
        raise
    except UserError as error:
        return Outcome(task.index, why=str(error))
    except Exception:
        return Outcome(task.index, fault=traceback.format_exc())


@functools.cache
def checks_digest() -> str:
    """SHA-256 (hex) of the installed code that grades. Unlike a version number, it cannot be forgotten."""
    import hashlib

    root = Path(__file__).resolve().parents[2]
    found = hashlib.sha256()
    for folder in CHECKED_BY:
        for path in sorted((root / folder).rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()
