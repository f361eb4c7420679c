"""A filled sheet graded: every question by itself; answers to unknown names are reported, and our own faults cost nothing."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from quizgen.errors import did_you_mean
from quizgen.grading.carried import Follow
from quizgen.grading.question import judge
from quizgen.model import Answers, Grade, Mark, Quiz, Variant, Verdict
from quizgen.reading.text import as_typed, plain


def grade(quiz: Quiz, answers: Answers, follow: Follow) -> Grade:
    """The grade of `answers`; marks are named "q1.h_1" and are in the order of the quiz, unknown names at the end.

    `follow` gives every ask's value under misconceptions and going on from typed values: see Follow.
    """
    marks: list[Mark] = []
    for number, variant in enumerate(quiz.variants, 1):
        question = f"q{number}"
        judged = _judged(variant, answers.typed.get(question, {}), follow)
        marks += [replace(mark, ask=f"{question}.{mark.ask}") for mark in judged]
    marks += _unknown(quiz, answers)
    return Grade(answers.source, "answers", quiz.id, answers.student or quiz.student, tuple(marks), _titles(quiz))


def unanswered(quiz: Quiz, student: str = "") -> Grade:
    """The grade of a sheet on which nothing is answered: all that it asks for, and no points."""
    marks = [
        Mark(f"q{number}.{ask.name}", Verdict.BLANK, 0, ask.points, "Not answered.")
        for number, variant in enumerate(quiz.variants, 1)
        for ask in variant.asks
        if ask.on_sheet
    ]
    return Grade("", "answers", quiz.id, student or quiz.student, tuple(marks), _titles(quiz))


def _titles(quiz: Quiz) -> dict[str, str]:
    """What people read: the title of the "quiz" and of each question, and the labels (LaTeX) that are not the ask's name."""
    titles = {"quiz": quiz.title}
    for number, variant in enumerate(quiz.variants, 1):
        titles[f"q{number}"] = variant.title
        titles |= {f"q{number}.{ask.name}": ask.tex for ask in variant.asks if ask.tex != ask.name}
    return titles


def _judged(variant: Variant, typed: Mapping[str, Any], follow: Follow) -> list[Mark]:
    try:
        return judge(variant, typed, follow)
    except Exception:  # an error in judging is our fault and costs no point
        return [_our_fault(mark, traceback.format_exc()) for mark in _unjudged(variant, typed)]


def _unjudged(variant: Variant, typed: Mapping[str, Any]) -> Iterator[Mark]:
    for ask in variant.asks:
        text = as_typed(typed.get(ask.name))
        yield Mark(
            ask.name, Verdict.OUR_FAULT if plain(text) else Verdict.BLANK, 0, ask.points, "Not answered.", typed=text
        )


def _our_fault(mark: Mark, trace: str) -> Mark:
    if mark.verdict is Verdict.BLANK:
        return mark
    feedback = f"Our own fault, which costs no point; please report it.\n{trace}"
    return replace(mark, points=mark.max_points, feedback=feedback)


def _unknown(quiz: Quiz, answers: Answers) -> Iterator[Mark]:
    """The marks of answers under unknown names: they are worth nothing, cost nothing, and are reported."""
    questions = {f"q{number}": [ask.name for ask in variant.asks] for number, variant in enumerate(quiz.variants, 1)}
    for question, table in answers.typed.items():
        for name, value in table.items():
            if name in questions.get(question, ()):
                continue
            if question in questions:
                why = f"{question} has no blank {name!r}.{did_you_mean(name, questions[question])}"
            elif question:
                why = f"The quiz has no question {question!r}.{did_you_mean(question, questions)}"
            else:
                why = f"{name!r} is outside the questions: put it under [q1], or under the question that it answers."
            where = f"{question}.{name}" if question else name
            yield Mark(where, Verdict.UNREADABLE, 0, 0, why, typed=as_typed(value))
