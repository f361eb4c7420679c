"""One student's paper as a Typst document: title page, questions with boxes, and the code on every page."""

from __future__ import annotations

import hashlib

from quizgen.ask import plain
from quizgen.generate.exam.plan import ExamPlan
from quizgen.media.typst import typst_of
from quizgen.model import Paper, Student


def paper_source(paper: Paper, plan: ExamPlan) -> str:
    """The Typst document of a paper; it imports lib.typ of the templates."""
    return typst_of([paper.quiz])


def layout_digest(plan: ExamPlan, student: Student) -> str:
    """A digest of what is printed for a student besides the questions."""
    said = [plan.title, plan.course, plan.day, plan.duration, plan.instructions, plan.aids, plan.sections, plan.layout]
    return hashlib.sha256(repr(plain([*said, plan.accommodation(student.id)])).encode()).hexdigest()[:16]
