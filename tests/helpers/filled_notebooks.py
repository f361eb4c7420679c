"""Notebooks of a quiz with answers in them, and the sheets that say the same."""

from __future__ import annotations

from collections.abc import Mapping

from quizgen.classroom.course.sheet_token import sheet_token
from quizgen.classroom.notebook_sheet import notebook_sheet
from quizgen.markup.formula_text import formula_text
from quizgen.media.ipynb import ipynb
from quizgen.model import Answers, Quiz, Variant
from quizgen.reading import filled_sheet, read_answers

SECRET = b"of the course"
Typed = Mapping[str, Mapping[str, str]]


def right(variant: Variant) -> dict[str, str]:
    """The right answers as they are typed; words where a person reads."""
    words = "It forgets \"early\" inputs: \\prod W_h 'shrinks'.\nSo {it} fades, 5 < 7 & $6; %time\n!ls?"
    return {
        ask.name: words if ask.free_text else ask.write(variant.key[ask.name])
        for ask in variant.asks
        if ask.on_sheet and (ask.free_text or variant.key[ask.name] is not None)
    }


def slipped(variant: Variant) -> list[dict[str, str]]:
    """What each misconception gives, as it is typed."""
    return [
        {ask.name: ask.write(slip.answers[ask.name]) for ask in variant.asks if slip.answers.get(ask.name) is not None}
        for slip in variant.slips
    ]


def in_notebook(quiz: Quiz, typed: Typed) -> Answers:
    """The answers of a notebook, as they are read back from its cells."""
    found = notebook_sheet(ipynb(quiz, sheet_token(quiz, SECRET), typed).encode())
    assert found is not None and not found.remarks
    answers = read_answers(found.data)
    assert (answers.quiz, answers.student, answers.token) == (quiz.id, quiz.student, sheet_token(quiz, SECRET))
    return answers


def on_sheet(quiz: Quiz, typed: Typed) -> Answers:
    """The answers of an answers.toml with the same answers in it."""
    return read_answers(filled_sheet(quiz, typed, formula_text))
