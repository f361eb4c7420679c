"""The right answers and the worked solutions of graded questions, for a page: what a learner unfolds after the last try."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from quizgen.media.html_markup import blocks, formula, markup
from quizgen.media.key import right
from quizgen.model import Grade, Quiz, Verdict


@dataclass(frozen=True)
class Solution:
    """Of one question: each answer's label with the right answer, and the worked solution."""

    answers: tuple[tuple[Markup, Markup], ...]
    worked: Markup


def solutions(grade: Grade, quiz: Quiz) -> dict[str, Solution]:
    """The solutions of the questions of a grade, by question ("q1").

    One that asks for code not graded from the sheet has none, since its solution is the code.
    """
    found: dict[str, Solution] = {}
    asked = {mark.ask.partition(".")[0] for mark in grade.marks}
    open_still = {mark.ask.partition(".")[0] for mark in grade.marks if mark.verdict is Verdict.NOT_RUN}
    for number, variant in enumerate(quiz.variants, 1):
        if (name := f"q{number}") in asked - open_still:
            answers = tuple((formula(ask.tex), blocks(shown)) for ask, shown in right(variant))
            found[name] = Solution(answers, markup(variant.solution))
    return found
